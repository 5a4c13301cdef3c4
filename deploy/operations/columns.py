"""What a store keeps of an aggregate beside its journal, made again from the journal alone. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from shared import history
from shared.aggregate import Deadline, Kind
from shared.contracts.event import Envelope
from shared.errors import DomainError


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be: `what` names it, `stored` and `computed` tell it in short."""

    service: str
    kind: str
    id: UUID | None
    what: str
    stored: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The row of an aggregate, the names it claims and the deadlines that wait for it."""

    version: int = 0
    recorded: datetime | None = None
    latest: date | None = None
    state: Mapping[str, Any] | None = None
    scopes: tuple[str, ...] = ()
    claims: frozenset[str] = frozenset()
    deadlines: Mapping[str, Deadline] | None = None


class Illegal(Exception):
    """The present release refuses a fact that stands in the journal: `fact` is its root, `code` the rule."""

    def __init__(self, fact: int, event: str, code: str) -> None:
        super().__init__(f"fact {fact} ({event}): {code}")
        self.fact = fact


def computed(kind: Kind[Any], events: Sequence[Envelope]) -> Columns:
    """The columns after these events (by sequence). Raises Illegal for the first fact that `apply` refuses."""
    if not events:
        return Columns(deadlines={})
    state, latest = None, None
    for fact in history.effective(events):
        try:
            state = kind.apply(state, fact)
        except DomainError as error:
            raise Illegal(fact.root, fact.event.type, error.code) from error
        latest = fact.occurred_on.counts_from
    scopes = kind.scopes(state) if state is not None else events[-1].scopes  # nothing left: as they last were
    return Columns(
        version=events[-1].sequence,
        recorded=events[-1].recorded,
        latest=latest,
        state=_as_stored(state),
        scopes=tuple(sorted(scopes)),
        claims=frozenset(kind.claims(state) if state is not None else ()),
        deadlines={line.key: line for line in kind.deadlines(state)} if state is not None else {},
    )


def differences(stored: Columns, wanted: Columns, today: date) -> list[tuple[str, str, str]]:
    """What is not the same: name, stored, computed. A deadline that is not there may have run, once its day has come."""
    told = [
        (field.name, _short(getattr(stored, field.name)), _short(getattr(wanted, field.name)))
        for field in fields(Columns)
        if field.name not in {"state", "deadlines"} and getattr(stored, field.name) != getattr(wanted, field.name)
    ]
    told += [
        (f"state/{name}", _short(_of(stored.state, name)), _short(_of(wanted.state, name)))
        for name in sorted({*(stored.state or {}), *(wanted.state or {})})
        if _of(stored.state, name) != _of(wanted.state, name)
    ]
    if (stored.state is None) != (wanted.state is None):
        told.append(("state", "none" if stored.state is None else "some", "none" if wanted.state is None else "some"))
    there, wish = stored.deadlines or {}, wanted.deadlines or {}
    return told + [
        (f"deadline/{key}", _due(there.get(key)), _due(wish.get(key)))
        for key in sorted({*there, *wish})
        if there.get(key) != wish.get(key) and not (key not in there and wish[key].due <= today)
    ]


def _as_stored(state: BaseModel | None) -> Mapping[str, Any] | None:
    """A state as it comes back from the store."""
    if state is None:
        return None
    plain: Mapping[str, Any] = orjson.loads(orjson.dumps(state.model_dump(mode="json", exclude_defaults=True)))
    return plain


def _of(state: Mapping[str, Any] | None, name: str) -> Any:
    return (state or {}).get(name)


def _due(line: Deadline | None) -> str:
    return f"{line.due} {line.path}" if line is not None else "none"


def _short(value: Any) -> str:
    if isinstance(value, frozenset | tuple):
        value = sorted(value)
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return text if len(text) <= 100 else f"{text[:97]}..."
