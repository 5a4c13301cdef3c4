"""What notifications says about tasks: something that waits for a person."""

from enum import StrEnum
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.text import Code, Iso3


class TaskKind(StrEnum):
    """What is to be done."""

    NO_RECIPIENT = "no-recipient"
    NO_CONTACT = "no-contact"
    TOO_LATE = "too-late"
    TOLD_BEFORE_CORRECTION = "told-before-correction"
    SEAT_VACANT = "seat-vacant"
    HAND_OVER = "hand-over"
    BOUNCED = "bounced"
    NOT_SENT = "not-sent"
    NO_LONGER_RECIPIENT = "no-longer-recipient"
    SEATED_ELSEWHERE = "seated-elsewhere"
    AGREEMENT_SUSPENDED = "agreement-suspended"
    AGREEMENT_EXPIRED = "agreement-expired"


class _OfTask(Event):
    """`about_kind` and `about` name the aggregate concerned; network and state decide who may see it."""

    kind: TaskKind
    about_kind: Code
    about: UUID
    network: UUID | None = None
    state: Iso3 | None = None


class TaskRaised(_OfTask, type="notifications.task-raised"):
    """Somebody should look; `person` is whom a message did not reach or whom it concerns, `cause` the event it is about."""

    cause: UUID
    person: PersonId | None = None


class TaskAcknowledged(_OfTask, type="notifications.task-acknowledged"):
    """Somebody is at it."""


class TaskResolved(_OfTask, type="notifications.task-resolved"):
    """It is done."""


EVENTS = (TaskRaised, TaskAcknowledged, TaskResolved)
