"""State: its codes, region and names in five languages, and where each name stands in its alphabet."""

from services.gateway.application.alphabets import sort_keys
from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.state import StateListed, StateRenamed


def fold(document: Document | None, fact: Envelope) -> Document:
    """The state's document after one more fact. `listed`: since when it stands in the register; `alphabet`: keys of its names
    by language, for lists only (no answer shows them)."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case StateListed() as event:
            after |= event.model_dump(mode="json")
            after |= {"state": event.iso3, "status": "listed", "listed": str(fact.occurred_on)}
        case StateRenamed(names=names):
            after["names"] = names.model_dump(mode="json")
    if "names" in after:
        after["alphabet"] = sort_keys(after["names"])
    return after


VIEW = View(kind="state", fold=fold)
