"""Facts that nobody gets a mail about and that are somebody's task; and that a task ends with what it is about."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.enrollment.facts import EnrollmentFactRetracted
from shared.contracts.enrollment.person import PersonRegistered, PostTakenUp
from shared.contracts.enrollment.words import Gender, Level, Sector
from shared.contracts.event import Entry, Event
from shared.contracts.ids import SYSTEM, seat_id
from shared.contracts.network.agreement import (
    AgreementExpired,
    AgreementResumed,
    AgreementSuspended,
    AgreementTerminated,
)
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.focal_point_seat import FocalPointStoodDown, SeatKind
from tests.component.notifications.post_office import TODAY, Office


def _registered(state: str) -> PersonRegistered:
    return PersonRegistered(state=state, sector=Sector.JUSTICE, level=Level.SENIOR, gender=Gender.FEMALE)


async def _statuses(post: Office, kind: str) -> list[str]:
    return sorted(task["status"] for task in await post.states("task") if task["kind"] == kind)


async def test_a_correction_that_moves_somebody_seated_is_a_task_for_each_seat(post: Office) -> None:
    one, two = await post.network("One"), await post.network("Two")
    person, _ = await post.person("KEN", "en")
    for network in (one, two):
        await post.seat(network, "KEN", person)
    await post.hear("person", person, _registered("KEN"), corrects=1)
    assert await _statuses(post, "seated-elsewhere") == []
    await post.hear("person", person, _registered("UGA"), corrects=1)
    await post.hear("person", person, _registered("TZA"), corrects=1)
    tasks = [task for task in await post.states("task") if task["kind"] == "seated-elsewhere"]
    assert {(task["network"], task["about"]) for task in tasks} == {
        (str(network), str(seat_id(network, "KEN"))) for network in (one, two)
    }
    assert {(task["about_kind"], task["state"], task["person"]) for task in tasks} == {("seat", "KEN", str(person))}
    assert len(tasks) == 2


async def test_a_post_that_is_taken_back_moves_somebody_too(post: Office) -> None:
    network = await post.network("Net")
    person, _ = await post.person("UGA", "en")
    taken = PostTakenUp(state="KEN", sector=Sector.JUSTICE, level=Level.SENIOR)
    said = await post.hear("person", person, taken)
    await post.seat(network, "KEN", person)
    await post.hear("person", person, EnrollmentFactRetracted(fact=taken.type), corrects=said.sequence)
    assert await _statuses(post, "seated-elsewhere") == ["raised"]


async def test_who_left_the_seat_may_be_of_another_state(post: Office) -> None:
    network = await post.network("Net")
    person, _ = await post.person("KEN", "en")
    await post.seat(network, "KEN", person)
    left = FocalPointStoodDown(network=network, state="KEN", kind=SeatKind.NATIONAL, person=person)
    await post.hear("seat", seat_id(network, "KEN"), left)
    await post.hear("person", person, _registered("UGA"), corrects=1)
    assert await _statuses(post, "seated-elsewhere") == []


def _of(event: type[Event], network: UUID | None) -> Event:
    reason = {"reason": "Elections"} if "reason" in event.model_fields else {}
    return event.model_validate({"body": uuid4(), "network": network, **reason})


async def test_an_agreement_that_rests_is_a_task_until_it_goes_on(post: Office) -> None:
    network, agreement = uuid4(), uuid4()
    suspended = await post.hear("agreement", agreement, _of(AgreementSuspended, network))
    (task,) = await post.states("task")
    assert (task["kind"], task["about_kind"], task["about"]) == ("agreement-suspended", "agreement", str(agreement))
    assert (task["network"], task["cause"]) == (str(network), str(suspended.id))
    await post.hear("agreement", agreement, _of(AgreementResumed, network))
    await post.hear("agreement", agreement, _of(AgreementSuspended, network))
    assert await _statuses(post, "agreement-suspended") == ["raised", "resolved"]
    await post.hear("agreement", agreement, _of(AgreementTerminated, network))
    assert await _statuses(post, "agreement-suspended") == ["resolved", "resolved"]


async def test_an_agreement_of_no_network_that_ran_out_is_the_secretariats_task(post: Office) -> None:
    agreement = uuid4()
    await post.hear("agreement", agreement, _of(AgreementExpired, None), actor=SYSTEM)
    (task,) = await post.states("task")
    assert (task["kind"], {"network", "state"} & set(task)) == ("agreement-expired", set())
    retracted = NetworkFactRetracted(fact=AgreementExpired.type)
    await post.hear("agreement", agreement, retracted, corrects=1)
    assert await _statuses(post, "agreement-expired") == ["resolved"]


@pytest.mark.parametrize(
    ("on", "more"),
    [
        ("2012-06-01", {"entry": Entry.RECORD}),
        ((TODAY - timedelta(days=30)).isoformat(), {"actor": SYSTEM}),
    ],
    ids=["recorded", "long-gone"],
)
async def test_the_past_is_nobodys_task(post: Office, on: str, more: dict[str, Any]) -> None:
    await post.hear("agreement", uuid4(), _of(AgreementExpired, None), on, **more)
    assert await post.states("task") == []
