"""Body: a ministry, an office, an organisation or whatever else acts beside states."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.body import BodyClosed, BodyRegistered, BodyRenamed


def fold(document: Document | None, fact: Envelope) -> Document:
    """The body's document after one more fact. `former_names` are oldest first."""
    after: Document = {"former_names": [], "closed": None, **(document or {}), **evidence(document, fact)}
    match fact.event:
        case BodyRegistered() as event:
            after |= {**event.model_dump(mode="json"), "status": "registered", "registered": str(fact.occurred_on)}
        case BodyRenamed(name=name):
            former = [after["name"]] if "name" in after else []
            after |= {"name": name, "former_names": [*after["former_names"], *former]}
        case BodyClosed():
            after |= {"status": "closed", "closed": str(fact.occurred_on)}
    return after


VIEW = View(kind="body", fold=fold)
