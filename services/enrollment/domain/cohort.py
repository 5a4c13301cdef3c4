"""Cohort: everybody who has a seat in one seminar, and everybody who came. One writer for each seminar, so that no seat is
given twice. What can be done with it stands in seating.py and recording.py, the rules of seats in seat.py.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.domain import seat
from services.enrollment.domain.days import certain_days
from services.enrollment.domain.seat import Seats
from shared.aggregate import SECRETARIAT, Aggregate, Kind, Lifecycle, step
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.cohort import (
    AttendanceMarked,
    CapacityChanged,
    CohortConvened,
    CohortDissolved,
    CohortOpened,
    CohortScheduled,
    DelegationRecorded,
    HeadCounted,
    ParticipantGraduated,
    ParticipationCompleted,
    Presence,
    SeatFilled,
    SeatReleased,
)
from shared.contracts.enrollment.seminar import Capacity, Part
from shared.contracts.enrollment.words import Role
from shared.contracts.event import Envelope
from shared.contracts.text import Code, Iso3
from shared.errors import RuleBroken

PLACES = frozenset({Role.PARTICIPANT, Role.FELLOW})
"""Roles whose seat is an accepted place: one at a time (invariant 8). Who teaches may do so at two seminars."""


class Status(StrEnum):
    """Where a cohort stands."""

    FORMING = "forming"
    IN_SESSION = "in_session"
    DISSOLVED = "dissolved"


_DETAILS = (
    CohortScheduled,
    CapacityChanged,
    SeatFilled,
    SeatReleased,
    AttendanceMarked,
    ParticipationCompleted,
    ParticipantGraduated,
    DelegationRecorded,
    HeadCounted,
)
STATES: Lifecycle = {
    None: {CohortOpened: Status.FORMING},
    Status.FORMING: {
        **dict.fromkeys(_DETAILS, Status.FORMING),
        CohortConvened: Status.IN_SESSION,
        CohortDissolved: Status.DISSOLVED,
    },
    Status.IN_SESSION: {**dict.fromkeys(_DETAILS, Status.IN_SESSION), CohortDissolved: Status.DISSOLVED},
}


class Delegation(BaseModel):
    """Whether a state or a regional organisation sent somebody, to a part or to the whole, and how many."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Iso3 | None = None
    body: UUID | None = None
    part: Code | None = None
    presence: Presence
    persons: int | None = None


class HeadCount(BaseModel):
    """How many people came in a role at that date, and of how many states, by somebody's count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    on: PartialDate
    persons: int
    states: int | None = None


class Cohort(Aggregate):
    """A cohort; `id` is that of its seminar. Delegations are by who and part."""

    id: UUID
    edition: UUID
    network: UUID | None = None
    status: Status
    capacity: Capacity
    parts: tuple[Part, ...]
    graduating: tuple[Role, ...]
    seats: Seats = Field(default_factory=dict)
    delegations: dict[str, Delegation] = Field(default_factory=dict)
    headcounts: tuple[HeadCount, ...] = ()


def apply(state: Cohort | None, fact: Envelope) -> Cohort:
    """The cohort after one more fact."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    if event.seminar != fact.subject:  # type: ignore[attr-defined]
        raise RuleBroken("wrong-aggregate", event=event.type)
    if isinstance(event, CohortOpened):
        return Cohort(id=event.seminar, status=status, **event.model_dump(exclude={"seminar"}))
    if state is None:
        raise RuleBroken("wrong-aggregate", event=event.type)
    _refuse_unknown(getattr(event, "part", None), state.parts)
    changes: dict[str, object] = {"status": status}
    match event:
        case CohortScheduled():
            changes["parts"] = event.parts
        case CapacityChanged():
            seat.guard(state.seats, event.capacity, Role)
            changes["capacity"] = event.capacity
        case DelegationRecorded():
            changes["delegations"] = {**state.delegations, _key(event): _delegation(event)}
        case HeadCounted():
            changes["headcounts"] = _counted(state.headcounts, event, fact.occurred_on)
        case _:
            changes["seats"] = seat.after(event, state.seats, state.capacity, state.graduating)
    return state.model_copy(update=changes)


def _refuse_unknown(part: Code | None, parts: Sequence[Part]) -> None:
    if part is not None and part not in {known.code for known in parts}:
        raise RuleBroken("unknown-part", field="part")


def _key(event: DelegationRecorded) -> str:
    if (event.state is None) == (event.body is None):
        raise RuleBroken("state-or-body", field="state")
    return f"{event.state or event.body}/{event.part or ''}"


def _delegation(event: DelegationRecorded) -> Delegation:
    return Delegation.model_validate(event.model_dump(exclude={"seminar", "network"}))


def _counted(before: tuple[HeadCount, ...], event: HeadCounted, on: PartialDate) -> tuple[HeadCount, ...]:
    if any((count.role, count.on) == (event.role, on) for count in before):
        raise RuleBroken("counted-already", field="role", role=event.role, on=str(on))
    return (*before, HeadCount(role=event.role, on=on, persons=event.persons, states=event.states))


def scopes(state: Cohort) -> frozenset[str]:
    """The network of its edition, if it is one network's own."""
    return frozenset({SECRETARIAT} | ({f"network:{state.network}"} if state.network else set()))


def claims(state: Cohort) -> Sequence[str]:
    """Every day of everybody who has a place: nobody has two places on one day (invariant 8).

    Only days on which a part is surely held count; a seminar known to the month stands in nobody's way.
    """
    if state.status is Status.DISSOLVED:
        return ()
    days = sorted({day.isoformat() for day in certain_days(state.parts)})
    return [place(person, day) for person, held in state.seats.items() if held.role in PLACES for day in days]


def place(person: UUID, day: str) -> str:
    """The claim of one person's day."""
    return f"place:{person}:{day}"


COHORT = Kind("cohort", Cohort, apply, scopes, claims=claims)
