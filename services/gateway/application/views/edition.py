"""Edition: a line of seminars, its partners, and from when to when it is held."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.enrollment.edition import EditionDefined, EditionRetired
from shared.contracts.event import Envelope


def fold(document: Document | None, fact: Envelope) -> Document:
    """The edition's document after one more fact."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case EditionDefined() as event:
            after |= event.model_dump(mode="json")
            after |= {"edition": str(fact.subject), "status": "open", "defined": str(fact.occurred_on), "retired": None}
        case EditionRetired():
            after |= {"status": "retired", "retired": str(fact.occurred_on)}
    return after


VIEW = View(kind="edition", fold=fold)
