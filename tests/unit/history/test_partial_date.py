"""PartialDate: a date as precisely as somebody knew it; the text is the value."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.contracts.dates import PATTERN, PartialDate

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest", "counts_from"),
    [
        ("2012-03-29", "day", "2012-03-29", "2012-03-29", "2012-03-29"),
        ("2012-02", "month", "2012-02-01", "2012-02-29", "2012-02-01"),
        ("2012", "year", "2012-01-01", "2012-12-31", "2012-01-01"),
        ("spring 2012", "season", "2012-03-01", "2012-05-31", "2012-03-01"),
        ("summer 2012", "season", "2012-06-01", "2012-08-31", "2012-06-01"),
        ("autumn 2012", "season", "2012-09-01", "2012-11-30", "2012-09-01"),
        ("2012-03-29/2012-03-30", "interval", "2012-03-29", "2012-03-30", "2012-03-29"),
        ("by 2015-12-31", "by", None, "2015-12-31", "2015-12-31"),
        ("spring 2012 from 2012-03-29", "season", "2012-03-01", "2012-05-31", "2012-03-29"),
        ("2010 from 2010-09-19", "year", "2010-01-01", "2010-12-31", "2010-09-19"),
        ("by 2015-12-31 from 2014-01-01", "by", None, "2015-12-31", "2014-01-01"),
    ],
)
def test_what_a_text_means(text: str, precision: str, earliest: str | None, latest: str, counts_from: str) -> None:
    read = PartialDate.parse(text)
    assert (read.precision, str(read)) == (precision, text)
    assert (read.earliest, read.latest) == (
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest),
    )
    assert read.counts_from == date.fromisoformat(counts_from)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2012-3-29",
        "2012-13",
        "0000",
        "winter 2012",
        "Spring 2012",
        "2012-03-30/2012-03-29",
        "2012/2013",
        "by 2012",
        "spring 2012 from 2012-06-01",
        "2012 from 2011-12-31",
        "by 2015-12-31 from 2016-01-01",
        " 2012",
        "2012\n",
        "\uff12\uff10\uff11\uff12",
        "2012-03-29T00:00:00",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        PartialDate.parse(text)


def test_a_day_that_no_calendar_has() -> None:
    with pytest.raises(ValueError, match="day"):
        PartialDate.parse("2012-02-30")


@given(DAYS, DAYS)
def test_an_interval_has_both_its_days_and_counts_from_the_first(one: date, other: date) -> None:
    first, last = sorted((one, other))
    read = PartialDate.parse(f"{first.isoformat()}/{last.isoformat()}")
    assert (read.earliest, read.latest, read.counts_from) == (first, last, first)


@given(st.from_regex(PATTERN, fullmatch=True))
def test_whatever_is_read_lies_in_its_span_and_is_written_as_it_was_read(text: str) -> None:
    try:
        read = PartialDate.parse(text)
    except ValueError:
        return
    assert read.counts_from <= read.latest
    assert read.earliest is None or read.earliest <= read.counts_from
    adapter = TypeAdapter(PartialDate)
    assert adapter.validate_json(adapter.dump_json(read)) == read
    assert adapter.dump_python(read) == text


@given(DAYS, DAYS, DAYS)
def test_a_span_overlaps_when_a_day_is_in_both(day: date, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert PartialDate.of(day).overlaps(first, last) == (first <= day <= last)
    by = PartialDate.parse(f"by {day.isoformat()}")
    assert by.overlaps(first, last) == (day >= first)


def test_a_day_is_the_same_however_it_was_made() -> None:
    day = date(2012, 3, 29)
    assert PartialDate.of(day) == PartialDate.parse("2012-03-29")
    assert PartialDate.parse("2012-03-29") != PartialDate.parse("2012-03-29/2012-03-29")
    following = PartialDate.of(day + timedelta(days=1))
    assert following.counts_from > PartialDate.of(day).counts_from


def test_a_schema_names_the_form_and_a_wrong_date_says_which_rule_it_breaks() -> None:
    adapter = TypeAdapter(PartialDate)
    assert adapter.json_schema()["format"] == "partial-date"
    with pytest.raises(ValidationError, match="an interval must not end before it begins"):
        adapter.validate_python("2012-03-30/2012-03-29")
