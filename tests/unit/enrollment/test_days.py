"""When a seminar begins and ends, and on which days somebody is surely there."""

from datetime import date

import pytest

from services.enrollment.domain.days import LONGEST_PART, begins, certain_days, ends
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.seminar import Part


def _part(dates: str) -> Part:
    return Part(code="a", place="A", dates=PartialDate.parse(dates))


@pytest.mark.parametrize(
    ("dates", "begin", "end"),
    [
        ("2012-05-01/2012-05-03", "2012-05-01", "2012-05-03"),
        ("2012-05-01", "2012-05-01", "2012-05-01"),
        ("2013-06", "2013-06", "2013-06 from 2013-06-30"),
        ("spring 2012 from 2012-03-29", "spring 2012 from 2012-03-29", "spring 2012 from 2012-05-31"),
        ("by 2012-11-30", "by 2012-11-30", "by 2012-11-30"),
        ("2008-05-12/2012-11-30 from 2012-11-30",) * 3,
        ("2008-05-12/2012-11-30", "2008-05-12/2012-11-30", "2008-05-12/2012-11-30 from 2012-11-30"),
    ],
)
def test_a_part_begins_and_ends_as_precisely_as_it_is_known(dates: str, begin: str, end: str) -> None:
    known = PartialDate.parse(dates)
    assert (str(begins(known)), str(ends(known))) == (begin, end)
    assert begins(known).counts_from <= ends(known).counts_from


def test_days_of_all_parts_are_certain_days() -> None:
    days = [*certain_days([_part("2012-05-01/2012-05-03"), _part("2013-01-31")])]
    assert days == [date(2012, 5, 1), date(2012, 5, 2), date(2012, 5, 3), date(2013, 1, 31)]


@pytest.mark.parametrize("dates", ["2013-06", "2013", "spring 2012", "by 2012-11-30", "2012-01-01/2012-12-31"])
def test_a_span_in_which_it_was_held_has_no_certain_day(dates: str) -> None:
    assert [*certain_days([_part(dates)])] == []


def test_the_longest_part_that_is_taken_at_its_word() -> None:
    assert len([*certain_days([_part("2012-01-01/2012-02-29")])]) == LONGEST_PART
    assert [*certain_days([_part("2012-01-01/2012-03-01")])] == []
