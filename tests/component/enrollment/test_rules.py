"""What holds between aggregates: one place at a time, the last seat once, own networks and states, known references."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.enrollment.domain.cohort import COHORT
from shared.access import Actor
from shared.contracts.ids import ActorId
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import ARGENTINE, made_edition, made_person, made_seminar, seated


async def test_nobody_has_two_places_on_one_day(service: Enrollment) -> None:
    first = await made_seminar(service, "2012-05-01/2012-05-03")
    second = await made_seminar(service, "2012-05-03/2012-05-09", capacity={"participant": 1, "instructor": 1})
    person = await made_person(service)
    await seated(service, first, person, "2012-05-01")
    row = {"seminar": str(second), "person": str(person), "state": "ARG", "occurred_on": "2012-05-03"}
    taken = await service.post("cohorts/record-participation", {**row, "row": "a", "role": "participant"})
    assert (taken.status_code, taken.json()["code"]) == (409, "taken")
    assert taken.json()["holder"] == str(first)
    teaching = await service.post("cohorts/record-participation", {**row, "row": "b", "role": "instructor"})
    assert teaching.status_code == 200


async def test_a_released_seat_and_a_postponed_seminar_free_the_person(service: Enrollment) -> None:
    edition, person = await made_edition(service), await made_person(service)
    plan: dict[str, Any] = {
        "edition": edition,
        "title": "S",
        "capacity": {"participant": 2},
        "occurred_on": "2012-01-01",
    }
    part: dict[str, Any] = {"code": "poland", "place": "O", "dates": "2012-05-01/2012-05-02"}
    one = await service.do("seminars", slug="one", parts=[part], **plan)
    two = await service.do("seminars", slug="two", parts=[part], **plan)
    seat: dict[str, Any] = {"person": str(person), "role": "participant", "state": "ARG", "occurred_on": "2012-02-01"}
    await service.do(f"cohorts/{one}/fill-seat", **seat)
    assert (await service.post(f"cohorts/{two}/fill-seat", seat)).json()["code"] == "taken"
    await service.do(f"seminars/{one}/postpone", occurred_on="2012-03-01")
    await service.do(f"cohorts/{two}/fill-seat", **{**seat, "occurred_on": "2012-03-02"})
    again = await service.post(f"seminars/{one}/replan", {"parts": [part], "occurred_on": "2012-03-03"}, version=2)
    assert (again.status_code, again.json()["code"], again.json()["field"]) == (409, "taken", "parts")
    leave: dict[str, Any] = {"person": str(person), "reason": "withdrawn", "occurred_on": "2012-03-04"}
    await service.do(f"cohorts/{two}/release-seat", **leave)
    await service.do(f"seminars/{one}/replan", version=2, parts=[part], occurred_on="2012-03-05")
    assert f"place:{person}:2012-05-01" in await service.claimed()
    await service.do(f"seminars/{one}/cancel", occurred_on="2012-03-06")
    assert (await service.state(COHORT, one)).status == "dissolved"
    assert not any(claim.startswith("place:") for claim in await service.claimed())


async def test_the_last_seat_and_a_free_day_are_given_once_however_many_ask_at_the_same_time(
    service: Enrollment,
) -> None:
    seminars = [await made_seminar(service, capacity={"participant": 1}) for _ in range(3)]
    people = [await made_person(service) for _ in range(3)]
    seat: dict[str, Any] = {"role": "participant", "state": "ARG", "occurred_on": "2012-05-01"}
    paths = [
        (f"cohorts/{seminar}/fill-seat", {**seat, "person": str(person)}) for seminar in seminars for person in people
    ]
    answers = await asyncio.gather(*(service.post(path, body) for path, body in paths))
    codes = [answer.json().get("code") for answer in answers]
    cohorts = [await service.state(COHORT, seminar) for seminar in seminars]
    seated = [person for cohort in cohorts for person in cohort.seats]
    assert all(len(cohort.seats) <= 1 for cohort in cohorts)
    assert len(set(seated)) == len(seated) == codes.count(None)
    assert set(codes) <= {None, "no-seat-left", "taken"}


async def test_a_seminar_belongs_to_the_network_of_its_edition(service: Enrollment) -> None:
    network = uuid4()
    ours, theirs = await made_edition(service, network=str(network)), await made_edition(service)
    admin = Actor(ActorId(uuid4()), "regional_admin", frozenset({f"network:{network}", "state:ARG"}))
    plan: dict[str, Any] = {"title": "S", "capacity": {"participant": 2}, "occurred_on": "2012-01-01"}
    plan |= {"parts": [{"code": "a", "place": "A", "dates": "2012-05-01"}]}
    foreign = await service.post("seminars", {**plan, "slug": "a", "edition": theirs}, actor=admin)
    assert foreign.status_code == 404
    planned = await service.post("seminars", {**plan, "slug": "b", "edition": ours}, actor=admin)
    assert planned.status_code == 201
    await service.hear()
    cohort = await service.state(COHORT, UUID(planned.json()["id"]))
    assert COHORT.scopes(cohort) == {"secretariat", f"network:{network}"}
    seat: dict[str, Any] = {
        "person": str(await made_person(service)),
        "role": "participant",
        "state": "ARG",
        "occurred_on": "2012-02-01",
    }
    assert (await service.post(f"cohorts/{cohort.id}/fill-seat", seat, actor=admin)).status_code == 200


async def test_an_admin_registers_people_of_their_own_states_only(service: Enrollment) -> None:
    admin = Actor(ActorId(uuid4()), "regional_admin", frozenset({f"network:{uuid4()}", "state:ARG"}))
    answer = await service.post("persons", ARGENTINE, actor=admin)
    assert answer.status_code == 201
    assert UUID(answer.json()["id"]).version == 4
    foreign = await service.post("persons", {**ARGENTINE, "state": "BRA"}, actor=admin)
    assert foreign.status_code == 404
    post: dict[str, Any] = {"state": "BRA", "sector": "justice", "level": "senior"}
    moved = await service.post(f"persons/{answer.json()['id']}/record-post", post, actor=admin)
    assert moved.status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("persons", {**ARGENTINE, "state": "CHL"}, 409, "not-known-here-yet"),
        ("persons", {**ARGENTINE, "occurred_on": "1945-01-01"}, 409, "unknown-state"),
        ("persons", {**ARGENTINE, "name": "A"}, 422, "invalid"),
        ("seminars", {"edition": str(uuid4())}, 409, "unknown-edition"),
        ("seminars", {"occurred_on": "2013-01-01"}, 409, "edition-retired"),
        ("seminars", {"occurred_on": "1999-01-01"}, 409, "unknown-edition"),
    ],
)
async def test_what_a_fact_names_must_be_there(
    service: Enrollment, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    if path == "seminars":
        edition = await made_edition(service, retired_on="2012-12-31")
        part: dict[str, Any] = {"code": "a", "place": "A", "dates": "2013-05-01"}
        body = {"slug": "a", "edition": edition, "title": "S", "capacity": {"participant": 2}, "parts": [part], **body}
    answer = await service.post(path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_seat_is_for_somebody_who_is_known_at_that_date(service: Enrollment) -> None:
    seminar, person = await made_seminar(service, "2007-05-01"), await made_person(service)
    row = {"seminar": str(seminar), "role": "participant", "state": "ARG", "occurred_on": "2007-05-01", "row": "p"}
    for one in (person, uuid4()):
        answer = await service.post("cohorts/record-participation", {**row, "person": str(one)})
        assert (answer.status_code, answer.json()["code"]) == (409, "unknown-person")
