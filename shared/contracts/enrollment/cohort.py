"""What enrollment says about the cohort of a seminar: who has a seat, who came, who completed it and graduated.

The cohort has the id of its seminar. What the seminar decides (parts, start, end) it repeats as facts of its own, so that
seats and days are guarded in one place.
"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.enrollment.seminar import Capacity, Part
from shared.contracts.enrollment.words import Role
from shared.contracts.event import Event
from shared.contracts.text import Code, Iso3

Persons = Annotated[int, Field(ge=1, le=10_000)]


class Presence(StrEnum):
    """Whether somebody came."""

    PRESENT = "present"
    ABSENT = "absent"


class Attendance(StrEnum):
    """Whether one person came to one part; who is excused may still complete the seminar."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class _OfCohort(Event):
    seminar: UUID
    network: UUID | None = None


class _OfPerson(_OfCohort):
    person: UUID
    role: Role
    state: Iso3


class CohortOpened(_OfCohort, type="enrollment.cohort-opened", public=True):
    """Seats can be filled, as many by role. Who has one of the roles in `graduating` and completes it, graduates."""

    edition: UUID
    capacity: Capacity
    parts: tuple[Part, ...]
    graduating: tuple[Role, ...]


class CohortScheduled(_OfCohort, type="enrollment.cohort-scheduled", public=True):
    """The parts are these from now on; none while the seminar is postponed."""

    parts: tuple[Part, ...]


class CohortConvened(_OfCohort, type="enrollment.cohort-convened", public=True):
    """The seminar began: who has a seat takes part."""


class CohortDissolved(_OfCohort, type="enrollment.cohort-dissolved", public=True):
    """The seminar is cancelled: no seat binds anybody any more."""


class CapacityChanged(_OfCohort, type="enrollment.cohort-capacity-changed", public=True):
    """There are as many seats by role from that day on."""

    capacity: Capacity


class SeatFilled(_OfPerson, type="enrollment.seat-filled"):
    """The person has a seat in this role, sent by this state."""


class SeatReleased(_OfPerson, type="enrollment.seat-released"):
    """The person has it no longer; `reason` is a code such as `withdrawn`, `no-show`, `visa-refused`."""

    reason: Code


class AttendanceMarked(_OfPerson, type="enrollment.attendance-marked"):
    """The person came to this part, or did not."""

    part: Code
    attendance: Attendance


class ParticipationCompleted(_OfPerson, type="enrollment.participation-completed"):
    """The person was there to the end."""


class ParticipantGraduated(_OfPerson, type="enrollment.participant-graduated"):
    """The person graduated. Graduations count events; alumni count people."""


class DelegationRecorded(_OfCohort, type="enrollment.delegation-recorded", public=True):
    """A state, or a regional organisation, sent somebody (or nobody) to this part, or to the seminar as a whole."""

    state: Iso3 | None = None
    body: UUID | None = None
    part: Code | None = None
    presence: Presence
    persons: Persons | None = None


class HeadCounted(_OfCohort, type="enrollment.head-counted", public=True):
    """So many people came in this role, of so many states, by somebody's count. It fills no seats."""

    role: Role
    persons: Persons
    states: Persons | None = None


EVENTS = (
    CohortOpened,
    CohortScheduled,
    CohortConvened,
    CohortDissolved,
    CapacityChanged,
    SeatFilled,
    SeatReleased,
    AttendanceMarked,
    ParticipationCompleted,
    ParticipantGraduated,
    DelegationRecorded,
    HeadCounted,
)
