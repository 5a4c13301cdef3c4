"""Membership: where a state stands in a network, and all periods in which it was a member."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.membership import (
    IntentDeclared,
    MembershipActivated,
    MembershipLapsed,
    MembershipResumed,
    MembershipSuspended,
    StateAcceded,
    StateInvited,
    StateWithdrew,
)

_EMPTY: Document = {
    "since": None,
    "until": None,
    "periods": [],
    "founding": False,
    "focal_point_due": None,
    "document": None,
}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The membership's document after one more fact.

    `since` and `until` are those of the last of its `periods`; `document` is the source of its accession.
    """
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    match fact.event:
        case StateInvited() as event:
            after |= {"network": str(event.network), "state": event.state, "status": "invited"}
        case IntentDeclared():
            after["status"] = "intent_declared"
        case StateAcceded(document=source):
            after |= {"status": "accession_pending", "document": str(source) if source else None}
        case MembershipActivated() as event:
            due = event.focal_point_due
            after |= {"network": str(event.network), "state": event.state, "status": "active"}
            after |= {"founding": after["founding"] or event.founding}
            after |= {"focal_point_due": due.isoformat() if due else None}
            after |= _periods([*after["periods"], {"since": str(fact.occurred_on), "until": None}])
        case MembershipSuspended():
            after["status"] = "suspended"
        case MembershipResumed():
            after["status"] = "active"
        case MembershipLapsed():
            after |= {"status": "inactive", **_closed(after, fact)}
        case StateWithdrew():
            after |= {"status": "withdrawn", **_closed(after, fact)}
    return after


def _closed(document: Document, fact: Envelope) -> Document:
    if not document["periods"]:
        return {}
    *earlier, last = document["periods"]
    return _periods([*earlier, {**last, "until": str(fact.occurred_on)}])


def _periods(periods: list[Document]) -> Document:
    return {"periods": periods, "since": periods[-1]["since"], "until": periods[-1]["until"]}


VIEW = View(kind="membership", fold=fold)
