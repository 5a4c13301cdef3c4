"""What is done with the seats of a cohort as it happens."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from services.enrollment.domain.cohort import Cohort
from shared.aggregate import Command, Context, Said
from shared.contracts.enrollment.cohort import (
    Attendance,
    AttendanceMarked,
    CapacityChanged,
    ParticipantGraduated,
    ParticipationCompleted,
    SeatFilled,
    SeatReleased,
)
from shared.contracts.enrollment.seminar import Capacity
from shared.contracts.enrollment.words import Role
from shared.contracts.text import Code, Iso3
from shared.errors import Conflict, RuleBroken


class ChangeCapacity(Command):
    """Have as many seats by role from that day on; a role that is not there has none."""

    capacity: Capacity = Field(min_length=1)


class FillSeat(Command):
    """Give a person a seat in a role; `state` sends them."""

    person: UUID
    role: Role
    state: Iso3


class ReleaseSeat(Command):
    """Take it back."""

    person: UUID
    reason: Code


class MarkAttendance(Command):
    """Say whether a person came to a part."""

    person: UUID
    part: Code
    attendance: Attendance


class CompleteParticipation(Command):
    """Say that a person was there to the end."""

    person: UUID


class Graduate(Command):
    """Let a person graduate."""

    person: UUID


def change_capacity(state: Cohort, command: ChangeCapacity, context: Context) -> Sequence[Said]:
    """Never below the seats that are filled."""
    if state.capacity == command.capacity:
        raise Conflict.already_so()
    return [CapacityChanged(seminar=state.id, network=state.network, capacity=command.capacity)]


def fill_seat(state: Cohort, command: FillSeat, context: Context) -> Sequence[Said]:
    """A person has one role at a time in a seminar."""
    held = state.seats.get(command.person)
    if held is not None and (held.role, held.state) == (command.role, command.state):
        raise Conflict.already_so(role=held.role)
    seat: dict[str, Any] = {"person": command.person, "role": command.role, "state": command.state}
    return [SeatFilled(seminar=state.id, network=state.network, **seat)]


def release_seat(state: Cohort, command: ReleaseSeat, context: Context) -> Sequence[Said]:
    """Not of somebody who completed the seminar."""
    return [SeatReleased(**seat_of(state, command.person), reason=command.reason)]


def mark_attendance(state: Cohort, command: MarkAttendance, context: Context) -> Sequence[Said]:
    """A later mark of the same part counts from its day on; a mistake is corrected instead."""
    return [AttendanceMarked(**seat_of(state, command.person), part=command.part, attendance=command.attendance)]


def complete_participation(state: Cohort, command: CompleteParticipation, context: Context) -> Sequence[Said]:
    """Not of somebody who missed a part without excuse."""
    return [ParticipationCompleted(**seat_of(state, command.person))]


def graduate(state: Cohort, command: Graduate, context: Context) -> Sequence[Said]:
    """Only after completion, and only in a role that graduates."""
    return [ParticipantGraduated(**seat_of(state, command.person))]


def seat_of(state: Cohort, person: UUID) -> dict[str, Any]:
    """What every fact about somebody's seat repeats. Raises RuleBroken when they have none at that date."""
    held = state.seats.get(person)
    if held is None:
        raise RuleBroken("no-such-seat", field="person")
    return {
        "seminar": state.id,
        "network": state.network,
        "person": person,
        "role": held.role,
        "state": held.state,
    }
