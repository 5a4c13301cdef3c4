"""The public API's document as it is kept in docs/openapi, and what of a new one would break a client of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.operations import services
from deploy.operations.openapi import document
from services.gateway.entrypoints.api.documents import openapi

KEPT = "docs/openapi/v1.json"
Document = Mapping[str, Any]


def public_document() -> dict[str, Any]:
    """The document that the gateway serves, made from the tables as they are now."""
    return openapi({one.name: document(one) for one in services.services() if one.commands})


def breaking(before: Document, after: Document) -> list[str]:
    """What a client of `before` could not do any more: an operation or parameter that is gone, one more that is required, a
    value that is no longer taken. What is new and optional breaks nobody."""
    return [*_of_operations(before, after), *_of_schemas(before, after)]


def _of_operations(before: Document, after: Document) -> Iterator[str]:
    for path, ways in before["paths"].items():
        for way, operation in ways.items():
            now = after["paths"].get(path, {}).get(way)
            if now is None:
                yield f"{way.upper()} {path} is gone"
                continue
            was, given = _parameters(operation), _parameters(now)
            yield from (f"{way.upper()} {path}: the parameter {name} is gone" for name in was.keys() - given.keys())
            for name, parameter in given.items():
                if parameter.get("required") and not was.get(name, {}).get("required"):
                    yield f"{way.upper()} {path}: the parameter {name} is required now"
                yield from _of_values(f"{way.upper()} {path}: {name}", was.get(name, {}), parameter)


def _parameters(operation: Document) -> dict[str, Document]:
    return {one["name"]: one.get("schema", {}) | one for one in operation.get("parameters", ()) if "name" in one}


def _of_schemas(before: Document, after: Document) -> Iterator[str]:
    now = after["components"]["schemas"]
    for name, schema in before["components"]["schemas"].items():
        if name not in now:
            continue  # what used it is compared by its operation
        was, given = schema.get("properties", {}), now[name].get("properties", {})
        yield from (f"{name}: the field {field} is gone" for field in was.keys() - given.keys())
        required = {*now[name].get("required", ())} - {*schema.get("required", ())}
        yield from (f"{name}: the field {field} is required now" for field in sorted(required))
        yield from _of_values(name, schema, now[name])
        for field in was.keys() & given.keys():
            yield from _of_values(f"{name}: {field}", was[field], given[field])


def _of_values(what: str, before: Document, after: Document) -> Iterator[str]:
    """Values that were taken and are not any more; none named before means that any was."""
    if "enum" in before and "enum" in after:
        yield from (f"{what}: {value!r} is no longer taken" for value in before["enum"] if value not in after["enum"])
