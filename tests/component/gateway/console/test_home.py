"""Home: by role what needs somebody, each card with the count of its list; what fails, fails alone."""

import re
from html import unescape
from typing import Any

import pytest

from services.gateway.adapters.reads import Reads
from services.gateway.application.questions.ask import Found
from tests.component.gateway.console.browsing import Browsing, text_of

CARD = re.compile(r'<li class="card">(.*?)</li>', re.DOTALL)
ROLES = ("secretariat", "auditor", "admin.latin-america", "admin.africa", "focal-point.arg")


def cards(html: str) -> list[tuple[str, str]]:
    """What each card counts, and where it leads."""
    found = []
    for card in CARD.findall(html):
        count, path = re.search(r"<b[^>]*>([^<]*)</b>", card), re.search(r'<a [^>]*href="([^"]+)"', card)
        assert path, card
        found.append((count[1] if count else "", unescape(path[1])))
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("query", ["", "?as_of=2012-12-31", "?as_of=2014-06-30", "?synthetic=exclude"])
async def test_each_count_is_that_of_its_list(console: Browsing, role: str, query: str) -> None:
    shown = cards(await console.page(f"/{query}", role))
    for count, path in shown:
        listed = await console.page(path, role)
        total = re.search(r'id="count">(\d+)', listed)
        assert total, path
        assert total[1] == count, path
        assert query[1:] in path


@pytest.mark.parametrize("role", ROLES)
async def test_beside_it_stands_the_count_by_documented_facts_alone(console: Browsing, role: str) -> None:
    html = await console.page("/", role)
    for card, (_, path) in zip(CARD.findall(html), cards(html), strict=True):
        told = re.search(r"(\d+) by documented facts alone", card)
        listed = re.search(r'id="count">(\d+)', await console.page(f"{path}&synthetic=exclude", role))
        assert told
        assert listed
        assert told[1] == listed[1]
    assert "by documented facts alone" not in await console.page("/?synthetic=only", role)


async def test_whoever_has_a_network_sees_only_that(console: Browsing) -> None:
    own = await console.page("/", "admin.latin-america")
    assert cards(own) == [
        ("2", "/states?member=true&silent=12&network=latin-america"),
        ("1", "/seats?status=open&member=true&network=latin-america"),
        ("1", "/initiatives?overdue=true&network=latin-america"),
    ]
    other = await console.page("/", "admin.africa")
    assert [count for count, _ in cards(other)] == ["0", "0", "0"]
    assert "Nothing needs you today" in text_of(other)
    assert "ARG" not in other
    assert "Argentina" not in other


async def test_before_the_own_network_was_there_nothing_of_others_is_shown(console: Browsing) -> None:
    html = await console.page("/?as_of=2012-12-31", "admin.africa")
    assert cards(html) == []
    assert "Nothing was recorded by this date." in text_of(html)
    assert "/states/ARG" not in html


async def test_silent_states_lead_to_their_evidence_in_two_clicks(console: Browsing) -> None:
    (_, silent), *_ = cards(await console.page("/", "admin.latin-america"))
    listed = await console.page(silent, "admin.latin-america")
    assert 'href="/states/BRA"' in listed
    assert "membership began" in text_of(await console.page("/states/BRA", "admin.latin-america")).lower()


async def test_a_focal_point_sees_the_own_seat(console: Browsing) -> None:
    html = await console.page("/", "focal-point.arg")
    assert cards(html)[0] == ("1", "/seats?state=ARG")
    assert "without activity" not in text_of(html)


async def test_a_reviewer_has_no_cards_and_what_comes_next(console: Browsing) -> None:
    text = text_of(await console.page("/", "reviewer"))
    assert "Nothing needs you today" in text
    assert "Next seminars" in text


async def test_an_operator_sees_figures_of_the_whole_and_no_fact(console: Browsing) -> None:
    html = await console.page("/", "operator")
    assert [path for _, path in cards(html)] == ["/operations", "/operations", "/operations/dead-letters"]
    assert [count for count, _ in cards(html)] == ["0", "0", "0"]
    assert "Latest facts" not in html
    assert "Argentina" not in html
    console.public.network.down = True
    assert [count for count, _ in cards(await console.page("/", "operator"))] == ["1", "0", "0"]


async def test_what_fails_fails_alone(console: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    find = Reads.find

    async def failing(self: Reads, name: str, values: Any) -> Found:
        if name == "seats":
            raise RuntimeError("made up")
        return await find(self, name, values)

    monkeypatch.setattr(Reads, "find", failing)
    html = await console.page("/", "admin.latin-america")
    assert [count for count, _ in cards(html)] == ["2", "", "1"]
    assert "cannot be told right now" in text_of(html)
    assert "Latest facts" in html


async def test_the_past_is_told_as_the_past(console: Browsing) -> None:
    text = text_of(await console.page("/?as_of=2008-06-30"))
    assert "Nothing needed you then." in text
    part = await console.open("/", hx_request_type="partial", hx_target="div#needs")
    assert part.text.startswith('<div id="needs"')
