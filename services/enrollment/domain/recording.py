"""What is written down about the cohort of a past seminar, row by row.

A cohort opens by a reaction to the plan of its seminar, a moment after it. A row that comes before that, or is dated before
the plan, meets no cohort: `not-known-here-yet`, and the caller tries again. So the seminar stays the only one that opens it.
"""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import model_validator

from services.enrollment.domain.cohort import Cohort
from services.enrollment.domain.seating import seat_of
from shared.aggregate import Context, Dated, RecordCommand, Said
from shared.contracts.enrollment.cohort import (
    DelegationRecorded,
    HeadCounted,
    ParticipantGraduated,
    ParticipationCompleted,
    Persons,
    Presence,
    SeatFilled,
)
from shared.contracts.enrollment.words import Role
from shared.contracts.text import Code, Iso3
from shared.errors import Conflict


class _OfSeminar(RecordCommand):
    seminar: UUID


class RecordDelegation(_OfSeminar):
    """A state or a regional organisation sent somebody, or was expected and sent nobody; to a part, or to the whole."""

    state: Iso3 | None = None
    body: UUID | None = None
    part: Code | None = None
    presence: Presence
    persons: Persons | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.state is None) == (self.body is None):
            raise ValueError("either state or body must be given")
        return self


class RecordParticipation(_OfSeminar):
    """A person had a seat in that role, sent by that state."""

    person: UUID
    role: Role
    state: Iso3


class RecordGraduation(_OfSeminar):
    """A person who had a seat graduated."""

    person: UUID


class RecordHeadcount(_OfSeminar):
    """So many people came in a role, of so many states, where no list of them is on record."""

    role: Role
    persons: Persons
    states: Persons | None = None


def record_delegation(state: Cohort | None, command: RecordDelegation, context: Context) -> Sequence[Said]:
    """A later row about the same part counts from its date on."""
    cohort = _opened(state)
    return [
        DelegationRecorded(
            seminar=cohort.id,
            network=cohort.network,
            state=command.state,
            body=command.body,
            part=command.part,
            presence=command.presence,
            persons=command.persons,
        )
    ]


def record_participation(state: Cohort | None, command: RecordParticipation, context: Context) -> Sequence[Said]:
    """Nominations and offers of the past are not on record; the seat is what is known."""
    cohort = _opened(state)
    held = cohort.seats.get(command.person)
    if held is not None and (held.role, held.state) == (command.role, command.state):
        raise Conflict.already_so(role=held.role)
    who = {"person": command.person, "role": command.role, "state": command.state}
    return [SeatFilled(seminar=cohort.id, network=cohort.network, **who)]


def record_graduation(state: Cohort | None, command: RecordGraduation, context: Context) -> Sequence[Said]:
    """Who graduated completed the seminar; when is inferred unless it is on record."""
    cohort = _opened(state)
    seat = seat_of(cohort, command.person)
    held = cohort.seats[command.person]
    if held.graduated:
        raise Conflict.already_so(role=held.role)
    said: list[Said] = []
    if not held.completed:
        said += [Dated(ParticipationCompleted(**seat), command.occurred_on, inferred=True)]
    return [*said, ParticipantGraduated(**seat)]


def record_headcount(state: Cohort | None, command: RecordHeadcount, context: Context) -> Sequence[Said]:
    """One count by role and date; another one of the same date is a correction of the first."""
    cohort = _opened(state)
    counted = {"role": command.role, "persons": command.persons, "states": command.states}
    return [HeadCounted(seminar=cohort.id, network=cohort.network, **counted)]


def identify(command: _OfSeminar) -> UUID:
    """The cohort of a seminar has its id."""
    return command.seminar


def _opened(state: Cohort | None) -> Cohort:
    if state is None:
        raise Conflict("not-known-here-yet", kind="cohort", field="seminar")
    return state
