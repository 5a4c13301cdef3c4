"""docs/events.md: every event by its publisher, with its meaning, its fields and who hears it."""

import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from deploy.operations.contracts import followed
from shared.contracts.catalog import Catalog
from shared.contracts.event import Event
from shared.contracts.topics import topic
from shared.service import Service

_HEAD = """# Events

Made by `lemkin events` from the classes in `shared/contracts`; do not edit. Each one is a fact that happened, wrapped in a
CloudEvent (`shared/contracts/event.py`), with a golden schema in `shared/contracts/schemas` and an example in
`shared/contracts/examples`. A field with a question mark may be missing. *public*: `/api/v1/events` shows it.
"""


def page(catalog: Catalog, services: Sequence[Service]) -> str:
    """The whole page."""
    parts = [_HEAD]
    for publisher, own in groupby(catalog.events.values(), lambda event: event.type.partition(".")[0]):
        parts.append(f"## {publisher}\n\nTopic `{topic(publisher)}`.\n")
        for module, events in groupby(own, lambda event: event.__module__):
            parts.append(f"### {module.rpartition('.')[2].replace('_', ' ')}\n\n{sys.modules[module].__doc__}\n")
            parts.append(_table(list(events), services))
    return "\n".join(parts)


def hearers(event: type[Event], services: Sequence[Service]) -> list[str]:
    """The services that do something when they hear it."""
    publisher = event.type.partition(".")[0]
    return [
        service.name
        for service in services
        if publisher in service.hears and (service.handles is None or event.type in service.handles)
    ]


def _table(events: Sequence[type[Event]], services: Sequence[Service]) -> str:
    rows = ["| event | meaning | fields | heard by |", "|---|---|---|---|"]
    for event in events:
        name = f"`{event.type}`{f' v{event.version}' if event.version > 1 else ''}{' *public*' if event.public else ''}"
        rows.append(
            f"| {name} | {_cell(event.__doc__)} | {_fields(event)} | {', '.join(hearers(event, services)) or 'nobody'} |"
        )
    return "\n".join(rows) + "\n"


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def _fields(event: type[Event]) -> str:
    schema = event.model_json_schema()
    required = set(schema.get("required", ()))
    told = [
        f"`{name}{'' if name in required else '?'}` {_kind_of(field, schema)}"
        for name, field in schema.get("properties", {}).items()
    ]
    return ", ".join(told) or "none"


def _kind_of(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """What stands in a field, in a word or two."""
    schema = followed(schema, root)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        kinds = [_kind_of(one, root) for one in choices if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema or "const" in schema:
        return " \\| ".join(str(word) for word in schema.get("enum", [schema.get("const")]))
    match schema.get("type"):
        case "array":
            return f"list of {_kind_of(schema.get('items', {'type': 'value'}), root)}"
        case "object" if isinstance(schema.get("additionalProperties"), Mapping):
            return f"{_kind_of(schema['additionalProperties'], root)} by key"
        case "object":
            return "{" + ", ".join(schema.get("properties", ())) + "}"
    return _word_for(schema)


def _word_for(schema: Mapping[str, Any]) -> str:
    if schema.get("pattern") == "^[A-Z]{3}$":
        return "ISO alpha-3"
    if "format" in schema:
        return {"uuid": "id", "partial-date": "date as known"}.get(schema["format"], str(schema["format"]))
    if schema["type"] == "string":
        return "code" if "pattern" in schema else "text"
    return str(schema["type"])
