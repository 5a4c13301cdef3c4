"""What needs somebody: silent members, overdue initiatives, open seats; and what is counted equals what is listed."""

from typing import Any
from uuid import UUID

import pytest

from shared.contracts.ids import membership_id
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.initiative import InitiativeProposed
from shared.contracts.network.membership import MembershipSuspended
from shared.contracts.network.milestone import MilestonePlanned, MilestoneReached
from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA, story

PAIR = {"network": LATIN_AMERICA, "state": "BRA"}
SCOPES = ("secretariat", f"network:{LATIN_AMERICA}", "state:BRA")
OTHER = UUID(int=0xD2)


async def _silent(public: Public, as_of: str, months: int = 12, **given: Any) -> list[str]:
    told = await public.told("/states", silent=months, as_of=as_of, **given)
    assert told["total"] == len(told["items"])
    return [item["iso3"] for item in told["items"]]


@pytest.mark.parametrize(
    ("as_of", "months", "silent"),
    [
        ("2012-03-30", 12, []),  # all three began on the day before
        ("2013-03-29", 12, ["BOL", "BRA"]),  # a year later; Argentina did something in September
        ("2013-03-28", 12, []),
        ("2013-09-01", 12, ["ARG", "BOL", "BRA"]),
        ("2013-08-31", 12, ["BOL", "BRA"]),
        ("2013-09-01", 24, []),
        ("2016-12-31", 12, ["ARG", "BRA"]),  # Bolivia is no member any more
    ],
)
async def test_members_without_an_act_of_their_own_are_silent(
    public: Public, as_of: str, months: int, silent: list[str]
) -> None:
    assert await _silent(public, as_of, months) == silent
    mapped = await public.told("/map/states", silent=months, as_of=as_of)
    assert [item["iso3"] for item in mapped["items"]] == silent
    assert await _silent(public, as_of, months, network="african-union") == []


async def test_the_last_act_is_told_as_of_the_day(public: Public) -> None:
    async def last(as_of: str) -> tuple[str, str] | None:
        (item,) = [one for one in await public.items("/states", as_of=as_of) if one["iso3"] == "ARG"]
        sign = item["last_sign"]
        return (sign["kind"], sign["on"]) if sign else None

    assert await last("2007") is None
    assert await last("2008-12-31") == ("enrollment.delegation-recorded", "2008-05-12")
    assert await last("2012-06-30") == ("network.focal-point-designated", "2012-06-01")
    assert (await last("2020")) == ("network.milestone-planned", "2012-09-01")


async def test_what_befalls_a_state_or_was_taken_back_is_no_act(own: Public) -> None:
    feed, known = story(), len(story().said)
    suspended = MembershipSuspended(network=LATIN_AMERICA, state="BRA")
    feed.say("membership", membership_id(LATIN_AMERICA, "BRA"), suspended, "2016-06-01", scopes=SCOPES)
    await own.hear(feed, known)
    assert "BRA" in await _silent(own, "2016-12-31")
    proposed = InitiativeProposed(**PAIR, kind="policy", title="A plan", proposer_kind="focal-point", proposer=OTHER)
    fact = feed.say("initiative", OTHER, proposed, "2016-09-01", scopes=SCOPES)
    await own.hear(feed, known + 1)
    assert "BRA" not in await _silent(own, "2016-12-31")
    before = fact.recorded.isoformat()
    feed.say("initiative", OTHER, NetworkFactRetracted(fact=fact.event.type), "2016-09-01", corrects=fact.sequence)
    await own.hear(feed, known + 2)
    assert "BRA" in await _silent(own, "2016-12-31")
    assert "BRA" not in await _silent(own, "2016-12-31", known_at=before)


async def test_an_initiative_is_overdue_after_the_last_day_of_a_step(own: Public) -> None:
    feed, known = story(), len(story().said)
    proposed = InitiativeProposed(**PAIR, kind="policy", title="A plan", proposer_kind="focal-point", proposer=OTHER)
    feed.say("initiative", OTHER, proposed, "2013-01-01", scopes=SCOPES)
    feed.say(
        "initiative", OTHER, MilestonePlanned(**PAIR, code="a", title="A", planned="spring 2014"), "2013", scopes=SCOPES
    )
    feed.say("initiative", OTHER, MilestoneReached(**PAIR, code="a"), "2015-01-01", scopes=SCOPES)
    await own.hear(feed, known)

    async def overdue(as_of: str) -> list[str]:
        told = await own.items("/initiatives", overdue="true", as_of=as_of)
        others = await own.items("/initiatives", overdue="false", as_of=as_of)
        assert {one["id"] for one in told}.isdisjoint({one["id"] for one in others})
        return [one["state"] for one in told]

    assert await overdue("2014-05-31") == ["ARG"]
    assert await overdue("2014-06-01") == ["ARG", "BRA"]
    assert await overdue("2015-01-01") == ["ARG"]
    (told,) = [one for one in await own.items("/initiatives", as_of="2014-06-01") if one["state"] == "BRA"]
    assert [(step["due"], step["overdue"]) for step in told["milestones"]] == [("2014-05-31", True)]


@pytest.mark.parametrize("given", [{}, {"as_of": "2012-08-01"}, {"state": "ARG"}, {"kind": "training"}])
async def test_counts_are_those_of_the_lists(public: Public, given: dict[str, str]) -> None:
    counts = await public.told("/counts/initiatives", **given)
    assert counts["initiatives"]["total"] == (await public.told("/initiatives", **given))["total"]
    for stage, figure in counts["by_stage"].items():
        assert figure["total"] == (await public.told("/initiatives", stage=stage, **given))["total"]
    filters = {name: value for name, value in given.items() if name != "kind"}
    for role in ("secretariat", "admin.latin-america"):
        alumni = await public.told("/counts/alumni", role, **filters)
        assert alumni["alumni"]["total"] == (await public.told("/alumni", role, **filters))["total"]
        for name in ("state", "sector", "year"):
            for value, figure in alumni[f"by_{name}"].items():
                listed = await public.told("/alumni", role, **{**filters, name: value})
                assert figure["total"] == listed["total"], (name, value)


async def test_open_seats_are_due_or_vacant_ones(public: Public) -> None:
    async def seats(**given: str) -> list[tuple[str, str]]:
        return [(seat["state"], seat["status"]) for seat in await public.items("/seats", **given)]

    assert await seats(status="open", as_of="2012-07-01") == [("BOL", "due"), ("BRA", "due")]
    assert await seats(status="open") == [("BOL", "vacant"), ("BRA", "vacant")]
    assert await seats(status="open", member="true") == [("BRA", "vacant")]
    assert await seats(member="false") == [("BOL", "vacant")]


async def test_what_arrived_last_comes_first_and_names_nobody(public: Public) -> None:
    told = await public.items("/latest")
    assert len(told) == 10
    assert told[0]["kind"] == "network.milestone-planned"
    assert {one["kind"].partition(".")[0] for one in told} <= {"network", "enrollment"}
    assert {one["state"] for one in await public.items("/latest", state="BOL")} == {"BOL"}
    networks = {one["network"] for one in await public.items("/latest", network="latin-america")}
    assert networks == {"latin-america"}
    assert all(one["occurred_on"] <= "2008" for one in await public.items("/latest", as_of="2007-12-31"))
    assert await public.items("/latest", known_at="2000-01-01T00:00:00Z") == []
