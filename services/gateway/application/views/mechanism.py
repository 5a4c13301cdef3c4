"""Mechanism: a state's institutions that prevent together, since when each, and how many there are."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.mechanism import (
    InstitutionJoinedMechanism,
    MechanismAnnounced,
    MechanismDissolved,
    MechanismEstablished,
)

_EMPTY: Document = {
    "announced": None,
    "established": None,
    "dissolved": None,
    "document": None,
    "counted": None,
    "institutions": [],
    "reason": None,
}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The mechanism's document after one more fact. `institutions` are bodies' ids with dates; `counted` a number or null."""
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    on = str(fact.occurred_on)
    match fact.event:
        case MechanismAnnounced() as event:
            after |= {**event.model_dump(mode="json"), "status": "announced", "announced": on}
        case MechanismEstablished() as event:
            said = event.model_dump(mode="json", include={"document", "counted"})
            after |= {**said, "status": "established", "established": on}
        case InstitutionJoinedMechanism(body=body):
            joined = {"body": str(body), "since": on}
            after |= {"status": "operating", "institutions": [*after["institutions"], joined]}
        case MechanismDissolved(reason=reason):
            after |= {"status": "dissolved", "dissolved": on, "reason": reason}
    return after


VIEW = View(kind="mechanism", fold=fold)
