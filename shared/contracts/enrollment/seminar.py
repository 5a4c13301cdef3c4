"""What enrollment says about seminars: what is planned, and what became of it. Who came is the cohort's to say."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.words import Role
from shared.contracts.event import Event
from shared.contracts.text import Code, Iso3, PublicText, Slug

Capacity = dict[Role, Annotated[int, Field(ge=1, le=10_000)]]
"""Seats by role; a role that is not there has none."""


class Part(BaseModel):
    """One part of a seminar: where and when. A cycle has several, counted as one cohort."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    place: PublicText
    country: Iso3 | None = None
    dates: PartialDate


class _OfSeminar(Event):
    edition: UUID
    network: UUID | None = None


class SeminarPlanned(_OfSeminar, type="enrollment.seminar-planned", public=True):
    """A seminar of this edition is to be held."""

    slug: Slug
    title: PublicText
    parts: tuple[Part, ...]
    capacity: Capacity
    organisers: tuple[UUID, ...] = ()


class SeminarPartAdded(_OfSeminar, type="enrollment.seminar-part-added", public=True):
    """It has one part more."""

    part: Part


class SeminarReplanned(_OfSeminar, type="enrollment.seminar-replanned", public=True):
    """It is to be held in these parts instead of those before."""

    parts: tuple[Part, ...]


class SeminarPostponed(_OfSeminar, type="enrollment.seminar-postponed", public=True):
    """It is not held when it was planned, and has no date for now."""


class SeminarStarted(_OfSeminar, type="enrollment.seminar-started", public=True):
    """Its first part began."""


class SeminarCompleted(_OfSeminar, type="enrollment.seminar-completed", public=True):
    """Its last part ended."""


class SeminarCancelled(_OfSeminar, type="enrollment.seminar-cancelled", public=True):
    """It is not held at all, or was broken off."""


EVENTS = (
    SeminarPlanned,
    SeminarPartAdded,
    SeminarReplanned,
    SeminarPostponed,
    SeminarStarted,
    SeminarCompleted,
    SeminarCancelled,
)
