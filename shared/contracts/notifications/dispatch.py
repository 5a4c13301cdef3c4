"""What notifications says about dispatches: one message to one person about one event. No text and no address is here."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.enrollment.words import Language
from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.text import Code, Iso3


class Template(StrEnum):
    """What is told: each word is a pair of shipped files (services/notifications/templates)."""

    MEMBERSHIP_ACTIVATED = "membership-activated"
    FOCAL_POINT_DESIGNATED = "focal-point-designated"
    FOCAL_POINT_LEAVING = "focal-point-leaving"
    INITIATIVE_PROPOSED = "initiative-proposed"
    SEAT_DUE = "seat-due"


class Basis(StrEnum):
    """Why the person may be written to: a duty as admin of the network, a duty as its national focal point, or consent."""

    ADMIN = "admin"
    NATIONAL_SEAT = "national-seat"
    CONSENT = "consent"


class _OfDispatch(Event):
    recipient: PersonId
    template: Template
    network: UUID
    state: Iso3


class DispatchRequested(_OfDispatch, type="notifications.dispatch-requested"):
    """The event `cause` is to be told to the recipient: what happened to the aggregate `about` of kind `about_kind`.

    `via`: the grant or the seats that make the person a recipient. `not_before`: the first day to send it.
    """

    cause: UUID
    about_kind: Code
    about: UUID
    basis: Basis
    via: UUID
    not_before: date | None = None


class DispatchHeld(_OfDispatch, type="notifications.dispatch-held"):
    """It waits for somebody to approve it."""


class DispatchApproved(_OfDispatch, type="notifications.dispatch-approved"):
    """It may be sent."""


class DispatchSent(_OfDispatch, type="notifications.dispatch-sent"):
    """The other side took it, by that contact, in that language."""

    contact: UUID
    language: Language


class DispatchFailed(_OfDispatch, type="notifications.dispatch-failed"):
    """It could not be sent, and is not tried again."""

    why: Code


class DispatchSuppressed(_OfDispatch, type="notifications.dispatch-suppressed"):
    """When it was to be sent, the person was no recipient any more."""

    why: Code


class DispatchCancelled(_OfDispatch, type="notifications.dispatch-cancelled"):
    """Somebody, or an event that makes it moot, took it back."""

    why: Code


EVENTS = (
    DispatchRequested,
    DispatchHeld,
    DispatchApproved,
    DispatchSent,
    DispatchFailed,
    DispatchSuppressed,
    DispatchCancelled,
)
