"""Person: an opaque id with its posts. Never shown by itself: it leaves the gateway only as counts, or inside a grant."""

from uuid import UUID

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
    NameRecorded,
    PersonRegistered,
    PostDetailsRecorded,
    PostLeft,
    PostTakenUp,
)
from shared.contracts.enrollment.words import Purpose
from shared.contracts.event import Envelope


def fold(document: Document | None, fact: Envelope) -> Document:
    """The person's document after one more fact: `posts` oldest first, and the latest post's state, sector and level.

    `consents` [{purpose, since, until}] oldest first; `language`; `contacts` [{contact, channel}]; `name_recorded`, and in a
    post `details`: that there is a name, and more on the post, in the people store.
    """
    after: Document = {**(document or {}), **evidence(document, fact)}
    on = str(fact.occurred_on)
    posts = after.get("posts", [])
    match fact.event:
        case PersonRegistered() | PostTakenUp() as event:
            post = {"state": event.state, "sector": event.sector, "level": event.level, "since": on, "until": None}
            after |= {"person": str(fact.subject), "status": "known", "posts": [*_ended(posts, on), post]}
            after |= {"state": event.state, "sector": event.sector, "level": event.level}
        case PostLeft():
            after["posts"] = _ended(posts, on)
        case _:
            after |= _told(after, fact)
    if isinstance(fact.event, PersonRegistered):
        after["gender"] = fact.event.gender
    return after


def _told(after: Document, fact: Envelope) -> Document:
    """What changes by a fact that tells of the people store, or of what the person agrees to."""
    on, posts = str(fact.occurred_on), after.get("posts", [])
    changed: Document = {}
    match fact.event:
        case NameRecorded():
            changed = {"name_recorded": True}
        case PostDetailsRecorded():
            changed = {"posts": [*posts[:-1], *({**post, "details": True} for post in posts[-1:])]}
        case AddressRecorded(contact=contact, channel=channel):
            changed = {"contacts": [*_without(after, contact), {"contact": str(contact), "channel": channel}]}
        case AddressRemoved(contact=contact):
            changed = {"contacts": _without(after, contact)}
        case ConsentGiven(purpose=purpose):
            changed = {"consents": [*_withdrawn(after, purpose, on), {"purpose": purpose, "since": on, "until": None}]}
        case ConsentWithdrawn(purpose=purpose):
            changed = {"consents": _withdrawn(after, purpose, on)}
        case LanguageChosen(language=language):
            changed = {"language": language}
    return changed


def _ended(posts: list[Document], on: str) -> list[Document]:
    return [{**post, "until": post["until"] or on} for post in posts]


def _without(document: Document, contact: UUID) -> list[Document]:
    return [one for one in document.get("contacts", []) if one["contact"] != str(contact)]


def _withdrawn(document: Document, purpose: Purpose, on: str) -> list[Document]:
    """The consents, those of that purpose ended."""
    consents: list[Document] = document.get("consents", [])
    return [{**one, "until": one["until"] or on} if one["purpose"] == purpose else one for one in consents]


VIEW = View(kind="person", fold=fold)
