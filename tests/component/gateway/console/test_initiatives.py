"""The pages of initiatives: table and board of the same rows, overdue by the date of the page, one with its milestones."""

import re
from uuid import uuid4

import pytest

from shared.contracts.network.initiative import InitiativeCompleted
from shared.contracts.network.milestone import (
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.story import INITIATIVE, LATIN_AMERICA, story

PAIR = {"network": LATIN_AMERICA, "state": "ARG"}
ROLES = ("secretariat", "admin.latin-america", "admin.africa", "focal-point.arg", "reviewer", "auditor")
LINK = re.compile(r'href="/initiatives/([0-9a-f-]{36})')


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("query", ["", "as_of=2012-08-01", "as_of=2013-06-30", "stage=underway", "overdue=false"])
async def test_table_and_board_have_the_rows_of_the_api(console: Browsing, role: str, query: str) -> None:
    given = dict(pair.split("=") for pair in query.split("&") if pair)
    told = await console.public.told("/initiatives", role, **given)
    for view in ("table", "board"):
        html = await console.page(f"/initiatives?{query}&view={view}", role)
        assert LINK.findall(html) == [item["id"] for item in told["items"]]
        assert f"{told['total']} initiative" in text_of(html)


async def test_overdue_is_judged_at_the_day_of_the_page(console: Browsing) -> None:
    on_time = text_of(await console.page("/initiatives?as_of=2013-01-01"))
    late = text_of(await console.page("/initiatives?as_of=2013-01-02"))
    assert ("A mechanism overdue" in on_time, "A mechanism overdue" in late) == (False, True)
    assert "0 initiatives" in text_of(await console.page("/initiatives?as_of=2013-01-01&overdue=true"))
    assert "under way" in text_of(await console.page("/initiatives?view=board&as_of=2013-01-02"))


async def test_the_board_counts_what_the_filters_leave(console: Browsing) -> None:
    board = text_of(await console.page("/initiatives?view=board"))
    counts = await console.public.told("/counts/initiatives")
    assert counts["by_stage"] == {"underway": {"total": 1, "documented": 1, "synthetic": 0}}
    assert "under way 1 1 documented, 0 synthetic" in board
    empty = text_of(await console.page("/initiatives?view=board&state=BRA"))
    assert "No initiative matches" in empty


async def test_milestones_are_told_with_their_moves(own_console: Browsing) -> None:
    feed, known = story(), len(story().said)
    scopes = ("secretariat", f"network:{LATIN_AMERICA}", "state:ARG")
    for event, on in (
        (MilestoneRescheduled(**PAIR, code="first", planned="2014-05-01", reason="An election"), "2013-02-01"),
        (MilestoneMissed(**PAIR, code="first"), "2014-06-01"),
        (MilestonePlanned(**PAIR, code="second", title="A second step", planned="spring 2013"), "2013-01-05"),
        (MilestoneReached(**PAIR, code="second"), "2013-04-01"),
        (MilestonePlanned(**PAIR, code="third", title="A third step", planned="2020"), "2013-01-05"),
        (MilestoneDropped(**PAIR, code="third", reason="No money"), "2015-01-01"),
    ):
        feed.say("initiative", INITIATIVE, event, on, scopes=scopes)
    await own_console.public.hear(feed, known)
    text = text_of(await own_console.page(f"/initiatives/{INITIATIVE}"))
    for told in (
        "A first step 1 May 2014 missed overdue 1 June 2014",
        "from 1 January 2013 to 1 May 2014: An election",
        "A second step spring 2013 reached 1 April 2013",
        "A third step 2020 dropped 1 January 2015 No money",
        "Proposed by focal point",
    ):
        assert told in text, told
    then = text_of(await own_console.page(f"/initiatives/{INITIATIVE}?as_of=2013-03-01"))
    assert "A first step 1 May 2014 planned from" in then
    feed.say("initiative", INITIATIVE, InitiativeCompleted(**PAIR), "2015-06-01", scopes=scopes)
    await own_console.public.hear(feed, len(feed.said) - 1)
    assert "overdue" not in text_of(await own_console.page(f"/initiatives/{INITIATIVE}"))
    assert "2 of 2" not in text_of(await own_console.page("/initiatives"))
    assert "1 of 2 reached" in text_of(await own_console.page("/initiatives"))


async def test_acts_and_history_are_for_who_has_them(console: Browsing) -> None:
    path = f"/initiatives/{INITIATIVE}"
    admin, foreign = await console.page(path, "admin.latin-america"), await console.page(path, "admin.africa")
    assert f"/do/network/initiatives/{INITIATIVE}/plan-milestone" in admin
    assert f"/history/initiative/{INITIATIVE}" in admin
    assert f"/history/initiative/{INITIATIVE}" not in foreign
    assert "/do/" not in await console.page(path, "auditor")
    assert "/do/" not in await console.page(f"{path}?as_of=2013-01-01", "admin.latin-america")


async def test_what_is_not_there_is_not_found(console: Browsing) -> None:
    for path in (f"/initiatives/{uuid4()}", "/initiatives/seven", f"/initiatives/{INITIATIVE}?as_of=2012-06-30"):
        assert (await console.open(path)).status_code == 404
    assert (await console.open("/initiatives?view=cube")).status_code == 400
    part = await console.open(f"/initiatives/{INITIATIVE}", hx_request_type="partial", hx_target="section#milestones")
    assert part.text.startswith('<section id="milestones"')
