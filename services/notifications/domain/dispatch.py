"""Dispatch: one message to one person about one event. It holds ids and codes: the text is made when it is sent.

Its id follows from event, recipient and template, so that there is at most one of them (invariant 17).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, Said, step
from shared.contracts.enrollment.words import Language
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import PersonId
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
from shared.contracts.text import Code, Iso3
from shared.errors import RuleBroken


class Status(StrEnum):
    """Where it stands. Only `requested` and `approved` ones are sent."""

    REQUESTED = "requested"
    HELD = "held"
    APPROVED = "approved"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"


_OWN = {"recipient", "template", "network", "state"}
"""What each event repeats, and none changes."""
SENDABLE = (Status.REQUESTED, Status.APPROVED)
_ENDS: Mapping[type[Event], str] = {
    DispatchSent: Status.SENT,
    DispatchFailed: Status.FAILED,
    DispatchSuppressed: Status.SUPPRESSED,
    DispatchCancelled: Status.CANCELLED,
}
STATES: Lifecycle = {
    None: {DispatchRequested: Status.REQUESTED},
    Status.REQUESTED: {DispatchHeld: Status.HELD, **_ENDS},
    Status.HELD: {DispatchApproved: Status.APPROVED, DispatchCancelled: Status.CANCELLED},
    Status.APPROVED: _ENDS,
}


class Dispatch(Aggregate):
    """A message to be sent, or what became of it."""

    recipient: PersonId
    template: Template
    network: UUID
    state: Iso3
    cause: UUID
    about_kind: Code
    about: UUID
    basis: Basis
    via: UUID
    status: Status
    not_before: date | None = None
    contact: UUID | None = None
    language: Language | None = None
    why: Code | None = None


class ApproveDispatch(Command):
    """Let a held message go."""


class CancelDispatch(Command):
    """Take a message back that was not sent yet; `why` is a code such as `mistake`."""

    why: Code


def approve_dispatch(state: Dispatch, command: ApproveDispatch, context: Context) -> Sequence[Said]:
    """Only one that is held."""
    return [told(state, DispatchApproved)]


def cancel_dispatch(state: Dispatch, command: CancelDispatch, context: Context) -> Sequence[Said]:
    """Until it is sent."""
    return [told(state, DispatchCancelled, why=command.why)]


def told(state: Dispatch, event: type[Event], **more: object) -> Event:
    """An event of this dispatch: each repeats whom and what it is about."""
    return event.model_validate({**state.model_dump(include=_OWN), **more})


def apply(state: Dispatch | None, fact: Envelope) -> Dispatch:
    """The dispatch after one more fact; no fact says that it is another's."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    if state is not None and event.model_dump(include=_OWN) != state.model_dump(include=_OWN):
        raise RuleBroken("wrong-aggregate", event=event.type)
    match event:
        case DispatchRequested():
            return Dispatch(status=status, **event.model_dump())
        case DispatchHeld() | DispatchApproved() if state is not None:
            return state.model_copy(update={"status": status})
        case DispatchSent(contact=contact, language=language) if state is not None:
            return state.model_copy(update={"status": status, "contact": contact, "language": language})
        case DispatchFailed(why=why) | DispatchSuppressed(why=why) | DispatchCancelled(why=why) if state is not None:
            return state.model_copy(update={"status": status, "why": why})
    raise RuleBroken("wrong-aggregate", event=event.type)


def scopes(state: Dispatch) -> frozenset[str]:
    """Network and state that it is about."""
    return frozenset({SECRETARIAT, f"network:{state.network}", f"state:{state.state}"})


DISPATCH = Kind("dispatch", Dispatch, apply, scopes)
