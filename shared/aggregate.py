"""What every aggregate is made of: a frozen state, the commands it answers, and pure functions of its state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import ActorId, new_id
from shared.contracts.text import RowKey, SafeStr
from shared.errors import RuleBroken

SECRETARIAT = "secretariat"


class Aggregate(BaseModel):
    """The state of one aggregate: frozen, and stored as its JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(BaseModel):
    """A wish. `occurred_on` is when it became true (default: today); `source` and `page` say where that stands written."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    occurred_on: PartialDate | None = None
    source: UUID | None = None
    page: SafeStr | None = None


class RecordCommand(Command):
    """Writes down the past. `row` names the row of a data set it comes from: loading that row again changes nothing."""

    occurred_on: PartialDate
    row: RowKey | None = None
    synthetic: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with a date (and certainty) of its own, where a decision states several facts of different dates."""

    event: Event
    occurred_on: PartialDate
    inferred: bool = False


Said = Event | Dated


@dataclass(frozen=True, slots=True)
class Deadline:
    """A command that runs at `due` unless the state no longer wants it: `key` is unique within the aggregate."""

    key: str
    due: date
    path: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision is given from outside: who, when (`today` is the latest day anywhere on Earth), fresh ids."""

    actor: ActorId
    now: datetime
    today: date
    new_id: Callable[[], UUID] = new_id


S = TypeVar("S", bound=Aggregate)


def _none(state: Any) -> tuple[()]:
    return ()


@dataclass(frozen=True)
class Kind(Generic[S]):
    """An aggregate as the machinery sees it.

    `apply(state, fact)` gives the next state and raises DomainError for an illegal one; `scopes` are the atoms that decide
    access, never empty; `claims` the unique names it holds; `deadlines` the commands that wait; `status` one word for menus.
    """

    name: str
    state: type[S]
    apply: Callable[[S | None, Envelope], S]
    scopes: Callable[[S], frozenset[str]]
    status: Callable[[S], str] = lambda state: str(getattr(state, "status", "known"))
    claims: Callable[[S], Sequence[str]] = _none
    deadlines: Callable[[S], Sequence[Deadline]] = _none


@dataclass(frozen=True, slots=True)
class Right:
    """Who may: a role and the atom by which the aggregate must be its own (`all`: any)."""

    role: str
    relation: Literal["all", "network", "state", "application"]


Lifecycle = Mapping[str | None, Mapping[type[Event], str]]
"""The legal changes of an aggregate: from a status (None: not there yet), by an event, to a status."""


def step(lifecycle: Lifecycle, status: str | None, event: Event) -> str:
    """The status after `event`. Raises RuleBroken `not-possible` when the lifecycle does not have it."""
    following = lifecycle.get(status, {}).get(type(event))
    if following is None:
        raise RuleBroken("not-possible", status=status, event=event.type)
    return following
