"""Task: something that waits for a person."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.notifications.task import TaskAcknowledged, TaskRaised, TaskResolved


def fold(document: Document | None, fact: Envelope) -> Document:
    """The task's document after one more fact. `status`: raised, acknowledged, resolved; each with its date."""
    after: Document = {"acknowledged": None, "resolved": None, **(document or {}), **evidence(document, fact)}
    event, on = fact.event, str(fact.occurred_on)
    match event:
        case TaskRaised():
            after |= {**event.model_dump(mode="json"), "status": "raised", "raised": on}
        case TaskAcknowledged():
            after |= {"status": "acknowledged", "acknowledged": on}
        case TaskResolved():
            after |= {"status": "resolved", "resolved": on}
    return after


VIEW = View(kind="task", fold=fold)
