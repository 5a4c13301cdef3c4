"""The golden files of the published language: a JSON schema for each version of each event, and what a change may be.

A reader of release N must read what N-1 wrote, and the other way round, for both run together (reliability.md P9). So one
change keeps the version: a new field with a default. All others need a new version and an upcaster, since an event of a
newer version waits where an unreadable one would be a dead letter.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.embedded.layout import ROOT
from deploy.operations.generated import as_json
from shared.contracts.catalog import Catalog
from shared.contracts.event import Event

SCHEMAS = "shared/contracts/schemas"
_TELLS_ONLY = {"title", "description", "examples", "$id", "x-public"}


def golden(catalog: Catalog) -> dict[str, str]:
    """The schema files of the present versions: path and text."""
    return {f"{SCHEMAS}/{stem(event)}.json": as_json(schema_of(event)) for event in catalog.events.values()}


def stem(event: type[Event]) -> str:
    """The name of an event's golden files."""
    return f"{event.type}.v{event.version}"


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The schema of an event's `data`, as a reader of this release expects it."""
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": stem(event), "x-public": event.public}
    return {**about, **event.model_json_schema()}


def problems(catalog: Catalog) -> list[str]:
    """Changes of the present code against the kept schemas that would break readers, one sentence each."""
    return [problem for path in sorted((ROOT / SCHEMAS).glob("*.json")) for problem in _problems(catalog, path.stem)]


def _problems(catalog: Catalog, name: str) -> Iterator[str]:
    type_name, _, version = name.rpartition(".v")
    event = catalog.events.get(type_name)
    if event is None:
        yield f"{name}: no event has this name any more, and journals keep it for ever"
    elif int(version) > event.version:
        yield f"{name}: the event has gone back to version {event.version}"
    elif int(version) < event.version:
        if (type_name, int(version)) not in catalog.upcasters:
            yield f"{name}: there is no upcaster from version {version}"
    else:
        for change in breaks(json.loads((ROOT / SCHEMAS / f"{name}.json").read_text("utf-8")), schema_of(event)):
            yield f"{name}: {change}: give it version {event.version + 1} and an upcaster"


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What in `new` an old reader, or in `old` a new reader, would not understand; empty when all is well."""
    before, after = old.get("properties", {}), new.get("properties", {})
    required_before, required_after = set(old.get("required", ())), set(new.get("required", ()))
    told = [f"the field {name} is gone" for name in before if name not in after]
    told += [f"the new field {name} has no default" for name in after if name not in before and name in required_after]
    for name in before:
        if name in after and (name in required_before) != (name in required_after):
            told.append(f"the field {name} is {'now' if name in required_after else 'no longer'} required")
        if name in after and _meaning(before[name], old) != _meaning(after[name], new):
            told.append(f"the field {name} has another type or rule")
    return told


def followed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, or the definition of `root` that it refers to."""
    if "$ref" not in schema:
        return schema
    found = root["$defs"][str(schema["$ref"]).rpartition("/")[2]]
    return followed({**found, **{name: value for name, value in schema.items() if name != "$ref"}}, root)


def _meaning(schema: Any, root: Mapping[str, Any]) -> Any:
    """A schema with its references followed and without what is only told to people."""
    if isinstance(schema, Mapping):
        schema = followed(schema, root)
        properties = {name: _meaning(field, root) for name, field in schema.get("properties", {}).items()}
        rest = {
            name: _meaning(value, root)
            for name, value in schema.items()
            if name not in _TELLS_ONLY and name != "properties"
        }
        return {**rest, "properties": properties} if properties else rest
    if isinstance(schema, list):
        return [_meaning(one, root) for one in schema]
    return schema
