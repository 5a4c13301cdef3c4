"""Contact point: whether a person's contact may be used for messages. The person is an id; there is no address."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.notifications.contact_point import (
    ContactBounced,
    ContactDeclaredDead,
    ContactRegistered,
    ContactVerified,
)


def fold(document: Document | None, fact: Envelope) -> Document:
    """The contact's document after one more fact. `status`: unverified, verified, bouncing, dead; `why` it is dead."""
    after: Document = {"why": None, **(document or {}), **evidence(document, fact)}
    event = fact.event
    match event:
        case ContactRegistered():
            after |= {**event.model_dump(mode="json"), "status": "unverified", "why": None}
        case ContactVerified():
            after |= {"status": "verified"}
        case ContactBounced():
            after |= {"status": "bouncing"}
        case ContactDeclaredDead(why=why):
            after |= {"status": "dead", "why": why}
    return after


VIEW = View(kind="contact-point", fold=fold)
