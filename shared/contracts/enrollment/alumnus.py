"""What enrollment says about alumni: people who graduated, however many times."""

from uuid import UUID

from shared.contracts.enrollment.words import Sector
from shared.contracts.event import Event
from shared.contracts.text import Iso3


class _OfAlumnus(Event):
    person: UUID
    state: Iso3
    sector: Sector
    seminar: UUID


class AlumnusRecognised(_OfAlumnus, type="enrollment.alumnus-recognised"):
    """The person is an alumnus from that day on: the first graduation. State and sector are those of the post then."""


class GraduationAdded(_OfAlumnus, type="enrollment.graduation-added"):
    """An alumnus graduated again: one more graduation, no more alumni (domain.md 3b, invariant 14)."""


EVENTS = (AlumnusRecognised, GraduationAdded)
