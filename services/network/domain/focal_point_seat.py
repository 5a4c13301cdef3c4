"""FocalPointSeat: who speaks for one state in one network, in all its seats. A person leaves a seat only by an event."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Deadline, Kind, RecordCommand, Said
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.ids import PersonId, seat_id
from shared.contracts.network.focal_point_seat import (
    EVENTS,
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.contracts.text import Iso3
from shared.errors import Conflict, RuleBroken

ACTING_ENDS, VACANCY_ENDS = "seats/{id}/stand-down", "seats/{id}/state-overdue"  # what deadlines run


class Status(StrEnum):
    """How the national seat stands. Any event may come in any status: each says something of its own seat."""

    SEATED = "seated"
    DUE = "due"
    VACANT = "vacant"


class Seating(BaseModel):
    """A person in a seat; a ministry's seat has its `body`. Nobody knows who it is while `person` is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: SeatKind
    person: PersonId | None = None
    body: UUID | None = None
    since: PartialDate
    acting_until: date | None = None
    leaves_on: date | None = None

    def is_in_the_way_of(self, other: Self) -> bool:
        """Whether both cannot sit: one national seat, one seat a ministry, nobody twice."""
        one_seat = other.kind != SeatKind.ALTERNATE and (self.kind, self.body) == (other.kind, other.body)
        return one_seat or _who(self) == _who(other)


class FocalPointSeat(Aggregate):
    """All seats of a state in a network. Somebody who stays in the national one is `owed` or not, by the day `due` or any."""

    network: UUID
    state: Iso3
    owed: bool = False
    due: date | None = None
    overdue: bool = False
    seatings: tuple[Seating, ...] = ()

    def seated(self, day: date) -> tuple[Seating, ...]:
        """Who sits that day; who only acts has gone by the day it ends, even before an event says so."""
        return tuple(one for one in self.seatings if one.acting_until is None or day < one.acting_until)


class DesignateFocalPoint(Command):
    """Seat a person, after the `letter` of a competent authority has been verified. Acting ends on `acting_until`."""

    network: UUID
    state: Iso3
    kind: SeatKind
    person: PersonId
    letter: UUID
    body: UUID | None = None
    acting_until: date | None = None


class AnnounceLeaving(Command):
    """Say that a focal point will leave, and when."""

    kind: SeatKind
    person: PersonId
    body: UUID | None = None
    leaves_on: date


class StandDown(Command):
    """The person leaves the seat; a successor in the national seat is due by `successor_due`."""

    kind: SeatKind
    person: PersonId | None = None
    body: UUID | None = None
    successor_due: date | None = None


class StateOverdue(Command):
    """The last day to fill the national seat has passed."""


class RecordSeat(RecordCommand):
    """Write down that a seat was filled from a date on, by somebody known or unknown."""

    network: UUID
    state: Iso3
    kind: SeatKind
    person: PersonId | None = None
    body: UUID | None = None
    letter: UUID | None = None
    acting_until: date | None = None


_Leaves = FocalPointStoodDown | FocalPointLeavingAnnounced | StandDown


def designate_focal_point(
    state: FocalPointSeat | None, command: DesignateFocalPoint | RecordSeat, context: Context
) -> Sequence[Said]:
    """Into an empty seat; whoever sits there stands down first."""
    said = command.model_dump(include=set(FocalPointDesignated.model_fields))
    return [FocalPointDesignated.model_validate(said)]


def announce_leaving(state: FocalPointSeat, command: AnnounceLeaving, context: Context) -> Sequence[Said]:
    """The seat remains theirs until they stand down."""
    who = {"kind": command.kind, "person": command.person, "body": command.body}
    return [FocalPointLeavingAnnounced(network=state.network, state=state.state, leaves_on=command.leaves_on, **who)]


def stand_down(state: FocalPointSeat, command: StandDown, context: Context) -> Sequence[Said]:
    """From a seat that is theirs."""
    if not any(_who(one) == _who(command) for one in state.seatings):
        raise Conflict.already_so(kind=command.kind, person=command.person)
    who = {"kind": command.kind, "person": command.person, "body": command.body}
    return [FocalPointStoodDown(network=state.network, state=state.state, successor_due=command.successor_due, **who)]


def state_overdue(state: FocalPointSeat, command: StateOverdue, context: Context) -> Sequence[Said]:
    """Once for each due day, while nobody sits in the national seat."""
    if state.due is None or state.overdue or status(state) != Status.DUE:
        raise Conflict.already_so(due=state.due)
    return [SeatVacancyOverdue(network=state.network, state=state.state, due=state.due)]


