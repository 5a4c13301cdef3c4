"""Dispute: what a source says against an object of the register; its source stands in `sources`."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.dispute import FactDisputed


def fold(document: Document | None, fact: Envelope) -> Document:
    """The dispute's document after one more fact. `fact` is the root of the one fact disputed, or null; `on` its date."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case FactDisputed() as event:
            after |= {**event.model_dump(mode="json"), "status": "open", "on": str(fact.occurred_on)}
    return after


VIEW = View(kind="dispute", fold=fold)
