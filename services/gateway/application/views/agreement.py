"""Agreement: what a partner does for the programmes, and all periods in which the agreement was in force."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.agreement import (
    AgreementAmended,
    AgreementDrafted,
    AgreementExpired,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
)

_EMPTY: Document = {
    "drafted": None,
    "signed": None,
    "last_day": None,
    "document": None,
    "amendments": [],
    "periods": [],
    "reason": None,
}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The agreement's document after one more fact.

    `last_day` is the one agreed on, or null; `periods` are those in force, so a suspension ends one; `reason`: why it was
    suspended or terminated.
    """
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    on = str(fact.occurred_on)
    match fact.event:
        case AgreementDrafted() as event:
            after |= {**event.model_dump(mode="json"), "status": "drafted", "drafted": on}
        case AgreementSigned() as event:
            said = event.model_dump(mode="json")
            after |= {"status": "in_force", "signed": on, "last_day": said["until"], "document": said["document"]}
            after["periods"] = [*after["periods"], {"since": on, "until": None}]
        case AgreementAmended() as event:
            said = event.model_dump(mode="json")
            amendment = {"on": on, "until": said["until"], "document": said["document"]}
            after |= {"title": event.title, "last_day": said["until"]}
            after["amendments"] = [*after["amendments"], amendment]
        case AgreementSuspended(reason=reason):
            after |= {"status": "suspended", "reason": reason, "periods": _ended(after["periods"], on)}
        case AgreementResumed():
            periods = [*after["periods"], {"since": on, "until": None}]
            after |= {"status": "in_force", "reason": None, "periods": periods}
        case AgreementExpired():
            after |= {"status": "expired", "periods": _ended(after["periods"], on)}
        case AgreementTerminated(reason=reason):
            after |= {"status": "terminated", "reason": reason, "periods": _ended(after["periods"], on)}
    return after


def _ended(periods: list[Document], on: str) -> list[Document]:
    """The last period ends on that day, if it has not ended yet."""
    if not periods or periods[-1]["until"] is not None:
        return periods
    return [*periods[:-1], {**periods[-1], "until": on}]


VIEW = View(kind="agreement", fold=fold)
