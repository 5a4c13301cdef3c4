"""What holds for every read: dates, pages, parameters, ETags, waiting for one's own writes."""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.gateway.application.questions.question import Question
from services.gateway.application.questions.table import QUESTIONS
from shared.contracts.ids import membership_id, state_id
from shared.contracts.network.membership import MembershipSuspended
from shared.contracts.network.state import Names, StateListed
from tests.component.gateway.public import Public
from tests.component.gateway.story import INITIATIVE, LATIN_AMERICA, MARIA, SENT, story
from tests.support.feed import START

PLACES = {"slug": "latin-america", "iso3": "ARG", "kind": "network", "id": str(LATIN_AMERICA)}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2013-02-30"}, "as_of"),
        ({"as_of": "spring 2012"}, "as_of"),
        ({"as_of": "by 2012-01-01"}, "as_of"),
        ({"as_of": "2012\n"}, "as_of"),
        ({"as_of": "٢٠١٢"}, "as_of"),
        ({"as_of": ""}, "as_of"),
        ({"known_at": "2013-01-01T00:00:00"}, "known_at"),
        ({"known_at": "2013-01-01T25:00:00Z"}, "known_at"),
        ({"known_at": "0001-01-01T00:00:00+23:00"}, "known_at"),
        ({"synthetic": "maybe"}, "synthetic"),
        ({"limit": "51"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"cursor": "abc"}, "cursor"),
        ({"cursor": "!"}, "cursor"),
        ({"status": "happy"}, "status"),
        ({"state": "arg"}, "state"),
        ({"after": "membership/1@2"}, "after"),
        ({"order": "name"}, "?"),
        ({"sort": "size"}, "sort"),
    ],
)
async def test_a_bad_parameter_is_named_with_its_rule(public: Public, given: dict[str, Any], name: str) -> None:
    answer = await public.get("/networks/latin-america/members", **given)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["rule"]) == (name, "bad-parameter")
    assert error["detail"].startswith("must be")


async def test_a_parameter_given_twice_is_refused(public: Public) -> None:
    headers = {"Authorization": f"Bearer {public.tokens['auditor']}"}
    answer = await public.client.get("/api/v1/states?as_of=2012&as_of=2013", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("given", ["2012", "2012-12", "2012-12-31"])
async def test_a_year_or_a_month_means_its_last_day(public: Public, given: str) -> None:
    assert (await public.told("/states", as_of=given))["as_of"] == "2012-12-31"


async def test_a_day_as_known_at_means_its_end(public: Public) -> None:
    answer = await public.told("/states", known_at="2025-12-31")
    assert (answer["known_at"], answer["total"]) == ("2025-12-31T23:59:59.999999Z", 0)


async def test_pages_follow_each_other_and_stand_still(own: Public) -> None:
    first = await own.get("/states", limit=2)
    page = first.json()
    assert [item["iso3"] for item in page["items"]] == ["ARG", "BOL"]
    assert page["total"] == 4
    assert f"cursor={page['next']}" in first.headers["link"]
    feed = story()
    heard = len(feed.said)
    names = Names(**dict.fromkeys(("en", "es", "fr", "pt", "ar"), "Chile"))
    listed = StateListed(iso3="CHL", iso2="CL", names=names, region="latin-america-and-caribbean")
    feed.say("state", state_id("CHL"), listed, "1945")
    await own.hear(feed, heard)
    second = await own.told("/states", limit=2, cursor=page["next"])
    assert [item["iso3"] for item in second["items"]] == ["BRA", "KEN"]
    assert (second["next"], second["total"], second["known_at"]) == (None, 4, page["known_at"])
    assert (await own.told("/states"))["total"] == 5


async def test_a_cursor_is_bound_to_the_reader_the_question_and_the_filters(public: Public) -> None:
    cursor = (await public.told("/states", limit=1))["next"]
    assert (await public.get("/states", limit=3, cursor=cursor)).status_code == 200
    assert (await public.get("/states", "auditor", limit=1, cursor=cursor)).status_code == 400
    assert (await public.get("/states", limit=1, cursor=cursor, region="africa")).status_code == 400
    assert (await public.get("/states", limit=1, cursor=cursor, as_of="2012")).status_code == 400
    assert (await public.get("/sources", limit=1, cursor=cursor)).status_code == 400
    forged = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    assert (await public.get("/states", limit=1, cursor=forged)).status_code == 400


async def test_who_has_the_bytes_is_told_so(public: Public) -> None:
    first = await public.get("/states")
    tag = first.headers["etag"]
    again = await public.get("/states", headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = await public.get("/states", as_of="2012", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


async def test_a_read_waits_for_a_version_and_says_when_it_is_late(own: Public) -> None:
    id = membership_id(LATIN_AMERICA, "ARG")
    there = await own.get("/networks/latin-america/members", after=f"membership/{id}@1")
    assert "lemkin-pending" not in there.headers
    late = await own.get("/networks/latin-america/members", after=f"membership/{id}@2")
    assert (late.status_code, late.headers["lemkin-pending"]) == (200, f"membership/{id}@2")
    feed = story()
    heard = len(feed.said)
    feed.say("membership", id, MembershipSuspended(network=LATIN_AMERICA, state="ARG"), "2016")
    await own.hear(feed, heard)
    now = await own.told("/networks/latin-america/members", after=f"membership/{id}@2")
    assert now["items"][0]["status"] == "suspended"


async def test_the_history_of_an_object_has_every_version_with_its_events(public: Public) -> None:
    versions = await public.items(f"/facts/network/{LATIN_AMERICA}/history")
    conceived, cut, launched = versions
    assert (conceived["valid"], conceived["known"]["to"]) == ({"from": "2011-01-01", "to": None}, cut["known"]["from"])
    assert conceived["closed_by"]["kind"] == "network.network-launched"
    assert cut["valid"] == {"from": "2011-01-01", "to": "2012-03-29"}
    assert launched["valid"] == {"from": "2012-03-29", "to": None}
    assert launched["document"]["status"] == "launched"
    assert launched["opened_by"]["occurred_on"] == "2012-03-29/2012-03-30"


async def test_a_timeline_is_newest_first_and_ends_at_its_date(public: Public) -> None:
    timeline = await public.items("/states/ARG/timeline", as_of="2012-06-30")
    days = [item["occurred_on"] for item in timeline]
    assert days[0] == "2012-06-01"
    assert days[-1] == "1945"
    assert [item["title"] for item in timeline][:1] == ["Focal Point Designated"]
    known = (START + timedelta(seconds=1)).isoformat()
    assert [item["kind"] for item in await public.items("/states/ARG/timeline", known_at=known)] == [
        "network.state-listed"
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
async def test_every_question_is_answered_in_its_shape(public: Public, question: Question) -> None:
    places = PLACES | ({"id": str(INITIATIVE)} if question.name == "initiative" else {})
    places |= {"slug": "first"} if question.name in {"seminar", "seminar_timeline"} else {}
    places |= {"id": str(MARIA)} if question.name == "person" else {}
    places |= {"id": str(SENT)} if question.name == "dispatch" else {}
    given = {"from": "2012", "to": "2013"} if question.name == "changes" else {}
    answer = await public.told(question.path.format(**places), **given)
    # One object says of itself whether it is made up.
    assert set(question.dates) - (set() if question.many else {"synthetic"}) <= set(answer)
    assert "data_as_of" in answer
    if question.many:
        assert {"items", "next", "total"} <= set(answer)
        assert answer["total"] == len(answer["items"])
    json.dumps(answer)
