"""Person: an opaque id with its posts. Never shown by itself: it leaves the gateway only as counts, or inside a grant."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.enrollment.person import PersonRegistered, PostLeft, PostTakenUp
from shared.contracts.event import Envelope


def fold(document: Document | None, fact: Envelope) -> Document:
    """The person's document after one more fact: `posts` oldest first, and the latest post's state, sector and level."""
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
    if isinstance(fact.event, PersonRegistered):
        after["gender"] = fact.event.gender
    return after


def _ended(posts: list[Document], on: str) -> list[Document]:
    return [{**post, "until": post["until"] or on} for post in posts]


VIEW = View(kind="person", fold=fold)
