"""Seat: what one person does at one seminar and how far they came, and the rules over all seats of a cohort.

Invariant 7: never more filled seats than the role's capacity. Invariant 13: who graduates completed the seminar, in a role
that graduates, and missed no part without excuse.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.enrollment.cohort import (
    Attendance,
    AttendanceMarked,
    ParticipantGraduated,
    ParticipationCompleted,
    SeatFilled,
    SeatReleased,
)
from shared.contracts.enrollment.seminar import Capacity
from shared.contracts.enrollment.words import Role
from shared.contracts.event import Event
from shared.contracts.text import Code, Iso3
from shared.errors import RuleBroken


class Seat(BaseModel):
    """A filled seat; `state` sent the person, `attendance` is by part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    state: Iso3
    attendance: dict[Code, Attendance] = Field(default_factory=dict)
    completed: bool = False
    graduated: bool = False


Seats: TypeAlias = dict[UUID, Seat]
"""By person: one role at a time."""
_OfSeat: TypeAlias = SeatReleased | AttendanceMarked | ParticipationCompleted | ParticipantGraduated


def after(event: Event, seats: Seats, capacity: Capacity, graduating: Iterable[Role]) -> Seats:
    """The seats after one more fact; a fact about no seat leaves them as they are. Raises RuleBroken."""
    match event:
        case SeatFilled():
            return _filled(seats, event, capacity)
        case SeatReleased():
            return _released(seats, event)
        case AttendanceMarked():
            return _marked(seats, event)
        case ParticipationCompleted():
            return _completed(seats, event)
        case ParticipantGraduated():
            return _graduated(seats, event, graduating)
    return seats


def guard(seats: Mapping[UUID, Seat], capacity: Capacity, roles: Iterable[Role]) -> None:
    """Raises RuleBroken when one of the roles has more seats filled than there are."""
    for role in roles:
        filled = sum(seat.role == role for seat in seats.values())
        if filled > capacity.get(role, 0):
            raise RuleBroken("no-seat-left", field="role", role=role, capacity=capacity.get(role, 0), filled=filled)


def _filled(seats: Seats, event: SeatFilled, capacity: Capacity) -> Seats:
    if event.person in seats:
        raise RuleBroken("seated-already", field="person", role=seats[event.person].role)
    filled = {**seats, event.person: Seat(role=event.role, state=event.state)}
    guard(filled, capacity, [event.role])
    return filled


def _released(seats: Seats, event: SeatReleased) -> Seats:
    if _seat(seats, event).completed:
        raise RuleBroken("completed-already", field="person")
    return {person: seat for person, seat in seats.items() if person != event.person}


def _marked(seats: Seats, event: AttendanceMarked) -> Seats:
    seat = _seat(seats, event)
    if seat.completed and event.attendance is Attendance.ABSENT:
        raise RuleBroken("completed-already", field="person")
    attendance = {**seat.attendance, event.part: event.attendance}
    return {**seats, event.person: seat.model_copy(update={"attendance": attendance})}


def _completed(seats: Seats, event: ParticipationCompleted) -> Seats:
    seat = _seat(seats, event)
    if seat.completed:
        raise RuleBroken("completed-already", field="person")
    missed = sorted(part for part, came in seat.attendance.items() if came is Attendance.ABSENT)
    if missed:
        raise RuleBroken("absent-without-excuse", field="person", part=missed[0])
    return {**seats, event.person: seat.model_copy(update={"completed": True})}


def _graduated(seats: Seats, event: ParticipantGraduated, graduating: Iterable[Role]) -> Seats:
    seat = _seat(seats, event)
    if seat.role not in graduating:
        raise RuleBroken("role-does-not-graduate", field="person", role=seat.role)
    if not seat.completed or seat.graduated:
        raise RuleBroken("graduated-already" if seat.graduated else "not-completed", field="person")
    return {**seats, event.person: seat.model_copy(update={"graduated": True})}


def _seat(seats: Mapping[UUID, Seat], event: _OfSeat) -> Seat:
    seat = seats.get(event.person)
    if seat is None or (seat.role, seat.state) != (event.role, event.state):
        raise RuleBroken("no-such-seat", field="person", role=event.role, state=event.state)
    return seat
