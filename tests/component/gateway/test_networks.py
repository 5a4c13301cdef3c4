"""Networks and their members, asked as of dates, as known at times."""

from datetime import timedelta
from typing import Any

from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA, MARIA, story, suspended_by_mistake
from tests.support.feed import START


async def states(public: Public, **given: Any) -> list[str]:
    return [item["state"] for item in await public.items("/networks/latin-america/members", **given)]


async def test_members_are_those_of_the_day(public: Public) -> None:
    assert await states(public, as_of="2012-03-28") == []
    assert await states(public, as_of="2012-03-29") == ["ARG", "BOL", "BRA"]
    assert await states(public, as_of="2014") == ["ARG", "BOL", "BRA"]
    assert await states(public, as_of="2015-01-01") == ["ARG", "BRA"]
    assert await states(public, as_of="2015-01-01", status="inactive") == ["BOL"]
    assert await states(public) == ["ARG", "BRA"]


async def test_a_member_tells_its_period_and_its_focal_point(public: Public) -> None:
    arg, bol, _ = await public.items("/networks/latin-america/members", as_of="2012-12-31")
    assert {"status": "active", "since": "2012-03-29/2012-03-30", "until": None, "version": 1}.items() <= arg.items()
    assert arg["focal_point"] == {"status": "seated", "due": None}
    assert bol["focal_point"] == {"status": "due", "due": "2013-03-30"}
    assert [source["page"] for source in arg["sources"]] == ["3"]
    later = await public.items("/networks/latin-america/members", as_of="2013-03-31")
    assert later[1]["focal_point"] == {"status": "vacant", "due": "2013-03-30"}


async def test_a_mistake_is_known_only_while_it_was_known(own: Public) -> None:
    feed = story()
    heard = len(feed.said)
    suspended_by_mistake(feed)
    await own.hear(feed, heard)
    status = {"as_of": "2014-06-01", "status": "suspended"}
    recorded, retracted = (START + timedelta(seconds=heard + n) for n in range(2))
    assert await states(own, **status) == []
    assert await states(own, **status, known_at=recorded.isoformat()) == ["BRA"]
    assert await states(own, **status, known_at=(recorded - timedelta(microseconds=1)).isoformat()) == []
    assert await states(own, **status, known_at=retracted.isoformat()) == []


async def test_networks_count_their_members(public: Public) -> None:
    africa, latin_america = await public.items("/networks", as_of="2013-07-31")
    assert (africa["slug"], africa["status"], africa["members"]["total"]) == ("african-union", "under_development", 0)
    assert latin_america["members"] == {"total": 3, "documented": 3, "synthetic": 0}
    one = await public.told("/networks/latin-america", as_of="2013-07-31")
    assert one["launched"] == "2012-03-29/2012-03-30"
    assert one == await public.told(f"/networks/{LATIN_AMERICA}", as_of="2013-07-31")
    assert one["members"]["total"] == 3


async def test_seats_tell_whether_they_are_filled_and_not_by_whom(public: Public) -> None:
    arg, bol, bra = await public.items("/networks/latin-america/seats", as_of="2012-12-31")
    assert [seat["status"] for seat in (arg, bol, bra)] == ["seated", "due", "due"]
    assert arg["seats"][0]["since"] == "2012-06-01"
    assert "person" not in arg["seats"][0]
    assert [seat["state"] for seat in await public.items("/seats", as_of="2012-12-31", status="seated")] == ["ARG"]
    assert [seat["state"] for seat in await public.items("/seats", as_of="2013-04-01", status="vacant")] == [
        "BOL",
        "BRA",
    ]


async def test_changes_between_two_days_name_the_events_behind(public: Public) -> None:
    path = "/networks/latin-america/changes"
    joined = await public.items(path, from_="2012-03-28", to="2012-04-01")
    assert [(change["change"], change["state"]) for change in joined] == [
        *(("joined", iso3) for iso3 in ("ARG", "BOL", "BRA")),
        *(("seat", iso3) for iso3 in ("ARG", "BOL", "BRA")),
    ]
    assert [event["kind"] for event in joined[0]["events"]] == ["network.membership-activated"]
    assert joined[0]["sources"][0]["title"] == "A press release"
    later = await public.items(path, from_="2012-04-01", to="2015-12-31")
    assert [(change["change"], change["state"], change["occurred_on"]) for change in later] == [
        ("initiative", "ARG", "2012-09-01"),
        ("left", "BOL", "2015"),
        ("seat", "ARG", "2012-06-01"),
    ]
    assert str(MARIA) not in str(later)
    assert await public.items(path, from_="2016", to="2017") == []


async def test_an_unknown_network_is_not_found_and_one_not_yet_there_is_empty(public: Public) -> None:
    assert (await public.get("/networks/atlantis/members")).status_code == 404
    assert (await public.get("/networks/Not a slug/members")).status_code == 404
    assert (await public.get("/networks/latin-america/members", as_of="2008")).json()["total"] == 0
    assert (await public.get("/networks/latin-america", as_of="2008")).status_code == 404
