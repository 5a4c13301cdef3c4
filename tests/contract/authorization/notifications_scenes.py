"""The operations of notifications: contacts are a state's, messages a network's, tasks of both."""

from collections.abc import Iterable
from uuid import UUID

from services.notifications.domain.contact_point import CONTACT_POINT
from services.notifications.domain.dispatch import DISPATCH
from services.notifications.domain.task import TASK
from shared.contracts.enrollment.words import Channel
from shared.contracts.event import Event
from shared.contracts.notifications.contact_point import ContactBounced, ContactRegistered, ContactVerified
from shared.contracts.notifications.dispatch import (
    Basis,
    DispatchApproved,
    DispatchHeld,
    DispatchRequested,
    Template,
)
from shared.contracts.notifications.task import TaskAcknowledged, TaskKind, TaskRaised
from tests.contract.authorization.network_scenes import redated
from tests.contract.authorization.world import INNER, NONE, OTHER, OWN, Given, Place, Scene

_PERSON = UUID("0d000000-0000-4000-8000-00000000000d")
_STATES, _PAIRS, _ALL = (OWN, OTHER, NONE), (OWN, INNER, OTHER), (OWN, INNER, OTHER, NONE)


def _classes(*events: type[Event]) -> tuple[type[Event], ...]:
    return events


def registered(place: Place, *more: type[Event]) -> Iterable[Given]:
    """A contact of somebody of that state."""
    said = {"person": _PERSON, "channel": Channel.EMAIL, "state": place.state}
    events = [event.model_validate(said) for event in _classes(ContactRegistered, *more)]
    yield Given(CONTACT_POINT, _contact(place), events)


def verified(place: Place) -> Iterable[Given]:
    """One that is in use."""
    return registered(place, ContactVerified)


def bounced(place: Place) -> Iterable[Given]:
    """One that was in use."""
    return registered(place, ContactVerified, ContactBounced)


def requested(place: Place, *more: type[Event]) -> Iterable[Given]:
    """A message about that state in that network."""
    said = {
        "recipient": _PERSON,
        "template": Template.MEMBERSHIP_ACTIVATED,
        "cause": place.id("event"),
        "about_kind": "membership",
        "about": place.id("membership"),
        "basis": Basis.ADMIN,
        "via": place.id("grant"),
        **place.pair,
    }
    events = [event.model_validate(said) for event in _classes(DispatchRequested, *more)]
    yield Given(DISPATCH, _dispatch(place), events)


def held(place: Place) -> Iterable[Given]:
    """One that waits for approval."""
    return requested(place, DispatchHeld)


def approved(place: Place) -> Iterable[Given]:
    """One that may go."""
    return requested(place, DispatchHeld, DispatchApproved)


def raised(place: Place, *more: type[Event]) -> Iterable[Given]:
    """A task about that state in that network."""
    said = {"kind": TaskKind.SEAT_VACANT, "about_kind": "seat", "about": place.id("seat"), **place.pair}
    events = [event.model_validate({**said, "cause": place.id("event")}) for event in _classes(TaskRaised, *more)]
    yield Given(TASK, _task(place), events)


def acknowledged(place: Place) -> Iterable[Given]:
    """One that somebody is at."""
    return raised(place, TaskAcknowledged)


def _contact(place: Place) -> UUID:
    return place.id("contact")


def _dispatch(place: Place) -> UUID:
    return place.id("dispatch")


def _task(place: Place) -> UUID:
    return place.id("task")


SCENES = (
    Scene("VerifyContact", _STATES, registered, id=_contact),
    Scene("ReportBounce", _STATES, verified, id=_contact),
    Scene("DeclareDead", _STATES, verified, lambda _: {"why": "left"}, id=_contact),
    Scene("CorrectContactPoints", _STATES, bounced, redated(2, "2012-01-12"), id=_contact, fact=2),
    Scene("CorrectContactPoints", _STATES, bounced, redated(3, "2012-01-22"), id=_contact, fact=3),
    Scene("ApproveDispatch", _PAIRS, held, id=_dispatch),
    Scene("CancelDispatch", _PAIRS, requested, lambda _: {"why": "mistake"}, id=_dispatch),
    Scene("CorrectDispatches", _PAIRS, approved, redated(3, "2012-01-22"), id=_dispatch, fact=3),
    Scene("AcknowledgeTask", _ALL, raised, id=_task),
    Scene("ResolveTask", _ALL, acknowledged, id=_task),
    Scene("CorrectTasks", _ALL, acknowledged, redated(2, "2012-01-12"), id=_task, fact=2),
)
