"""Statement: what a source claims, as it was said; its source stands in `sources`."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.statement import StatementRecorded


def fold(document: Document | None, fact: Envelope) -> Document:
    """The statement's document after one more fact. `network` is there when it is about one; `on` is its date."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case StatementRecorded() as event:
            after |= {**event.model_dump(mode="json"), "status": "recorded", "on": str(fact.occurred_on)}
            after["network"] = after["about_id"] if event.about_kind == "network" else None
    return after


VIEW = View(kind="statement", fold=fold)
