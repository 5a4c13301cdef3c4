"""Asking: from a question and its parameters to the bytes of the answer. Knows no SQL and no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson

from services.gateway.application.access import POLICY, Reader, atoms, sees
from services.gateway.application.cursor import Cursors, Wish, limit_of
from services.gateway.application.moment import BadParameter, Moment, moment
from services.gateway.application.published import PERSONS
from services.gateway.application.questions.question import Question
from shared.errors import NotFound

PAGING = ("limit", "cursor")


@dataclass(frozen=True, slots=True)
class Arrived:
    """How far the facts of each service have arrived (a JSON object), and when the newest of them was recorded."""

    data_as_of: str
    recorded: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the store found: JSON made there (a list, or an object; None: nothing), and for a list how it goes on."""

    json: str | None
    arrived: Arrived
    total: int = 0
    last: str | None = None
    left: int = 0


class Answers(Protocol):
    """What is asked: the statement of that name over the snapshots."""

    async def find(self, name: str, values: Mapping[str, Any]) -> Found:
        """Its result for these values."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters as they came: those of the path, and those behind the question mark."""

    places: Mapping[str, str]
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON of an answer, and the cursor of the next page if there is one."""

    body: bytes
    next: str | None = None


async def ask(
    question: Question, asked: Asked, reader: Reader, answers: Answers, cursors: Cursors, now: datetime
) -> Answer:
    """The answer. Raises BadParameter, NotFound, Forbidden."""
    _refuse_unknown(question, asked.given)
    values = _values(question, asked, reader)
    when = moment(asked.given.get("as_of"), asked.given.get("known_at"), asked.given.get("synthetic"), now)
    wish, bound = Wish(), _bound(question, asked)
    if question.many:
        wish = Wish(limit_of(asked.given.get("limit")))
        if (cursor := asked.given.get("cursor")) is not None:
            when, after = cursors.read(cursor, when, reader.account, bound)
            wish = replace(wish, after=after)
    found = await answers.find(question.name, {**_when(when), "limit": wish.limit, "after": wish.after, **values})
    if found.json is None:
        raise NotFound("not-found")
    known_at = when.known_at or found.arrived.recorded
    head: dict[str, Any] = {}
    follows = None
    if question.many:
        if found.left and found.last is not None:
            follows = cursors.make(found.last, when, known_at, reader.account, bound)
        head |= {"next": follows, "total": found.total}
    told = {"as_of": when.as_of.isoformat(), "known_at": written(known_at), "synthetic": when.origin}
    # One object says itself whether it is made up; a name must not stand twice.
    head |= {name: told[name] for name in question.dates if question.many or name != "synthetic"}
    return Answer(_joined(question, found, head), follows)


def written(at: datetime | None) -> str | None:
    """A time as RFC 3339, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z") if at else None


def _joined(question: Question, found: Found, head: Mapping[str, Any]) -> bytes:
    """The pieces as one object; what the store made is not parsed again."""
    told = orjson.dumps(head)[1:-1]
    found_json = (found.json or "").encode()
    body = b'{"items":' + found_json if question.many else found_json.rstrip()[:-1]
    parts = [body, told, b'"data_as_of":' + found.arrived.data_as_of.encode()]
    return b",".join(part for part in parts if part) + b"}"


def _refuse_unknown(question: Question, given: Mapping[str, str]) -> None:
    known = {filter.name for filter in question.filters} | {*question.dates}
    known |= {*PAGING} if question.many else set()
    if not known.issuperset(given):
        raise BadParameter("?", f"must be one of {', '.join(sorted(known)) or 'none'}")


def _values(question: Question, asked: Asked, reader: Reader) -> dict[str, Any]:
    """What the statement needs: places, filters, and for each line of the policy the atoms the reader sees."""
    atoms(reader, question.rights)
    values: dict[str, Any] = {"persons": PERSONS}
    values |= {f"sees_{line.replace('-', '_')}": _list(sees(reader, line)) for line in POLICY}
    for place in question.places:
        try:
            values[place.name] = place.value(asked.places[place.name])
        except BadParameter as error:  # a malformed id is an unknown one (security.md I7)
            raise NotFound("not-found") from error
    for filter in question.filters:
        text = asked.given.get(filter.name)
        if text is None and filter.required:
            raise BadParameter(filter.name, f"is missing; it {filter.rule}")
        values[filter.name] = filter.value(text) if text is not None else None
    return values


def _list(seen: frozenset[str] | None) -> list[str] | None:
    return sorted(seen) if seen is not None else None


def _when(when: Moment) -> dict[str, Any]:
    return {"as_of": when.as_of, "known_at": when.known_at, "origin": when.origin.value}


def _bound(question: Question, asked: Asked) -> dict[str, str]:
    """What a cursor is bound to besides the reader."""
    given = {name: text for name, text in asked.given.items() if name not in PAGING}
    return {**given, **{f"/{name}": text for name, text in asked.places.items()}, "?": question.name}
