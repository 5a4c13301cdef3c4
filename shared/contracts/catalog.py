"""The registry of every published event, and its form on the wire: CloudEvents 1.0, structured JSON, mirrored `ce_` headers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, Provenance
from shared.errors import Undecodable, UnknownEvent

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_MIRRORED = ("id", "source", "type", "subject", "time", "sequence", "corrects", "dataschemaversion", "entry")


@dataclass(frozen=True, slots=True)
class Address:
    """What a record's headers alone tell: which event of which aggregate it is."""

    type: str
    version: int
    kind: str
    subject: UUID
    sequence: int
    corrects: int | None


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
            wire = orjson.loads(value)
            event = self._event(wire["type"], int(wire["dataschemaversion"]), wire["data"])
            kind, _, subject = wire["subject"].partition("/")
            return Envelope(
                id=UUID(wire["id"]),
                kind=kind,
                subject=UUID(subject),
                sequence=wire["sequence"],
                recorded=datetime.fromisoformat(wire["time"]),
                occurred_on=PartialDate.parse(wire["occurredon"]),
                corrects=wire.get("corrects"),
                entry=Entry(wire["entry"]),
                actor=UUID(wire["actor"]),
                scopes=tuple(wire["scopes"].split()),
                provenance=_provenance(wire),
                correlation=UUID(wire["correlationid"]),
                causation=UUID(wire["causationid"]) if "causationid" in wire else None,
                reason=wire.get("reason"),
                traceparent=wire.get("traceparent"),
                event=event,
            )
        except (KeyError, TypeError, ValueError, AttributeError, ValidationError) as error:
            raise Undecodable(f"not an event: {type(error).__name__}") from error

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


def _provenance(wire: Mapping[str, Any]) -> Provenance:
    return Provenance.model_validate({**wire, "source": wire.get("evidence")})


def headers(wire: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """The `ce_` headers of a CloudEvent: enough to order and skip it without decoding."""
    mirrored = [(f"ce_{name}", str(wire[name]).encode()) for name in _MIRRORED if name in wire]
    return [("content-type", b"application/cloudevents+json; charset=UTF-8"), *mirrored]


def address(given: Mapping[str, bytes]) -> Address:
    """Which event the headers name. Raises Undecodable when they do not."""
    try:
        kind, _, subject = given["ce_subject"].decode().partition("/")
        sequence = int(given["ce_sequence"])
        if sequence < 1:
            raise ValueError("sequences start at 1")
        return Address(
            type=given["ce_type"].decode(),
            version=int(given["ce_dataschemaversion"]),
            kind=kind,
            subject=UUID(subject),
            sequence=sequence,
            corrects=int(given["ce_corrects"]) if "ce_corrects" in given else None,
        )
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise Undecodable(f"headers do not name an event: {type(error).__name__}") from error
