"""Who sees what: by the token's grant of today, and nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.gateway.adapters.accounts import create_admin, create_token, demo_account, revoke_token
from shared.contracts.ids import seat_id
from shared.contracts.published import CATALOG
from shared.errors import NotFound, RuleBroken
from tests.component.gateway.public import Public
from tests.component.gateway.story import ANNA, INITIATIVE, JUAN, LATIN_AMERICA, MARIA

PERSONS = [str(MARIA), str(JUAN), str(ANNA)]


@pytest.mark.parametrize(
    ("who", "states"),
    [
        ("secretariat", ["ARG", "ARG", "KEN"]),
        ("auditor", ["ARG", "ARG", "KEN"]),
        ("admin.latin-america", ["ARG", "ARG"]),
        ("admin.africa", []),
        ("focal-point.arg", ["ARG", "ARG"]),
    ],
)
async def test_alumni_are_seen_inside_the_grant_only(public: Public, who: str, states: list[str]) -> None:
    answer = await public.told("/alumni", who)
    assert sorted(item["state"] for item in answer["items"]) == states
    assert answer["total"] == len(states)
    foreign = PERSONS if not states else [] if "KEN" in states else [str(ANNA)]
    assert not any(person in str(answer) for person in foreign)
    told = await public.told("/seminars/first", who)
    assert sorted(told["counts_by_state"]) == sorted(set(states))
    assert (await public.told("/states/KEN", who))["alumni"]["total"] == states.count("KEN")


@pytest.mark.parametrize("who", ["reviewer", "operator"])
async def test_roles_that_never_see_alumni_are_told_so(public: Public, who: str) -> None:
    assert (await public.get("/alumni", who)).status_code == 403
    assert (await public.told("/overview", who))["alumni"]["total"] == 3


@pytest.mark.parametrize(
    ("filters", "total"), [({"year": 2009}, 1), ({"sector": "defence"}, 0), ({"edition": "global-government"}, 3)]
)
async def test_alumni_are_found_by_year_sector_and_edition(public: Public, filters: dict[str, Any], total: int) -> None:
    assert (await public.told("/alumni", **filters))["total"] == total


async def test_histories_that_name_persons_stay_inside_the_grant(public: Public) -> None:
    seat = seat_id(LATIN_AMERICA, "ARG")
    for path in (f"/facts/seat/{seat}/history", f"/facts/initiative/{INITIATIVE}/history"):
        for who, status in {
            "admin.latin-america": 200,
            "focal-point.arg": 200,
            "auditor": 200,
            "admin.africa": 404,
            "reviewer": 404,
        }.items():
            assert (await public.get(path, who)).status_code == status, (path, who)
    assert (await public.get(f"/facts/alumnus/{ANNA}/history", "admin.latin-america")).status_code == 404
    assert (await public.get(f"/facts/network/{LATIN_AMERICA}/history", "admin.africa")).status_code == 200


async def test_foreign_nonexistent_and_malformed_are_told_alike(public: Public) -> None:
    answers = [
        await public.get(f"/facts/alumnus/{id}/history", "admin.africa") for id in (MARIA, UUID(int=999), "not-an-id")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1


async def test_only_some_roles_learn_who_recorded_a_fact(public: Public) -> None:
    async def actors(who: str) -> set[str | None]:
        timeline = await public.items("/states/ARG/timeline", who)
        history = await public.items(f"/facts/network/{LATIN_AMERICA}/history", who)
        return {item["actor"] for item in timeline} | {item["opened_by"]["actor"] for item in history}

    assert await actors("auditor") == {str(UUID(int=7))}
    assert await actors("admin.latin-america") == {None}


async def test_the_timeline_shows_facts_of_persons_inside_the_grant_only(public: Public) -> None:
    kinds = {item["kind"] for item in await public.items("/states/ARG/timeline", "admin.africa")}
    assert "network.membership-activated" in kinds
    assert "enrollment.alumnus-recognised" not in kinds
    own = await public.items("/states/ARG/timeline", "focal-point.arg")
    assert "enrollment.alumnus-recognised" in {item["kind"] for item in own}
    assert not any(person in str(own) for person in PERSONS)


async def test_public_events_name_neither_actor_nor_person(public: Public) -> None:
    first = await public.told("/events", "reviewer")
    assert [event["type"] for event in first["items"]][:2] == ["network.source-registered", "network.state-listed"]
    assert len(first["items"]) < 50
    assert not any(name in str(first) for name in [*PERSONS, "'actor'", "'scopes'", "alumnus", "seat-filled"])
    assert "network.focal-point-designated" in {event["type"] for event in first["items"]}
    after = await public.told("/events", after=first["items"][2]["position"])
    assert after["items"] == first["items"][3:]
    end = await public.told("/events", after=first["next"])
    assert (end["items"], end["next"]) == ([], first["next"])


async def test_no_token_no_answer(public: Public) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer lemkin_" + "A" * 43},
        {"Authorization": "Basic x"},
        {"Cookie": "lemkin=x"},
    ):
        answer = await public.client.get("/api/v1/overview", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
    both = await public.get("/overview", headers={"Cookie": "lemkin=x"})
    assert both.status_code == 400


async def test_a_token_ends_by_revocation_by_time_and_with_its_grant(own: Public) -> None:
    handed = await create_token(own.database, "auditor")
    own.tokens["own"] = handed.secret
    assert (await own.get("/overview", "own")).status_code == 200
    await revoke_token(own.database, handed.id)
    assert (await own.get("/overview", "own")).status_code == 401
    with pytest.raises(NotFound):
        await revoke_token(own.database, handed.id)
    async with own.database.transaction() as connection:
        await connection.execute(
            "update tokens set expires = clock_timestamp() where account = $1",
            demo_account("reviewer"),
        )
    assert (await own.get("/overview", "reviewer")).status_code == 401
    with pytest.raises(RuleBroken):
        await create_token(own.database, "auditor", days=91)
    with pytest.raises(NotFound):
        await create_token(own.database, "nobody")


async def test_revoking_a_grant_ends_its_tokens_at_once_and_a_new_grant_does_not_wake_them(own: Public) -> None:
    async with own.database.transaction() as connection:
        grant = await connection.fetchval("select id from aggregates where state ->> 'role' = 'auditor'")
    revoke = await own.post(f"/gateway/access-grants/{grant}/revoke", {"reason": "left"})
    assert revoke.status_code == 200, revoke.text
    assert (await own.get("/overview", "auditor")).status_code == 401
    again = {"account": str(demo_account("auditor")), "role": "auditor"}
    assert (await own.post("/gateway/access-grants", again, **{"Idempotency-Key": "again"})).status_code == 201
    assert (await own.get("/overview", "auditor")).status_code == 401
    own.tokens["auditor"] = (await create_token(own.database, "auditor")).secret
    assert (await own.get("/overview", "auditor")).status_code == 200


async def test_nobody_grants_to_oneself_and_only_the_secretariat_grants(own: Public) -> None:
    mine = {"account": str(demo_account("secretariat")), "role": "operator"}
    answer = await own.post("/gateway/access-grants", mine)
    assert (answer.status_code, answer.json()["code"]) == (409, "own-grant")
    other = {"account": str(UUID(int=5)), "role": "auditor"}
    assert (await own.post("/gateway/access-grants", other, "admin.latin-america")).status_code == 403
    second = {"account": str(demo_account("auditor")), "role": "operator"}
    answer = await own.post("/gateway/access-grants", second, **{"Idempotency-Key": "second"})
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")


async def test_an_admin_account_comes_with_an_invitation_of_three_days(own: Public) -> None:
    handed = await create_admin(own.database, CATALOG)
    assert handed.secret.startswith("lemkin-invitation_")
    async with own.database.transaction() as connection:
        row = await connection.fetchrow("select * from invitations where account = $1", handed.id)
        assert row is not None
        assert (await connection.fetchval("select clock_timestamp()")) < row["expires"]
        assert row["expires"] < await connection.fetchval("select clock_timestamp() + $1", timedelta(hours=72))
        assert handed.secret.encode() not in row["hash"]
        state = await connection.fetchval("select state from aggregates where state ->> 'account' = $1", str(handed.id))
    assert state["role"] == "secretariat"
