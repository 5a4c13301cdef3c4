"""The page, the API and the command line tell the same: today, as of the day of the brief, and of the documented part alone."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.desk import Desk

DATES: tuple[Mapping[str, str], ...] = (
    {},
    {"as_of": "2013-07-31"},
    {"as_of": "2012-04-01", "synthetic": "exclude"},
    {"as_of": "2010-01-01"},
)
BY_NAME = {"sort": "name", "language": "en"}
LISTS: Mapping[str, tuple[str, str, Mapping[str, str], Mapping[str, str], str]] = {
    "members": ("/networks/latin-america", "/networks/latin-america/members", {}, BY_NAME, "state"),
    "seats": ("/seats", "/seats", {"network": "latin-america"}, BY_NAME, "state"),
    "states that took part": ("/states", "/states", {"took_part": "true"}, BY_NAME, "iso3"),
    "states of Africa": ("/states", "/states", {"region": "africa"}, BY_NAME, "iso3"),
    "initiatives": ("/initiatives", "/initiatives", {}, {}, "id"),
    "policies": ("/initiatives", "/initiatives", {"kind": "policy"}, {}, "id"),
    "seminars": ("/seminars", "/seminars", {}, {}, "slug"),
    "networks": ("/networks", "/networks", {}, {}, "slug"),
    "meetings": ("/networks/latin-america/meetings", "/networks/latin-america/meetings", {}, {}, "id"),
    "mechanisms": ("/networks/latin-america/mechanisms", "/networks/latin-america/mechanisms", {}, {}, "id"),
    "alumni of Argentina": ("/people", "/alumni", {"state": "ARG"}, {}, "person"),
}
"""Page, read, filters of both, what the read is asked besides as the page asks it, and the member that the rows link to."""


@pytest.mark.parametrize("dates", DATES, ids=lambda dates: "&".join(dates.values()) or "today")
@pytest.mark.parametrize("name", LISTS)
def test_a_page_lists_what_the_api_lists(desk: Desk, name: str, dates: Mapping[str, str]) -> None:
    path, read, filters, besides, key = LISTS[name]
    given = {**filters, **dates}
    with desk.at("secretariat", scripts=False) as page:
        wanted = [str(item[key]) for item in desk.living.all(read, **given, **besides)]
        address = f"{path}?{urlencode(given)}"
        if page.request.get(address).status == 404:  # the network was not there yet
            assert wanted == []
        else:
            page.goto(address)
            assert _listed(page) == (len(wanted), wanted)


def _listed(page: Page) -> tuple[int, list[str]]:
    """The count in words as a number, and what the rows of all pages of the list lead to."""
    found = re.search(r"[\d,]+", page.locator("#count").first.inner_text())
    total = int(found[0].replace(",", "")) if found else 0
    rows = _rows(page)
    while page.locator("a[rel=next]").count():
        page.goto(str(page.locator("a[rel=next]").get_attribute("href")))
        rows += _rows(page)
    return total, rows


def _rows(page: Page) -> list[str]:
    """The last part of the address that each row leads to."""
    links = page.locator("section:has(#count) tbody th a")
    return [urlsplit(str(link.get_attribute("href"))).path.rpartition("/")[2] for link in links.all()]


@pytest.mark.parametrize("dates", DATES[:2], ids=lambda dates: "&".join(dates.values()) or "today")
def test_the_command_line_tells_the_same(desk: Desk, dates: Mapping[str, str]) -> None:
    as_of = ["--as-of", dates["as_of"]] if "as_of" in dates else []
    asked: list[dict[str, Any]] = desk.living.lemkin_json("ask", "members", "latin-america", *as_of)["items"]
    assert [row["state"] for row in asked] == [
        row["state"] for row in desk.living.all("/networks/latin-america/members", **dates)
    ]


def test_a_pasted_link_shows_the_same(desk: Desk) -> None:
    with desk.at("secretariat") as page:
        page.goto("/states?took_part=true&as_of=2013-07-31")
        links = [str(link.get_attribute("href")) for link in page.locator("main a").all()]
    inside = [link for link in links if link.startswith("/") and not link.startswith("/do/")]
    assert inside
    assert [link for link in inside if parse_qs(urlsplit(link).query).get("as_of") not in (["2013-07-31"], None)] == []
