"""What a work is to the application: what checks may look at, what reactions may do, and the values that pass between.

The work itself is one transaction of the store (shared/store/work.py); nothing here knows a driver.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from shared.aggregate import Aggregate, Dated, Kind, Said
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Provenance

S = TypeVar("S", bound=Aggregate)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[S]):
    """An aggregate under a work's lock: `state` after all its facts, None when there are none."""

    kind: Kind[S]
    id: UUID
    version: int
    recorded: datetime | None
    latest: date
    state: S | None
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cause:
    """What the events of a work have in common: who, why, on what evidence, in answer to what."""

    actor: UUID
    correlation: UUID
    occurred_on: PartialDate
    entry: Entry = Entry.LIVE
    provenance: Provenance = field(default_factory=Provenance)
    causation: UUID | None = None
    reason: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A new version of the fact `root`: an event of its class, or a retraction."""

    root: int
    said: Dated


class Reads(Protocol):
    """What a check may look at: other aggregates of the service and copies of foreign ones, at a date; and the evidence."""

    cause: Cause

    async def state_of(self, kind: Kind[S], id: UUID, on: PartialDate | None = None) -> S | None:
        """The state of an aggregate of the service at the latest day of `on`; None when there is none."""

    async def copy_of(self, kind: str, id: UUID) -> Sequence[Envelope]:
        """The events heard of a foreign aggregate; fold them with shared.history."""

    async def holder_of(self, claim: str) -> UUID | None:
        """The aggregate that holds a unique name today."""


class Works(Reads, Protocol):
    """What a reaction may do besides, in the consumer's transaction."""

    async def load(self, kind: Kind[S], id: UUID, *, create: bool = False) -> Loaded[S]:
        """An aggregate, locked until the work ends. Raises NotFound unless it exists or `create` is set."""

    async def events_of(self, loaded: Loaded[S]) -> list[Envelope]:
        """Its whole journal."""

    async def save(self, loaded: Loaded[S], said: Sequence[Said | Correction]) -> Loaded[S]:
        """State what was decided. Raises the DomainError of what is illegal."""

    async def find(self, kind: Kind[S], **having: object) -> Sequence[UUID]:
        """The aggregates of a kind whose state of today has these values, by id."""

    async def keep(self, event: Envelope) -> None:
        """Remember a foreign event as part of a copy."""


def caused_by(heard: Envelope, actor: UUID, changes: Mapping[str, Any] | None = None) -> Cause:
    """The cause of what a reaction states: on the same date and evidence as the event heard."""
    cause = Cause(
        actor=actor,
        correlation=heard.correlation,
        causation=heard.id,
        occurred_on=heard.occurred_on,
        entry=heard.entry,
        provenance=heard.provenance,
        traceparent=heard.traceparent,
    )
    return replace(cause, **(changes or {}))
