# ruff: noqa: RUF001  (dashes and letters of five languages)
"""Speech: dates as precise as they are known, moments, numbers and names in five languages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.gateway.entrypoints.console.language.speech import Speech, Speeches
from shared.contracts.dates import PartialDate

SPEECHES = Speeches.load()
NARROW = "\u2009"  # the thin space around a dash


def _speech(language: str) -> Speech:
    return SPEECHES.speech(language)


@pytest.mark.parametrize(
    ("language", "day", "month", "days"),
    [
        ("en", "29 March 2012", "March 2012", "29–30 March 2012"),
        ("es", "29 de marzo de 2012", "marzo de 2012", "29–30 de marzo de 2012"),
        ("pt", "29 de março de 2012", "março de 2012", f"29{NARROW}–{NARROW}30 de março de 2012"),
        ("fr", "29 mars 2012", "mars 2012", "29–30 mars 2012"),
        ("ar", "29 مارس 2012", "مارس 2012", "29–30 مارس 2012"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(language: str, day: str, month: str, days: str) -> None:
    speech = _speech(language)
    assert speech.day("2012-03-29") == day
    assert speech.day(PartialDate.parse("2012-03")) == month
    assert speech.day(date(2012, 3, 29)) == day
    assert speech.day("2012") == "2012"
    assert speech.day("2012-03-29/2012-03-30") == days


def test_an_interval_says_once_what_both_days_share() -> None:
    speech = _speech("en")
    assert speech.day("2012-03-29/2012-04-02").replace(NARROW, " ") == "29 March – 2 April 2012"
    assert speech.day("2012-12-30/2013-01-02").replace(NARROW, " ") == "30 December 2012 – 2 January 2013"
    assert speech.day("2012-03-29/2012-03-29") == "29 March 2012"


def test_what_is_less_than_a_day_is_said_in_words() -> None:
    speech = _speech("en")
    assert speech.day("spring 2012") == "spring 2012"
    assert speech.day("autumn 2012") == "autumn 2012"
    assert speech.day("by 2015-12-31") == "by 31 December 2015"
    assert speech.day("spring 2012 from 2012-03-29") == "spring 2012, counted from 29 March 2012"


def test_a_season_of_the_north_is_called_so_where_it_could_be_the_souths() -> None:
    assert _speech("es").day("spring 2012") == "primavera boreal de 2012"
    assert _speech("es").day("by 2015-12-31") == "a más tardar el 31 de diciembre de 2015"


def test_a_text_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="a date must read like"):
        _speech("en").day("soon")


def test_a_moment_says_its_offset() -> None:
    speech = _speech("en")
    assert speech.instant("2013-07-31T14:05:00Z") == "31 July 2013, 14:05 UTC"
    assert speech.instant(datetime(2013, 7, 31, 14, 5, tzinfo=UTC), ZoneInfo("Europe/Warsaw")) == (
        "31 July 2013, 16:05 UTC+2"
    )
    assert speech.instant("2013-07-31T01:05:00+00:00", ZoneInfo("America/Argentina/Buenos_Aires")) == (
        "30 July 2013, 22:05 UTC-3"
    )
    assert speech.instant("2013-07-31T14:05:00Z", ZoneInfo("Asia/Kolkata")).endswith("UTC+5:30")


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        _speech("en").instant("2013-07-31T14:05:00")


@pytest.mark.parametrize(("language", "said"), [("en", "1,234,567"), ("es", "1.234.567"), ("ar", "1,234,567")])
def test_numbers_have_groups_and_the_same_digits_everywhere(language: str, said: str) -> None:
    assert _speech(language).number(1234567) == said


def test_the_name_of_a_state_is_the_registers_and_else_the_cldrs() -> None:
    assert (
        _speech("es").state("BOL", {"es": "Bolivia (Estado Plurinacional de)"}) == "Bolivia (Estado Plurinacional de)"
    )
    assert _speech("fr").state("BOL", {"es": "Bolivia (Estado Plurinacional de)"}) == "Bolivie"
    assert _speech("pt").state("BOL") == "Bolívia"
    assert _speech("en").state("QQQ") == "name unavailable"
    assert _speech("es").state("QQQ") == "nombre no disponible"


def test_languages_and_lists_are_said_as_the_language_does() -> None:
    assert _speech("es").language_name("pt") == "Portugués"
    assert _speech("ar").language_name("pt") == "البرتغالية"
    assert _speech("es").listed(["Argentina", "Chile", "Perú"]) == "Argentina, Chile y Perú"
    assert _speech("es").listed(["Chile", "Italia"]) == "Chile e Italia"
    assert _speech("pt").listed(["Chile", "Itália"]) == "Chile e Itália"


def test_arabic_runs_from_right_to_left() -> None:
    assert {language: _speech(language).direction for language in SPEECHES.languages} == {
        "en": "ltr",
        "es": "ltr",
        "pt": "ltr",
        "fr": "ltr",
        "ar": "rtl",
    }


@pytest.mark.parametrize(("language", "comma", "arrow"), [("en", ", ", "→"), ("fr", ", ", "→"), ("ar", "، ", "←")])
def test_what_stands_between_names_and_between_before_and_after(language: str, comma: str, arrow: str) -> None:
    speech = _speech(language)
    assert (speech.comma, speech.arrow) == (comma, arrow)
