"""The rows of the data set, counted as the API would count them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from deploy.history.rows import Reading, Row, read
from shared.contracts.dates import PartialDate

BRIEF = date(2013, 7, 31)
FIRST = {"ARG", "AUT", "BIH", "BDI", "CHN", "FIN", "KHM", "LVA", "DEU", "POL", "USA", "GBR"}
SECOND = {"ARG", "BRA", "CHL", "LKA", "SLE", "TJK", "USA"}
LIST_OF_2012 = {"AGO", "ARG", "ARM", "AUT", "BIH", "BRA", "BDI", "KHM", "CAN", "CPV", "CHL", "CHN"}
LATIN_AMERICA = {
    "ARG",
    "BOL",
    "BRA",
    "CHL",
    "COL",
    "CRI",
    "DOM",
    "ECU",
    "SLV",
    "GTM",
    "HND",
    "MEX",
    "NIC",
    "PAN",
    "PRY",
    "PER",
    "URY",
    "VEN",
}


@pytest.fixture(scope="module")
def data() -> Reading:
    return read()


def rows_of(data: Reading, path: str) -> list[Row]:
    return [row for row in data.rows if row.path == path]


def when(row: Row) -> PartialDate:
    return PartialDate.parse(row.body["occurred_on"])


def by(data: Reading, path: str, day: date) -> Iterator[dict[str, Any]]:
    return (dict(row.body) for row in rows_of(data, path) if when(row).counts_from <= day)


def states(data: Reading, day: date, *, documented: bool = False) -> set[str]:
    facts = [fact for fact in by(data, "cohorts/record-delegation", day) if fact["presence"] == "present"]
    facts += by(data, "cohorts/record-participation", day)
    return {fact["state"] for fact in facts if fact["state"] and not (documented and fact["synthetic"])}


def named(data: Reading, path: str, key: str) -> dict[str, Any]:
    return next(dict(row.body) for row in rows_of(data, path) if row.key == key)


def statuses(data: Reading, day: date) -> Counter[str]:
    last: dict[str, str] = {}
    for fact in sorted(
        by(data, "memberships/record", day), key=lambda fact: PartialDate.parse(fact["occurred_on"]).counts_from
    ):
        last[fact["state"]] = fact["status"]
    return Counter(last.values())
