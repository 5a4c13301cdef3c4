"""Dispatch: one message to one person about one event, and what became of it. Persons are ids; there is no text."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.notifications.dispatch import (
    DispatchApproved,
    DispatchCancelled,
    DispatchFailed,
    DispatchHeld,
    DispatchRequested,
    DispatchSent,
    DispatchSuppressed,
)

_EMPTY: Document = {"contact": None, "language": None, "why": None, "ended": None}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The dispatch's document after one more fact.

    `status`: requested, held, approved, sent, failed, suppressed, cancelled; `why` for the last three; `ended`: since when.
    """
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    event = fact.event
    match event:
        case DispatchRequested():
            said = event.model_dump(mode="json", exclude={"recipient"})
            after |= {**said, "status": "requested", "requested": str(fact.occurred_on)}
            after |= {"person": str(event.recipient)}
        case DispatchHeld():
            after |= {"status": "held"}
        case DispatchApproved():
            after |= {"status": "approved"}
        case DispatchSent(contact=contact, language=language):
            told = {"contact": str(contact), "language": language.value}
            after |= {"status": "sent", "ended": str(fact.occurred_on), **told}
        case DispatchFailed(why=why) | DispatchSuppressed(why=why) | DispatchCancelled(why=why):
            after |= {"status": event.type.rpartition("-")[2], "why": why, "ended": str(fact.occurred_on)}
    return after


VIEW = View(kind="dispatch", fold=fold)
