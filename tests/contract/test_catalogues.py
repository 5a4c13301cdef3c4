"""The catalogues hold every text of the console, and what is wrong with one is found."""

import pytest
from babel.messages import Catalog

from deploy.operations.catalogue_checks import findings, of
from deploy.operations.catalogues import extracted, gaps, updated, written

HEADER = [
    (
        "Plural-Forms",
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    )
]


def test_every_text_is_there_in_every_language_and_sound() -> None:
    assert findings() == []


def test_texts_of_templates_code_and_codes_are_found() -> None:
    found = extracted()
    assert found.get("by %(day)s") is not None
    assert found.get("armed forces", "sector") is not None
    assert any(place.endswith(".html") for message in found for place, _ in message.locations)


def test_a_catalogue_that_is_up_to_date_stays_as_it_is() -> None:
    template = extracted()
    once = written(updated("es", template))
    assert once == written(updated("es", template))
    assert ":0" not in "".join(line for line in once.splitlines() if line.startswith("#:"))


def _catalog(language: str, *texts: tuple[str | tuple[str, str], str | tuple[str, ...]]) -> Catalog:
    made = Catalog(locale=language)
    if language == "ar":
        made.mime_headers = HEADER
    for text, translation in texts:
        made.add(text, translation)
    return made


ONE, MANY = "%(num)s member of %(name)s", "%(num)s members of %(name)s"


@pytest.mark.parametrize(
    ("language", "text", "translation", "told"),
    [
        ("es", "by %(day)s", "para el %(dia)s", "placeholders ['dia'] instead of ['day']"),
        ("es", "by %(day)s", "para el día", "placeholders [] instead of ['day']"),
        ("es", "done", "hecho al 100%", "placeholders ['%'] instead of []"),
        ("es", "done", "<b>hecho</b>", "markup in a translation"),
        ("es", (ONE, MANY), ("miembro de %(name)s", "miembros de %(name)s"), "placeholders ['name'] instead of"),
        ("ar", (ONE, MANY), ("%(num)s %(name)s", "%(num)s %(name)s"), "not as many forms as the language has"),
    ],
)
def test_a_fault_is_named(
    language: str, text: str | tuple[str, str], translation: str | tuple[str, ...], told: str
) -> None:
    catalog = _catalog(language, (text, translation))
    (line, *more) = of(language, catalog, _catalog("en", (text, "")))
    assert told in line
    assert more == []


def test_forms_for_one_exact_number_may_leave_it_out() -> None:
    spanish = _catalog("es", ((ONE, MANY), ("un miembro de %(name)s", "%(num)s miembros de %(name)s")))
    arabic = _catalog(
        "ar",
        ((ONE, MANY), ("لا عضو في %(name)s", "عضو في %(name)s", "عضوان في %(name)s", *["%(num)s في %(name)s"] * 3)),
    )
    for language, catalog in (("es", spanish), ("ar", arabic)):
        assert list(of(language, catalog, _catalog("en", ((ONE, MANY), ("", ""))))) == []
        assert gaps(catalog) == 0


def test_a_form_that_is_missing_is_a_gap() -> None:
    assert gaps(_catalog("es", ((ONE, MANY), ("uno", "")), ("done", ""), ("kept", "guardado"))) == 2


def test_texts_that_came_or_went_are_named() -> None:
    old, new = _catalog("es", ("old", "viejo")), _catalog("en", ("new", ""))
    assert list(of("es", old, new)) == [
        "es: not in the catalogue, run `lemkin i18n update`: new",
        "es: no longer said anywhere: old",
    ]


def test_arabic_must_have_six_forms() -> None:
    two = Catalog(locale="ar")
    two.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    assert list(of("ar", two, _catalog("en"))) == ["ar: 2 plural forms instead of 6"]
