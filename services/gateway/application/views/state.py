"""State: its codes, region and names in five languages."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.state import StateListed, StateRenamed


def fold(document: Document | None, fact: Envelope) -> Document:
    """The state's document after one more fact. `listed`: since when it stands in the register."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case StateListed() as event:
            after |= event.model_dump(mode="json")
            after |= {"state": event.iso3, "status": "listed", "listed": str(fact.occurred_on)}
        case StateRenamed(names=names):
            after["names"] = names.model_dump(mode="json")
    return after


VIEW = View(kind="state", fold=fold)
