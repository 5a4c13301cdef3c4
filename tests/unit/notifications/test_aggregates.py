"""Contact points, dispatches and tasks: what may follow what."""

from typing import Any
from uuid import UUID

import pytest

from services.notifications.domain import contact_point, dispatch, task
from services.notifications.domain.contact_point import CONTACT_POINT
from services.notifications.domain.dispatch import DISPATCH
from services.notifications.domain.task import TASK
from shared.contracts.enrollment.words import Channel, Language
from shared.contracts.event import Event
from shared.contracts.notifications.contact_point import (
    ContactBounced,
    ContactDeclaredDead,
    ContactRegistered,
    ContactVerified,
)
from shared.contracts.notifications.dispatch import (
    Basis,
    DispatchApproved,
    DispatchCancelled,
    DispatchFailed,
    DispatchHeld,
    DispatchRequested,
    DispatchSent,
    DispatchSuppressed,
    Template,
)
from shared.contracts.notifications.task import TaskAcknowledged, TaskKind, TaskRaised, TaskResolved
from shared.errors import DomainError
from tests.support.given import Given, given

ANA, EVA, NETWORK, CAUSE, GRANT = (UUID(int=n) for n in range(1, 6))
CONTACT: dict[str, Any] = {"person": ANA, "channel": Channel.EMAIL, "state": "ARG"}
WHOSE: dict[str, Any] = {
    "recipient": ANA,
    "template": Template.MEMBERSHIP_ACTIVATED,
    "network": NETWORK,
    "state": "ARG",
}
REQUESTED = DispatchRequested(**WHOSE, cause=CAUSE, about_kind="membership", about=CAUSE, basis=Basis.ADMIN, via=GRANT)
ABOUT: dict[str, Any] = {
    "kind": TaskKind.SEAT_VACANT,
    "about_kind": "seat",
    "about": CAUSE,
    "network": NETWORK,
    "state": "ARG",
}
SENT = DispatchSent(**WHOSE, contact=UUID(int=9), language=Language.ES)
ENDS: tuple[Event, ...] = (
    SENT,
    DispatchFailed(**WHOSE, why="refused"),
    DispatchSuppressed(**WHOSE, why="grant-ended"),
    DispatchCancelled(**WHOSE, why="moot"),
)


def contact(*more: Event) -> Given[Any]:
    return given(CONTACT_POINT, ContactRegistered(**CONTACT)).also(*more, on="2012-02-01")


def requested(*more: Event) -> Given[Any]:
    return given(DISPATCH, REQUESTED).also(*more, on="2012-02-01")


def raised(*more: Event) -> Given[Any]:
    return given(TASK, TaskRaised(**ABOUT, cause=CAUSE)).also(*more, on="2012-02-01")


def status(facts: Given[Any]) -> str:
    assert facts.state is not None
    return str(facts.state.status)


def illegal(facts: Given[Any], event: Event, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        facts.also(event, on="2013-01-01")
    assert caught.value.code == code


def test_a_contact_is_verified_bounces_and_is_verified_again() -> None:
    verified = (
        contact().when(contact_point.verify_contact, contact_point.VerifyContact()).then(ContactVerified(**CONTACT))
    )
    bounced = verified.when(contact_point.report_bounce, contact_point.ReportBounce()).then(ContactBounced(**CONTACT))
    assert status(bounced) == "bouncing"
    again = bounced.when(contact_point.verify_contact, contact_point.VerifyContact(), on="2021-01-01")
    assert status(again.then(ContactVerified(**CONTACT))) == "verified"


def test_a_dead_contact_stays_dead_until_it_has_another_address() -> None:
    command = contact_point.DeclareDead(why="left")
    dead = contact().when(contact_point.declare_dead, command).then(ContactDeclaredDead(**CONTACT, why="left"))
    dead.when(contact_point.verify_contact, contact_point.VerifyContact(), on="2021-01-01").then_refused("not-possible")
    assert status(dead.also(ContactRegistered(**CONTACT), on="2021-01-01")) == "unverified"


def test_an_unverified_contact_cannot_bounce() -> None:
    contact().when(contact_point.report_bounce, contact_point.ReportBounce()).then_refused("not-possible")


def test_a_contact_never_passes_to_another_person() -> None:
    illegal(contact(), ContactRegistered(**{**CONTACT, "person": EVA}), "wrong-aggregate")
    illegal(contact(), ContactVerified(**{**CONTACT, "person": EVA}), "wrong-aggregate")
    illegal(contact(), ContactVerified(**{**CONTACT, "state": "BRA"}), "wrong-aggregate")


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.type)
def test_a_dispatch_ends_once(end: Event) -> None:
    ended = requested(end)
    for another in ENDS:
        illegal(ended, another, "not-possible")
    ended.when(dispatch.cancel_dispatch, dispatch.CancelDispatch(why="mistake")).then_refused("not-possible")


@pytest.mark.parametrize("end", ENDS[:3], ids=lambda end: end.type)
def test_a_held_dispatch_is_neither_sent_nor_tried(end: Event) -> None:
    illegal(requested(DispatchHeld(**WHOSE)), end, "not-possible")


def test_a_held_dispatch_is_approved_or_cancelled() -> None:
    held = requested(DispatchHeld(**WHOSE))
    approved = held.when(dispatch.approve_dispatch, dispatch.ApproveDispatch()).then(DispatchApproved(**WHOSE))
    sent = approved.also(SENT, on="2021-01-01").state
    assert sent is not None
    assert (sent.status, sent.language) == ("sent", "es")
    wish = held.when(dispatch.cancel_dispatch, dispatch.CancelDispatch(why="mistake"))
    wish.then(DispatchCancelled(**WHOSE, why="mistake"))
    requested().when(dispatch.approve_dispatch, dispatch.ApproveDispatch()).then_refused("not-possible")


@pytest.mark.parametrize(
    "other", [{"recipient": EVA}, {"network": EVA}, {"state": "BRA"}, {"template": Template.SEAT_DUE}]
)
def test_no_fact_makes_a_dispatch_anothers(other: dict[str, Any]) -> None:
    illegal(requested(), SENT.model_copy(update=other), "wrong-aggregate")


def test_a_task_is_acknowledged_and_resolved_once() -> None:
    acknowledged = raised().when(task.acknowledge_task, task.AcknowledgeTask()).then(TaskAcknowledged(**ABOUT))
    resolved = acknowledged.when(task.resolve_task, task.ResolveTask()).then(TaskResolved(**ABOUT))
    resolved.when(task.resolve_task, task.ResolveTask()).then_refused("not-possible")
    raised().when(task.resolve_task, task.ResolveTask()).then(TaskResolved(**ABOUT))
    illegal(raised(), TaskResolved(**{**ABOUT, "state": "BRA"}), "wrong-aggregate")


@pytest.mark.parametrize(
    ("facts", "scopes"),
    [
        (contact(), {"secretariat", "state:ARG"}),
        (given(CONTACT_POINT, ContactRegistered(person=ANA, channel=Channel.PHONE)), {"secretariat"}),
        (requested(), {"secretariat", "state:ARG", f"network:{NETWORK}"}),
        (raised(), {"secretariat", "state:ARG", f"network:{NETWORK}"}),
    ],
)
def test_whose_they_are(facts: Given[Any], scopes: set[str]) -> None:
    assert facts.kind.scopes(facts.state) == scopes
