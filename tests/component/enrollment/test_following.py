"""What follows from what: cohorts follow their seminars, alumni follow graduations, also when those are corrected."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.embedded.databases import Server
from services.enrollment.domain.alumnus import ALUMNUS
from services.enrollment.domain.cohort import COHORT
from services.enrollment.domain.person import PERSON
from services.enrollment.domain.seminar import SEMINAR
from shared.access import Actor
from shared.contracts.ids import SYSTEM, ActorId
from tests.component.enrollment.hearing import Enrollment, enrollment

ARGENTINE = {"state": "ARG", "sector": "justice", "level": "middle", "gender": "female"}


@pytest.fixture
async def service(postgres: Server) -> AsyncIterator[Enrollment]:
    async with enrollment(postgres, ["ARG", "BRA"]) as running:
        yield running


async def _edition(service: Enrollment, **more: Any) -> str:
    body = {"id": str(uuid4()), "slug": f"e-{uuid4()}", "name": "Edition", "sectors": ["justice"], **more}
    return str(await service.record("editions/record", "2000", **body))


async def _seminar(service: Enrollment, dates: str = "2012-05-01/2012-05-03", **more: Any) -> UUID:
    edition = more.pop("edition", None) or await _edition(service)
    body = {"id": str(uuid4()), "slug": f"s-{uuid4()}", "edition": edition, "title": "Seminar", **more}
    part: dict[str, Any] = {"code": "poland", "place": "Oświęcim", "country": "POL", "dates": dates}
    return await service.record("seminars/record", dates, **{"parts": [part], "capacity": {"participant": 2}, **body})


async def _person(service: Enrollment) -> UUID:
    return await service.record("persons/record", "2008-01-01", id=str(uuid4()), **ARGENTINE)


async def _seated(service: Enrollment, seminar: UUID, person: UUID, on: str, role: str = "participant") -> None:
    who = {"seminar": str(seminar), "person": str(person), "role": role, "state": "ARG"}
    await service.record("cohorts/record-participation", on, **who)


async def _graduated(service: Enrollment, seminar: UUID, person: UUID, on: str) -> None:
    await service.record("cohorts/record-graduation", on, seminar=str(seminar), person=str(person))


async def _past_graduation(service: Enrollment, person: UUID, year: int) -> UUID:
    seminar = await _seminar(service, f"{year}-05-01/{year}-05-03")
    await _seated(service, seminar, person, f"{year}-05-01")
    await _graduated(service, seminar, person, f"{year}-05-03")
    return seminar


async def _graduations(service: Enrollment, person: UUID) -> list[tuple[UUID, str]]:
    alumnus = await service.state(ALUMNUS, person)
    return [] if alumnus is None else [(one.seminar, str(one.on)) for one in alumnus.graduations]


async def test_a_cohort_opens_with_its_seminar_and_rows_before_that_are_asked_to_come_again(
    service: Enrollment,
) -> None:
    edition, seminar = await _edition(service), str(uuid4())
    plan: dict[str, Any] = {
        "id": seminar,
        "slug": "s",
        "edition": edition,
        "title": "S",
        "capacity": {"participant": 2},
    }
    plan |= {"parts": [{"code": "poland", "place": "O", "dates": "2012-05-01/2012-05-03"}]}
    row = {"occurred_on": "2012-05-01", "row": "d", "seminar": seminar, "state": "ARG", "presence": "present"}
    await service.post("seminars/record", {"occurred_on": "2012-05-01", "row": "s", **plan})
    early = await service.post("cohorts/record-delegation", row)
    assert (early.status_code, early.json()["code"]) == (409, "not-known-here-yet")
    await service.hear()
    assert (await service.post("cohorts/record-delegation", row)).status_code == 200
    cohort = await service.state(COHORT, UUID(seminar))
    assert (cohort.status, cohort.capacity, cohort.parts[0].code) == ("in_session", {"participant": 2}, "poland")


async def test_what_a_reaction_says_has_its_cause_its_date_and_its_evidence(service: Enrollment) -> None:
    seminar = await _seminar(service, synthetic=True)
    planned, _, _, opened, convened = (await service.journal())[-5:]
    assert (opened.event.type, opened.subject, opened.causation) == ("enrollment.cohort-opened", seminar, planned.id)
    assert (opened.actor, opened.entry, opened.provenance) == (SYSTEM, planned.entry, planned.provenance)
    assert (convened.event.type, str(convened.occurred_on)) == ("enrollment.cohort-convened", "2012-05-01")


async def test_a_corrected_plan_corrects_the_cohort(service: Enrollment) -> None:
    seminar, person = await _seminar(service), await _person(service)
    await _seated(service, seminar, person, "2012-05-01")
    plan = (await service.state(SEMINAR, seminar)).model_dump(mode="json", exclude={"status"})
    part: dict[str, Any] = {"code": "poland", "place": "Oświęcim", "dates": "2012-06-01/2012-06-02"}
    answer = await service.correct("seminar", seminar, {"fact": 1, "content": {**plan, "parts": [part]}})
    assert answer.status_code == 200
    cohort = await service.state(COHORT, seminar)
    assert [str(known.dates) for known in cohort.parts] == ["2012-06-01/2012-06-02"]
    assert {f"place:{person}:2012-06-01", f"place:{person}:2012-06-02"} == {
        claim for claim in await service.claimed() if claim.startswith("place:")
    }


async def test_a_plan_is_not_corrected_below_the_seats_that_are_filled(service: Enrollment) -> None:
    seminar = await _seminar(service)
    for _ in range(2):
        await _seated(service, seminar, await _person(service), "2012-05-01")
    plan = (await service.state(SEMINAR, seminar)).model_dump(mode="json", exclude={"status"})
    answer = await service.correct("seminar", seminar, {"fact": 1, "content": {**plan, "capacity": {"participant": 1}}})
    assert (answer.status_code, answer.json()["code"]) == (409, "no-seat-left")


async def test_a_start_that_is_retracted_is_retracted_in_the_cohort_and_comes_back(service: Enrollment) -> None:
    seminar = await _seminar(service)
    assert (await service.correct("seminar", seminar, {"fact": 3, "retract": True})).status_code == 200
    assert (await service.correct("seminar", seminar, {"fact": 2, "retract": True})).status_code == 200
    assert (await service.state(COHORT, seminar)).status == "forming"
    assert (await service.correct("seminar", seminar, {"fact": 2, "occurred_on": "2012-05-02"})).status_code == 200
    assert (await service.state(COHORT, seminar)).status == "in_session"
    said = [event for event in await service.journal() if event.subject == seminar and event.kind == "cohort"]
    assert [event.corrects for event in said] == [None, None, 2, 2]
    assert str(said[-1].occurred_on) == "2012-05-02"


async def test_nobody_has_two_places_on_one_day(service: Enrollment) -> None:
    first = await _seminar(service, "2012-05-01/2012-05-03")
    second = await _seminar(service, "2012-05-03/2012-05-09", capacity={"participant": 1, "instructor": 1})
    person = await _person(service)
    await _seated(service, first, person, "2012-05-01")
    row = {"seminar": str(second), "person": str(person), "state": "ARG", "occurred_on": "2012-05-03"}
    taken = await service.post("cohorts/record-participation", {**row, "row": "a", "role": "participant"})
    assert (taken.status_code, taken.json()["code"]) == (409, "taken")
    assert taken.json()["holder"] == str(first)
    teaching = await service.post("cohorts/record-participation", {**row, "row": "b", "role": "instructor"})
    assert teaching.status_code == 200


async def test_a_released_seat_and_a_postponed_seminar_free_the_person(service: Enrollment) -> None:
    edition, person = await _edition(service), await _person(service)
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
    seminars = [await _seminar(service, capacity={"participant": 1}) for _ in range(3)]
    people = [await _person(service) for _ in range(3)]
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


async def test_a_second_graduation_makes_no_second_alumnus(service: Enrollment) -> None:
    person = await _person(service)
    first, second = await _past_graduation(service, person, 2010), await _past_graduation(service, person, 2012)
    assert await _graduations(service, person) == [(first, "2010-05-03"), (second, "2012-05-03")]
    said = [event.event.type for event in await service.journal() if event.kind == "alumnus"]
    assert said == ["enrollment.alumnus-recognised", "enrollment.graduation-added"]


async def test_an_earlier_graduation_learned_later_is_what_they_are_recognised_for(service: Enrollment) -> None:
    person = await _person(service)
    later, earlier = await _past_graduation(service, person, 2012), await _past_graduation(service, person, 2010)
    assert await _graduations(service, person) == [(earlier, "2010-05-03"), (later, "2012-05-03")]
    recognised = [event for event in await service.journal() if event.event.type == "enrollment.alumnus-recognised"]
    assert [(event.corrects, str(event.occurred_on)) for event in recognised] == [
        (None, "2012-05-03"),
        (1, "2010-05-03"),
    ]


async def test_a_graduation_that_is_retracted_takes_the_recognition_with_it_and_brings_it_back(
    service: Enrollment,
) -> None:
    person = await _person(service)
    seminar = await _past_graduation(service, person, 2010)
    graduation = len(
        [event for event in await service.journal() if event.subject == seminar and event.kind == "cohort"]
    )
    assert (await service.correct("cohort", seminar, {"fact": graduation, "retract": True})).status_code == 200
    assert await _graduations(service, person) == []
    retraction = (await service.journal())[-1]
    assert (retraction.kind, retraction.corrects, retraction.actor) == ("alumnus", 1, SYSTEM)
    assert retraction.event.model_dump() == {"fact": "enrollment.alumnus-recognised"}
    restored = {"fact": graduation, "occurred_on": "2010-05-04"}
    assert (await service.correct("cohort", seminar, restored)).status_code == 200
    assert await _graduations(service, person) == [(seminar, "2010-05-04")]


async def test_without_the_first_graduation_they_are_recognised_for_the_second(service: Enrollment) -> None:
    person = await _person(service)
    first, second = await _past_graduation(service, person, 2010), await _past_graduation(service, person, 2012)
    assert (await service.correct("cohort", first, {"fact": 5, "retract": True})).status_code == 200
    assert await _graduations(service, person) == [(second, "2012-05-03")]


async def test_a_graduation_that_was_somebody_elses_moves_to_them(service: Enrollment) -> None:
    seminar, wrong, right = await _seminar(service), await _person(service), await _person(service)
    for person in (wrong, right):
        await _seated(service, seminar, person, "2012-05-01")
    await _graduated(service, seminar, wrong, "2012-05-03")
    (graduation,) = [
        event for event in await service.journal() if event.event.type == "enrollment.participant-graduated"
    ]
    (completion,) = [
        event for event in await service.journal() if "completed" in event.event.type and event.kind == "cohort"
    ]
    content = {**graduation.event.model_dump(mode="json"), "person": str(right)}
    changes = [{"fact": completion.sequence, "content": content}, {"fact": graduation.sequence, "content": content}]
    assert (await service.correct("cohort", seminar, *changes)).status_code == 200
    assert await _graduations(service, wrong) == []
    assert await _graduations(service, right) == [(seminar, "2012-05-03")]


async def test_an_alumnus_has_the_sector_of_the_post_they_had_then(service: Enrollment) -> None:
    person = await _person(service)
    await _past_graduation(service, person, 2010)
    post: dict[str, Any] = {"state": "ARG", "sector": "defence", "level": "senior"}
    await service.do(f"persons/{person}/record-post", occurred_on="2011-01-01", **post)
    assert (await service.state(ALUMNUS, person)).graduations[0].sector == "justice"
    await service.do(f"persons/{person}/record-post", occurred_on="2009-01-01", **{**post, "sector": "interior"})
    assert (await service.state(ALUMNUS, person)).graduations[0].sector == "interior"
    assert [post.sector for post in (await service.state(PERSON, person)).posts] == ["justice", "interior", "defence"]


async def test_a_seminar_belongs_to_the_network_of_its_edition(service: Enrollment) -> None:
    network = uuid4()
    ours, theirs = await _edition(service, network=str(network)), await _edition(service)
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
        "person": str(await _person(service)),
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
        edition = await _edition(service, retired_on="2012-12-31")
        part: dict[str, Any] = {"code": "a", "place": "A", "dates": "2013-05-01"}
        body = {"slug": "a", "edition": edition, "title": "S", "capacity": {"participant": 2}, "parts": [part], **body}
    answer = await service.post(path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_seat_is_for_somebody_who_is_known_at_that_date(service: Enrollment) -> None:
    seminar, person = await _seminar(service, "2007-05-01"), await _person(service)
    row = {"seminar": str(seminar), "role": "participant", "state": "ARG", "occurred_on": "2007-05-01", "row": "p"}
    for one in (person, uuid4()):
        answer = await service.post("cohorts/record-participation", {**row, "person": str(one)})
        assert (answer.status_code, answer.json()["code"]) == (409, "unknown-person")
