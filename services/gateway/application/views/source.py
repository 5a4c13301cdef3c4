"""Source: a document that supports facts."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.source import SourceRegistered


def fold(document: Document | None, fact: Envelope) -> Document:
    """The source's document after one more fact. `date` is the day it bears, or null."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case SourceRegistered() as event:
            after |= event.model_dump(mode="json")
            after |= {"source": str(fact.subject), "status": "registered", "registered": str(fact.occurred_on)}
    return after


VIEW = View(kind="source", fold=fold)
