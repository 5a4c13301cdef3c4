"""Where states stand: list and map answer alike, also by edition and year; timelines tell their sources."""

from typing import Any

import pytest

from services.gateway.application.questions.networks import MEMBERSHIP
from shared.contracts.ids import membership_id
from shared.contracts.network.dispute import FactDisputed
from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA, SEMINAR, SOURCE, story

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"region": "africa"},
    {"network": "latin-america"},
    {"member": "false"},
    {"took_part": "true"},
    {"took_part": "false", "network": "latin-america"},
    {"edition": "global-government"},
    {"edition": "global-government", "took_part": "false"},
    {"year": "2008"},
    {"year": "2009"},
    *({"status": status} for status in MEMBERSHIP),
    {"status": "inactive", "network": "latin-america"},
    {"status": "inactive", "member": "true"},
)
DATES: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2013-07-31"},
    {"as_of": "2008-05-11"},
    {"synthetic": "exclude"},
    {"synthetic": "only"},
)


@pytest.mark.parametrize("dates", DATES, ids=str)
async def test_list_and_map_name_the_same_states(public: Public, dates: dict[str, str]) -> None:
    for given in FILTERS:
        listed = await public.told("/states", **given, **dates)
        placed = (await public.told("/map/states", **given, **dates))["items"]
        rows = {row["iso3"]: row for row in listed["items"]}
        assert [place["iso3"] for place in placed] == list(rows), given
        for place in placed:
            assert place["took_part"] == rows[place["iso3"]]["took_part"]
            assert place["standing"] == _standing(rows[place["iso3"]], given.get("network"))


def _standing(row: dict[str, Any], network: str | None) -> str:
    """The same again, from the row of the list."""
    statuses = {one["status"] for one in row["memberships"] if network in (None, one["network"])}
    if statuses & {"active", "suspended"}:
        return "member"
    if statuses & {"invited", "intent_declared", "accession_pending"}:
        return "pending"
    return "took_part" if row["took_part"] else "none"


async def test_taking_part_is_asked_of_an_edition_and_a_year(public: Public) -> None:
    for given in ({"edition": "global-government"}, {"year": "2008"}, {"edition": "global-government", "year": "2008"}):
        assert [row["iso3"] for row in await public.items("/states", **given)] == ["ARG", "KEN"]
    assert await public.items("/states", year="2009") == []
    assert await public.items("/states", edition="nothing") == []
    (edition,) = await public.items("/editions")
    (held,) = edition["years"]
    assert (held["year"], held["seminars"]["total"]) == (2008, 1)
    assert held["states"] == {"total": 2, "documented": 1, "synthetic": 1}
    (documented,) = await public.items("/editions", synthetic="exclude")
    assert documented["years"][0]["states"]["total"] == len(
        await public.items("/states", year="2008", synthetic="exclude")
    )


async def test_the_timeline_of_a_seminar_names_nobody_and_tells_its_sources(public: Public) -> None:
    told = await public.told("/seminars/first/timeline")
    assert told["items"][0]["kind"] == "enrollment.seminar-completed"
    assert {item["object"] for item in told["items"]} == {"seminar", "cohort"}
    assert {item["id"] for item in told["items"]} == {str(SEMINAR)}
    assert not {item["kind"] for item in told["items"]} & {"enrollment.seat-filled", "enrollment.participant-graduated"}
    (came,) = [item for item in told["items"] if item["kind"] == "enrollment.delegation-recorded"]
    assert (came["state"], came["source_told"]) == ("ARG", {"title": "A press release", "address": "press.example"})
    assert (await public.get("/seminars/nowhere/timeline")).status_code == 404
    assert await public.items("/seminars/first/timeline", as_of="2008-05-11") == []


async def test_a_state_tells_what_a_source_says_against_it_whatever_the_day(own: Public) -> None:
    feed = story()
    first = len(feed.said)
    about = membership_id(LATIN_AMERICA, "ARG")
    disputed = FactDisputed(about_kind="membership", about_id=about, text="Says that it joined in 2014")
    feed.say("dispute", about, disputed, "2014", source=SOURCE)
    await own.hear(feed, first)
    told = await own.told("/states/ARG", as_of="2013")
    (said,) = told["disputes"]
    assert (said["about_id"], said["says"], said["title"]) == (
        str(about),
        "Says that it joined in 2014",
        "A press release",
    )
    assert told["references"][str(SOURCE)]["title"] == "A press release"
    assert (await own.told("/states/BRA"))["disputes"] == []
    assert (await own.told("/states/ARG", known_at="2026-01-01T12:00:01Z"))["disputes"] == []
