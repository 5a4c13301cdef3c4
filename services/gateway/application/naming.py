"""Naming: whose names an answer needs, and the answer with what enrollment told of them. Nothing here outlives the answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from services.gateway.application.access import Reader, sees
from services.gateway.application.questions.question import Question
from shared.contracts.privacy import Erased, Group, Identity, NotAvailable, PersonTold

NOT_RECORDED = "not-recorded"
UNAVAILABLE = "unavailable"
"""Said of a name when enrollment is away, refuses, or cannot decrypt: the page is served all the same."""


def may_ask(question: Question, reader: Reader) -> bool:
    """Whether this answer carries names at all."""
    return question.named is not None and sees(reader, "names") != frozenset()


def persons_in(question: Question, told: Mapping[str, Any]) -> Sequence[UUID]:
    """Whose names are to be asked for, each once, in the order of the answer."""
    return [*dict.fromkeys(person for _, person in _bearers(question, told))]


def named(question: Question, told: dict[str, Any], names: Mapping[UUID, PersonTold] | None) -> bytes:
    """The answer with a name beside each person; `names` None: nothing could be learned."""
    for bearer, person in _bearers(question, told):
        bearer.update(shown(names, person, details=not question.many))
    return orjson.dumps(told)


def _bearers(question: Question, told: Mapping[str, Any]) -> Iterator[tuple[Any, UUID]]:
    """The parts of the answer that are about one person each, and who that is."""
    for bearer in told["items"] if question.many else [told]:
        if question.named is not None and question.named in bearer:
            yield bearer, UUID(bearer[question.named])


def shown(names: Mapping[UUID, PersonTold] | None, person: UUID, *, details: bool) -> dict[str, Any]:
    """What is said of one name. Whom the reader may not see is left as if there were no names (security.md I7)."""
    if names is None:
        return {"name": None, "name_status": UNAVAILABLE}
    match names.get(person, {}).get(Group.IDENTITY):
        case Identity(given_name=given, family_name=family, title=title, post=post):
            name = {"name": {"given_name": given, "family_name": family, "title": title}}
            return {**name, "post_details": post.model_dump() if post else None} if details else name
        case Erased():
            return {"name": None, "name_status": "erased"}
        case NotAvailable(why=why):
            return {"name": None, "name_status": NOT_RECORDED if why == NOT_RECORDED else UNAVAILABLE}
    return {}
