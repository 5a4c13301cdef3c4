"""The registry of every published event, and its form on the wire: CloudEvents 1.0, structured JSON, mirrored `ce_` headers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, Provenance
from shared.contracts.text import RowKey, SafeStr
from shared.contracts.topics import topic
from shared.errors import Undecodable, UnknownEvent

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_MIRRORED = ("id", "source", "type", "subject", "time", "sequence", "corrects", "dataschemaversion", "entry")


class Address(NamedTuple):
    """What a record's headers alone tell: which event of which aggregate it is."""

    type: str
    version: int
    kind: str
    subject: UUID
    sequence: int
    corrects: int | None


class _Wire(BaseModel):
    """The attributes of a CloudEvent as they are read: parsed and checked in one go, which halves the price of an event."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    type: str
    subject: str
    time: datetime
    dataschemaversion: int
    sequence: int
    occurredon: str
    entry: Entry
    actor: UUID
    scopes: str
    correlationid: UUID
    data: dict[str, Any]
    corrects: int | None = None
    causationid: UUID | None = None
    reason: str | None = None
    traceparent: str | None = None
    evidence: UUID | None = None
    page: SafeStr | None = None
    synthetic: bool = False
    inferred: bool = False
    row: RowKey | None = None
    digest: str | None = None


class Catalog:
    """All events by wire name, with the upcasters from (type, old version) to the next version."""

    def __init__(
        self, events: Iterable[type[Event]], upcasters: Mapping[tuple[str, int], Upcaster] | None = None
    ) -> None:
        self.events: dict[str, type[Event]] = {}
        for event in events:
            if self.events.setdefault(event.type, event) is not event:
                raise ValueError(f"two events are called {event.type}")
        self.upcasters = dict(upcasters or {})

    def decode(self, value: bytes) -> Envelope:
        """The envelope in `value`. Raises Undecodable, or UnknownEvent for a type or version of a newer release."""
        try:
            wire = _Wire.model_validate_json(value)
            event = self._event(wire.type, wire.dataschemaversion, wire.data)
            kind, subject = _named(wire.subject)
            return Envelope(
                id=wire.id,
                kind=kind,
                subject=subject,
                sequence=wire.sequence,
                recorded=wire.time,
                occurred_on=PartialDate.parse(wire.occurredon),
                corrects=wire.corrects,
                entry=wire.entry,
                actor=wire.actor,
                scopes=tuple(wire.scopes.split()),
                provenance=_provenance(wire),
                correlation=wire.correlationid,
                causation=wire.causationid,
                reason=wire.reason,
                traceparent=wire.traceparent,
                event=event,
            )
        except (KeyError, ValueError, ValidationError) as error:
            raise Undecodable(f"not an event: {type(error).__name__}") from error

    def received(self, value: bytes, place: Address, from_topic: str) -> Envelope:
        """The same of a record: topic, headers and body must agree on what it is, and only the topic's owner says it.

        A topic has one writer; what else a record says of its source is nothing to go by (security.md B2). Raises as `decode`.
        """
        envelope = self.decode(value)
        named = (place.type, place.kind, place.subject, place.sequence, place.corrects)
        told = (envelope.event.type, envelope.kind, envelope.subject, envelope.sequence, envelope.corrects)
        if named != told or topic(place.type.partition(".")[0]) != from_topic:
            raise Undecodable("topic, headers and body do not agree on what it is")
        return envelope

    def check(self, name: str, version: int) -> type[Event]:
        """The class of that type, if this release knows the version. Raises UnknownEvent."""
        known = self.events.get(name)
        if known is None or version > known.version:
            raise UnknownEvent(f"{name} version {version}")
        return known

    def _event(self, name: str, version: int, data: dict[str, Any]) -> Event:
        known = self.check(name, version)
        while version < known.version:
            data, version = self.upcasters[name, version](data), version + 1
        return known.model_validate(data)


def encode(envelope: Envelope) -> dict[str, Any]:
    """The CloudEvent as a JSON object; absent attributes are left out."""
    event = envelope.event
    attributes = {
        "specversion": "1.0",
        "id": str(envelope.id),
        "source": f"/lemkin/{event.type.partition('.')[0]}",
        "type": event.type,
        "subject": f"{envelope.kind}/{envelope.subject}",
        "time": envelope.recorded.isoformat(),
        "datacontenttype": "application/json",
        "dataschemaversion": event.version,
        "partitionkey": str(envelope.subject),
        "sequence": envelope.sequence,
        "occurredon": envelope.occurred_on.text,
        "corrects": envelope.corrects,
        "entry": envelope.entry.value,
        "actor": str(envelope.actor),
        "scopes": " ".join(envelope.scopes),
        **_evidence(envelope.provenance),
        "correlationid": str(envelope.correlation),
        "causationid": str(envelope.causation) if envelope.causation else None,
        "reason": envelope.reason,
        "traceparent": envelope.traceparent,
        "data": event.model_dump(mode="json", exclude_none=True),
    }
    return {name: value for name, value in attributes.items() if value is not None}


def _evidence(provenance: Provenance) -> dict[str, Any]:
    """Provenance as attributes; its source is called `evidence` there, since CloudEvents has another `source`."""
    given = provenance.model_dump(mode="json", exclude_defaults=True)
    return {("evidence" if name == "source" else name): value for name, value in given.items()}


def _provenance(wire: _Wire) -> Provenance:
    return Provenance(
        source=wire.evidence,
        page=wire.page,
        synthetic=wire.synthetic,
        inferred=wire.inferred,
        row=wire.row,
        digest=wire.digest,
    )


@lru_cache(maxsize=8192)
def _named(subject: str) -> tuple[str, UUID]:
    """Kind and id of an aggregate. A record is asked twice within a chunk, by its headers and by its content."""
    kind, _, id = subject.partition("/")
    return kind, UUID(id)


def headers(wire: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """The `ce_` headers of a CloudEvent: enough to order and skip it without decoding."""
    mirrored = [(f"ce_{name}", str(wire[name]).encode()) for name in _MIRRORED if name in wire]
    return [("content-type", b"application/cloudevents+json; charset=UTF-8"), *mirrored]


def address(given: Mapping[str, bytes]) -> Address:
    """Which event the headers name. Raises Undecodable when they do not."""
    try:
        kind, subject = _named(given["ce_subject"].decode())
        sequence = int(given["ce_sequence"])
        if sequence < 1:
            raise ValueError("sequences start at 1")
        return Address(
            type=given["ce_type"].decode(),
            version=int(given["ce_dataschemaversion"]),
            kind=kind,
            subject=subject,
            sequence=sequence,
            corrects=int(given["ce_corrects"]) if "ce_corrects" in given else None,
        )
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise Undecodable(f"headers do not name an event: {type(error).__name__}") from error
