"""The OpenAPI 3.1 document of a write service, made from its table of commands.

The gateway reads the frozen documents (shared/contracts/openapi) for its menus and forms, so it imports no service. What
OpenAPI has no word for stands in the extension `x-lemkin` of each operation:

    who      [{"role", "relation"}]: who may, by role and own atom
    states   status words in which it is possible; empty: any
    kind     the kind of aggregate it is for
    makes    wire names of the events it may state
    refs     field (or path of a nested one, `parts/host`) -> `service.kind` that it names
    record   it writes down the past;   edit   it needs If-Match
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.aggregate import Command, Right
from shared.commands import CommandSpec
from shared.correct import Correct, correctors
from shared.service import Service

REFS: Mapping[str, str] = {
    "body": "network.body",
    "contact": "notifications.contact-point",
    "country": "network.state",
    "delegations": "network.state",
    "document": "network.source",
    "edition": "enrollment.edition",
    "endorser": "enrollment.person",
    "host": "network.state",
    "initiators": "network.state",
    "institutions": "network.body",
    "letter": "network.source",
    "network": "network.network",
    "networks": "network.network",
    "organisers": "network.body",
    "person": "enrollment.person",
    "proposer": "enrollment.person",
    "report": "network.source",
    "secretariat": "network.body",
    "seminar": "enrollment.seminar",
    "source": "network.source",
    "state": "network.state",
    "states": "network.state",
}
"""What a field of that name points to: an aggregate's id, or the code of a state."""

_SCHEMAS = "#/components/schemas/"
_BAD = "application/problem+json"
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The same key and body give the same answer, and it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100},
}
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The version that the caller saw, as the ETag gives it.",
    "schema": {"type": "string", "pattern": '^"?[0-9]{1,9}"?$'},
}
_OUTCOME = {
    "type": "object",
    "description": "What was done; the ETag is the version.",
    "required": ["kind", "id", "version", "events", "unchanged"],
    "properties": {
        "kind": {"type": "string"},
        "id": {"type": "string", "format": "uuid"},
        "version": {"type": "integer"},
        "events": {"type": "array", "items": {"type": "string", "format": "uuid"}},
        "unchanged": {"type": "boolean", "description": "It was so before."},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457: `code` is stable, further members are ids, codes, dates and numbers.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "rule"],
                "properties": {
                    "pointer": {"type": "string"},
                    "rule": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_ETAG = {"ETag": {"description": "The version, in quotes.", "schema": {"type": "string"}}}
_DONE = {"application/json": {"schema": {"$ref": _SCHEMAS + "Outcome"}}}
_ANSWERS = {
    "Done": {"description": "Done, or it was so before.", "headers": _ETAG, "content": _DONE},
    "Made": {"description": "Done; the aggregate is new.", "headers": _ETAG, "content": _DONE},
    "Refused": {"description": "Refused.", "content": {_BAD: {"schema": {"$ref": _SCHEMAS + "Problem"}}}},
}
_RESPONSES = {
    status: {"$ref": f"#/components/responses/{name}"}
    for status, name in zip(("200", "201", "default"), _ANSWERS, strict=True)
}


def document(service: Service) -> dict[str, Any]:
    """The document of one service, as plain JSON values; equal tables give equal documents."""
    bodies: list[type[BaseModel]] = [*dict.fromkeys(line.command for line in service.commands), Correct]
    named, definitions = models_json_schema(
        [(body, "validation") for body in bodies], ref_template=_SCHEMAS + "{model}"
    )
    schemas = definitions["$defs"]
    at = {body: named[body, "validation"] for body in bodies}
    paths: dict[str, Any] = {}
    for line in service.commands:
        refs = dict(_refs(at[line.command], schemas))
        paths[f"/{line.path}"] = {"post": _operation(line, at[line.command], refs)}
    for collection, lines in _collections(service.commands).items():
        paths[f"/{collection}/{{id}}/correct"] = {"post": _correction(collection, lines, at[Correct])}
    return {
        "openapi": "3.1.0",
        "info": {"title": service.name, "version": "1"},
        "paths": paths,
        "components": {
            "responses": _ANSWERS,
            "schemas": {**schemas, "Outcome": _OUTCOME, "Problem": _PROBLEM},
            "securitySchemes": {"internal": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
        "security": [{"internal": []}],
    }


def _operation(line: CommandSpec, body: Mapping[str, Any], refs: Mapping[str, str]) -> dict[str, Any]:
    match = {**_VERSION, "required": line.edit}
    return {
        "operationId": line.operation,
        "summary": _summary(line.command),
        "tags": [line.collection],
        "parameters": [*([_ID] if "{id}" in line.path else []), _ONCE, match],
        "requestBody": _body(body),
        "responses": _RESPONSES,
        "x-lemkin": {
            "who": _who(line.who),
            "states": [str(state) for state in line.states],
            "record": line.record,
            "edit": line.edit,
            "kind": line.kind.name,
            "makes": [event.type for event in line.makes],
            "refs": dict(refs),
        },
    }


def _correction(collection: str, lines: Sequence[CommandSpec], body: Mapping[str, Any]) -> dict[str, Any]:
    """Which fact may be corrected by whom is as the line of its event says; `who` is all of them together."""
    return {
        "operationId": "Correct" + re.sub(r"(?:^|-)(.)", lambda found: found[1].upper(), collection),
        "summary": "Correct or retract facts, each named by the sequence of its first event.",
        "tags": [collection],
        "parameters": [_ID, _ONCE, {**_VERSION, "required": True}],
        "requestBody": _body(body),
        "responses": _RESPONSES,
        "x-lemkin": {
            "who": _who(correctors(lines)),
            "states": [],
            "record": False,
            "edit": True,
            "kind": lines[0].kind.name,
            "makes": sorted({event.type for line in lines for event in line.makes}),
            "refs": {"source": REFS["source"]},
        },
    }


def _collections(table: Sequence[CommandSpec]) -> dict[str, list[CommandSpec]]:
    lines: dict[str, list[CommandSpec]] = {}
    for line in table:
        lines.setdefault(line.collection, []).append(line)
    return lines


def _summary(command: type[Command]) -> str:
    return " ".join((command.__doc__ or "").split())


def _who(rights: Sequence[Right]) -> list[dict[str, str]]:
    return [{"role": right.role, "relation": right.relation} for right in rights]


def _body(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": dict(schema)}}}


def _refs(schema: Mapping[str, Any], schemas: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """The fields below `schema` that name an aggregate, by their path. An id of its own (`id`) names none."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_SCHEMAS)]
    for name, field in schema.get("properties", {}).items():
        yield from _named(name, field, schemas, f"{path}{name}")


def _named(name: str, field: Mapping[str, Any], schemas: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if "$ref" in field or "properties" in field:
        yield from _refs(field, schemas, f"{path}/")
    elif (field.get("format") == "uuid" or field.get("pattern") == "^[A-Z]{3}$") and name in REFS:
        yield path, REFS[name]
    for inner in (*field.get("anyOf", ()), *([field["items"]] if "items" in field else [])):
        yield from _named(name, inner, schemas, path)
