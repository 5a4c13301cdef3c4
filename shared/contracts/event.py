"""Event and Envelope: a fact that happened, and everything we know about it.

An `Event` is the content, a class per kind of fact, named on the wire by a declared type and version (never by its class
path). An `Envelope` is the CloudEvent around it: whose fact, when true, when recorded, by whom, from which source.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.dates import PartialDate
from shared.contracts.text import EventType, RowKey, SafeStr


class Event(BaseModel):
    """Content of a fact. Subclass with the wire name: `class StateInvited(Event, type="network.state-invited")`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    version: ClassVar[int]
    public: ClassVar[bool]

    def __init_subclass__(cls, *, type: str = "", version: int = 1, public: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.type, cls.version, cls.public = type, version, public


class FactRetracted(Event):
    """The fact it corrects is taken back; each service declares its own subclass `<service>.fact-retracted`.

    `fact` is the wire name of what is taken back, so that a listener need not remember it.
    """

    fact: EventType


class Entry(StrEnum):
    """`live`: said as it happened; `record`: written down from the past, so it causes no message."""

    LIVE = "live"
    RECORD = "record"


class Provenance(BaseModel):
    """Where a fact comes from: a Source and its page, or that it is made up (`synthetic`), or the actor alone.

    `inferred`: the source does not say it in so many words. `row` and `digest` name the row of a data set and the hash of
    its content, so that loading the row again finds its own fact.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: UUID | None = None
    page: SafeStr | None = None
    synthetic: bool = False
    inferred: bool = False
    row: RowKey | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One event of the journal.

    `sequence` counts 1..n within the aggregate; `corrects` is the root of the fact this is a later version of;
    `recorded` is the time it entered the journal (UTC) and never goes back within the aggregate.
    """

    id: UUID
    kind: str
    subject: UUID
    sequence: int
    recorded: datetime
    occurred_on: PartialDate
    corrects: int | None
    entry: Entry
    actor: UUID
    scopes: tuple[str, ...]
    provenance: Provenance
    correlation: UUID
    causation: UUID | None
    reason: str | None
    traceparent: str | None
    event: Event

    @property
    def root(self) -> int:
        """The fact: the sequence of its first event."""
        return self.corrects or self.sequence
