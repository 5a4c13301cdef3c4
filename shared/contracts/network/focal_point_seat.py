"""What the network service says about the focal-point seats of one state in one network.

Persons are opaque ids; None where a source says that a seat was filled, and not by whom.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.text import Iso3


class SeatKind(StrEnum):
    """For whom a focal point speaks: the state, one ministry, or another focal point who is absent."""

    NATIONAL = "national"
    MINISTRY = "ministry"
    ALTERNATE = "alternate"


class _OfSeat(Event):
    network: UUID
    state: Iso3


class _OfPerson(_OfSeat):
    kind: SeatKind
    person: PersonId | None = None
    body: UUID | None = None


class FocalPointSeatOpened(_OfSeat, type="network.focal-point-seat-opened", public=True):
    """The state owes the network a national focal point; `due` is the last day to name one, where one was set."""

    due: date | None = None


class FocalPointDesignated(_OfPerson, type="network.focal-point-designated", public=True):
    """The person sits there from that date on, by a verified `letter` (a source) of a competent authority.

    An acting focal point sits until `acting_until`, and no longer on that day.
    """

    letter: UUID | None = None
    acting_until: date | None = None


class FocalPointLeavingAnnounced(_OfPerson, type="network.focal-point-leaving-announced", public=True):
    """The person will leave on `leaves_on`; until an event says that they did, the seat is theirs."""

    leaves_on: date


class FocalPointStoodDown(_OfPerson, type="network.focal-point-stood-down", public=True):
    """The person sits there no longer; a successor in the national seat is due by `successor_due`."""

    successor_due: date | None = None


class SeatVacancyOverdue(_OfSeat, type="network.seat-vacancy-overdue", public=True):
    """The last day to name a national focal point has passed, and none was known."""

    due: date


EVENTS = (
    FocalPointSeatOpened,
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointStoodDown,
    SeatVacancyOverdue,
)
