"""The AsyncAPI 3.1 document of the bus: a channel for each topic, a message for each event, who sends and who receives."""

from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from deploy.operations.event_docs import hearers
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PATTERN
from shared.contracts.event import Entry, Event
from shared.contracts.topics import PARTITIONS, topic
from shared.service import Service

_SCHEMAS = "#/components/schemas/"
_UUID = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string"}
_ATTRIBUTES: dict[str, Any] = {
    "specversion": {"const": "1.0"},
    "id": _UUID,
    "source": {"type": "string", "format": "uri-reference", "description": "/lemkin/ and the publishing service"},
    "type": {**_TEXT, "description": "Which event."},
    "subject": {**_TEXT, "description": "kind/id of the aggregate"},
    "time": {"type": "string", "format": "date-time", "description": "When it was recorded."},
    "datacontenttype": {"const": "application/json"},
    "dataschemaversion": {"type": "integer", "minimum": 1},
    "partitionkey": _UUID,
    "sequence": {"type": "integer", "minimum": 1, "description": "1..n within the aggregate, without a gap."},
    "occurredon": {"type": "string", "pattern": PATTERN, "description": "When it was true, as precisely as known."},
    "entry": {"enum": [entry.value for entry in Entry]},
    "actor": _UUID,
    "scopes": {**_TEXT, "description": "The atoms that decide access, with blanks between."},
    "correlationid": _UUID,
    "data": {"type": "object"},
}
_OPTIONAL: dict[str, Any] = {
    "corrects": {"type": "integer", "minimum": 1, "description": "The fact of which this is a later version."},
    "evidence": {**_UUID, "description": "The source that supports it."},
    "page": {"type": "string", "maxLength": 200},
    "synthetic": {"type": "boolean"},
    "inferred": {"type": "boolean"},
    "row": _TEXT,
    "digest": _TEXT,
    "causationid": _UUID,
    "reason": {**_TEXT, "description": "A code."},
    "traceparent": _TEXT,
}


def document(catalog: Catalog, services: Sequence[Service]) -> dict[str, Any]:
    """The document, as plain JSON values."""
    events = list(catalog.events.values())
    named, definitions = models_json_schema(
        [(event, "validation") for event in events], ref_template=_SCHEMAS + "{model}"
    )
    envelope = {"type": "object", "required": list(_ATTRIBUTES), "properties": {**_ATTRIBUTES, **_OPTIONAL}}
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Lemkin",
            "version": "1",
            "description": "Facts on the bus: CloudEvents 1.0, structured JSON.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {topic(service.name): _channel(service.name, events) for service in services},
        "operations": dict(_operations(events, services)),
        "components": {
            "messages": {event.type: _message(event, named[event, "validation"]) for event in events},
            "schemas": {**definitions.get("$defs", {}), "CloudEvent": envelope},
        },
    }


def _of(publisher: str, events: Sequence[type[Event]]) -> list[type[Event]]:
    return [event for event in events if event.type.partition(".")[0] == publisher]


def _channel(publisher: str, events: Sequence[type[Event]]) -> dict[str, Any]:
    return {
        "address": topic(publisher),
        "messages": {event.type: {"$ref": f"#/components/messages/{event.type}"} for event in _of(publisher, events)},
        "bindings": {"kafka": {"topic": topic(publisher), "partitions": PARTITIONS, "bindingVersion": "0.5.0"}},
    }


def _message(event: type[Event], data: Any) -> dict[str, Any]:
    own = {"type": {"const": event.type}, "dataschemaversion": {"const": event.version}, "data": data}
    return {
        "name": event.type,
        "summary": " ".join((event.__doc__ or "").split()),
        "payload": {"allOf": [{"$ref": f"{_SCHEMAS}CloudEvent"}, {"type": "object", "properties": own}]},
        "bindings": {"kafka": {"key": {**_UUID, "description": "The aggregate's id."}, "bindingVersion": "0.5.0"}},
    }


def _operations(events: Sequence[type[Event]], services: Sequence[Service]) -> list[tuple[str, dict[str, Any]]]:
    told = []
    for publisher in services:
        own = _of(publisher.name, events)
        told.append((f"{publisher.name}-says", _operation("send", publisher.name, own)))
        for service in services:
            heard = [event for event in own if service.name in hearers(event, services)]
            if heard:
                told.append((f"{service.name}-hears-{publisher.name}", _operation("receive", publisher.name, heard)))
    return told


def _operation(action: str, publisher: str, events: Sequence[type[Event]]) -> dict[str, Any]:
    channel = f"#/channels/{topic(publisher)}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.type}"} for event in events],
    }