def apply(state: FocalPointSeat | None, fact: Envelope) -> FocalPointSeat:
    """The seats after one more fact (invariants 3 and 4). That a vacancy is overdue says what was known that day: what is
    recorded later makes it moot, never wrong."""
    event, day = fact.event, fact.occurred_on.counts_from
    if not isinstance(event, EVENTS) or seat_id(event.network, event.state) != fact.subject:
        raise RuleBroken("wrong-aggregate", event=event.type)
    state = state or FocalPointSeat(network=event.network, state=event.state)
    match event:
        case FocalPointSeatOpened(due=due):
            return _owing(state, due, day, owed=True)
        case FocalPointDesignated():
            return _seat(state, event, fact.occurred_on)
        case FocalPointLeavingAnnounced(leaves_on=leaves_on):
            leaving = _seating(state, event).model_copy(update={"leaves_on": leaves_on})
            return state.model_copy(update={"seatings": (*_others(state, event), leaving)})
        case FocalPointStoodDown(kind=kind, successor_due=due):
            _seating(state, event)
            state = state.model_copy(update={"seatings": _others(state, event)})
            due = due or (max(state.due, day) if state.due else None)
            owed = state.owed or due is not None
            return _owing(state, due, day, owed=owed) if kind == SeatKind.NATIONAL else state
        case SeatVacancyOverdue(due=due) if day <= due:
            raise RuleBroken("not-due-yet", due=str(due))
        case SeatVacancyOverdue(due=due):
            return state.model_copy(update={"overdue": state.overdue or due == state.due})
    raise RuleBroken("wrong-aggregate", event=event.type)


def _owing(state: FocalPointSeat, due: date | None, day: date, *, owed: bool) -> FocalPointSeat:
    if due is not None and due < day:
        raise RuleBroken("due-before-its-time", field="due", due=str(due))
    fulfilled = any(one.kind == SeatKind.NATIONAL and one.acting_until is None for one in state.seatings)
    return state if fulfilled else state.model_copy(update={"owed": owed, "due": due, "overdue": False})


def _seat(state: FocalPointSeat, event: FocalPointDesignated, on: PartialDate) -> FocalPointSeat:
    new = Seating(kind=event.kind, person=event.person, body=event.body, since=on, acting_until=event.acting_until)
    if (event.body is None) is (event.kind == SeatKind.MINISTRY):
        raise RuleBroken("body-is-for-a-ministry", field="body", kind=event.kind)
    if event.acting_until is not None and event.acting_until <= on.counts_from:
        raise RuleBroken("acting-ends-before-it-begins", field="acting_until", until=str(event.acting_until))
    sitting = state.seated(on.counts_from)
    if taken := [one for one in sitting if one.is_in_the_way_of(new)]:
        raise RuleBroken("seat-taken", kind=event.kind, person=taken[0].person)
    changes: dict[str, object] = {"seatings": (*sitting, new)}
    if new.kind == SeatKind.NATIONAL and new.acting_until is None:
        changes |= {"owed": False, "due": None, "overdue": False}
    return state.model_copy(update=changes)


def _who(said: Seating | _Leaves) -> tuple[SeatKind, UUID | None, UUID | None]:
    return said.kind, said.person, said.body


def _seating(state: FocalPointSeat, event: _Leaves) -> Seating:
    for one in state.seatings:
        if _who(one) == _who(event):
            return one
    raise RuleBroken("not-seated", kind=event.kind, person=event.person)


def _others(state: FocalPointSeat, event: _Leaves) -> tuple[Seating, ...]:
    return tuple(one for one in state.seatings if _who(one) != _who(event))


def scopes(state: FocalPointSeat) -> frozenset[str]:
    """Its network and its state."""
    return frozenset({SECRETARIAT, f"network:{state.network}", f"state:{state.state}"})


def status(state: FocalPointSeat) -> str:
    """How the national seat stands, as far as events say."""
    if any(one.kind == SeatKind.NATIONAL for one in state.seatings):
        return Status.SEATED
    return Status.DUE if state.owed else Status.VACANT


def deadlines(state: FocalPointSeat) -> Sequence[Deadline]:
    """Acting ends on its day; a seat that is due and empty is overdue the day after."""
    acting = [
        Deadline(
            key=f"acting/{one.kind}/{one.person}/{one.body}",
            due=one.acting_until,
            path=ACTING_ENDS,
            body=one.model_dump(mode="json", include={"kind", "person", "body"}),
        )
        for one in state.seatings
        if one.acting_until is not None
    ]
    if status(state) != Status.DUE or state.due is None or state.overdue:
        return acting
    return [*acting, Deadline("vacancy", state.due + timedelta(days=1), VACANCY_ENDS)]


def identify(command: DesignateFocalPoint | RecordSeat) -> UUID:
    """The one aggregate of this pair."""
    return seat_id(command.network, command.state)


FOCAL_POINT_SEAT = Kind("seat", FocalPointSeat, apply, scopes, status=status, deadlines=deadlines)
