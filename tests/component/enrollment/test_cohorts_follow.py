"""Cohorts follow their seminars, also when those are corrected."""

from typing import Any
from uuid import UUID, uuid4

from services.enrollment.domain.cohort import COHORT
from services.enrollment.domain.seminar import SEMINAR
from shared.contracts.ids import SYSTEM
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import made_edition, made_person, made_seminar, seated


async def test_a_cohort_opens_with_its_seminar_and_rows_before_that_are_asked_to_come_again(
    service: Enrollment,
) -> None:
    edition, seminar = await made_edition(service), str(uuid4())
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
    seminar = await made_seminar(service, synthetic=True)
    planned, _, _, opened, convened = (await service.journal())[-5:]
    assert (opened.event.type, opened.subject, opened.causation) == ("enrollment.cohort-opened", seminar, planned.id)
    assert (opened.actor, opened.entry, opened.provenance) == (SYSTEM, planned.entry, planned.provenance)
    assert (convened.event.type, str(convened.occurred_on)) == ("enrollment.cohort-convened", "2012-05-01")


async def test_a_corrected_plan_corrects_the_cohort(service: Enrollment) -> None:
    seminar, person = await made_seminar(service), await made_person(service)
    await seated(service, seminar, person, "2012-05-01")
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
    seminar = await made_seminar(service)
    for _ in range(2):
        await seated(service, seminar, await made_person(service), "2012-05-01")
    plan = (await service.state(SEMINAR, seminar)).model_dump(mode="json", exclude={"status"})
    answer = await service.correct("seminar", seminar, {"fact": 1, "content": {**plan, "capacity": {"participant": 1}}})
    assert (answer.status_code, answer.json()["code"]) == (409, "no-seat-left")


async def test_a_start_that_is_retracted_is_retracted_in_the_cohort_and_comes_back(service: Enrollment) -> None:
    seminar = await made_seminar(service)
    assert (await service.correct("seminar", seminar, {"fact": 3, "retract": True})).status_code == 200
    assert (await service.correct("seminar", seminar, {"fact": 2, "retract": True})).status_code == 200
    assert (await service.state(COHORT, seminar)).status == "forming"
    assert (await service.correct("seminar", seminar, {"fact": 2, "occurred_on": "2012-05-02"})).status_code == 200
    assert (await service.state(COHORT, seminar)).status == "in_session"
    said = [event for event in await service.journal() if event.subject == seminar and event.kind == "cohort"]
    assert [event.corrects for event in said] == [None, None, 2, 2]
    assert str(said[-1].occurred_on) == "2012-05-02"
