"""Alumni follow graduations: people are counted once, whatever is learned and corrected later."""

from typing import Any
from uuid import UUID

from services.enrollment.domain.alumnus import ALUMNUS
from services.enrollment.domain.person import PERSON
from shared.contracts.ids import SYSTEM
from tests.component.enrollment.hearing import Enrollment
from tests.component.enrollment.making import graduated, made_person, made_seminar, seated


async def _past_graduation(service: Enrollment, person: UUID, year: int) -> UUID:
    seminar = await made_seminar(service, f"{year}-05-01/{year}-05-03")
    await seated(service, seminar, person, f"{year}-05-01")
    await graduated(service, seminar, person, f"{year}-05-03")
    return seminar


async def _graduations(service: Enrollment, person: UUID) -> list[tuple[UUID, str]]:
    alumnus = await service.state(ALUMNUS, person)
    return [] if alumnus is None else [(one.seminar, str(one.on)) for one in alumnus.graduations]


async def test_a_second_graduation_makes_no_second_alumnus(service: Enrollment) -> None:
    person = await made_person(service)
    first, second = await _past_graduation(service, person, 2010), await _past_graduation(service, person, 2012)
    assert await _graduations(service, person) == [(first, "2010-05-03"), (second, "2012-05-03")]
    said = [event.event.type for event in await service.journal() if event.kind == "alumnus"]
    assert said == ["enrollment.alumnus-recognised", "enrollment.graduation-added"]


async def test_an_earlier_graduation_learned_later_is_what_they_are_recognised_for(service: Enrollment) -> None:
    person = await made_person(service)
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
    person = await made_person(service)
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
    person = await made_person(service)
    first, second = await _past_graduation(service, person, 2010), await _past_graduation(service, person, 2012)
    assert (await service.correct("cohort", first, {"fact": 5, "retract": True})).status_code == 200
    assert await _graduations(service, person) == [(second, "2012-05-03")]


async def test_a_graduation_that_was_somebody_elses_moves_to_them(service: Enrollment) -> None:
    seminar, wrong, right = await made_seminar(service), await made_person(service), await made_person(service)
    for person in (wrong, right):
        await seated(service, seminar, person, "2012-05-01")
    await graduated(service, seminar, wrong, "2012-05-03")
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
    person = await made_person(service)
    await _past_graduation(service, person, 2010)
    post: dict[str, Any] = {"state": "ARG", "sector": "defence", "level": "senior"}
    await service.do(f"persons/{person}/record-post", occurred_on="2011-01-01", **post)
    assert (await service.state(ALUMNUS, person)).graduations[0].sector == "justice"
    await service.do(f"persons/{person}/record-post", occurred_on="2009-01-01", **{**post, "sector": "interior"})
    assert (await service.state(ALUMNUS, person)).graduations[0].sector == "interior"
    assert [post.sector for post in (await service.state(PERSON, person)).posts] == ["justice", "interior", "defence"]
