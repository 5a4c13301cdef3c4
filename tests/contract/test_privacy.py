"""No event can carry a personal datum: every string of every schema is an id, an enum, a code, a date or listed text (I6)."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest

from deploy.operations import asyncapi, services
from deploy.operations.contracts import followed
from shared.contracts import text
from shared.contracts.dates import PATTERN
from shared.contracts.event import Event
from shared.contracts.published import CATALOG
from tests.contract.public_text import PUBLIC_TEXT

CODES = {
    constraint.pattern
    for kind in (text.Code, text.RowKey, text.Iso3, text.Iso2, text.EventType)
    for constraint in get_args(kind)[1:]
} | {PATTERN}
FORMATS = {"uuid", "date", "date-time", "partial-date"}
ATTRIBUTES = {
    "source": "the publishing service",
    "type": "checked against the catalog",
    "subject": "a kind and an id",
    "scopes": "atoms of ids and codes",
    "page": "where in a source; SafeStr, bounded to 200 characters",
    "row": "a key of a data set (RowKey)",
    "digest": "a hash",
    "reason": "a code",
    "traceparent": "W3C trace context",
}
"""Strings of the CloudEvent around every event."""


def _strings(path: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every place below `schema` where a free string may stand."""
    schema = followed(schema, root)
    if not schema.keys() & {"type", "enum", "const", "anyOf", "oneOf"}:
        yield path, {"description": "anything at all"}
    if schema.get("type") == "string" and not (
        "enum" in schema or "const" in schema or schema.get("format") in FORMATS or schema.get("pattern") in CODES
    ):
        yield path, schema
    for name, field in schema.get("properties", {}).items():
        yield from _strings(f"{path}/{name}", field, root)
    for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("prefixItems", ())):
        yield from _strings(path, inner, root)
    for name in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(name), Mapping):
            yield from _strings(path, schema[name], root)
    if schema.get("type") == "object" and "properties" not in schema and "additionalProperties" not in schema:
        yield path, {"description": "an open object"}


def _free(event: type[Event]) -> dict[str, Mapping[str, Any]]:
    schema = event.model_json_schema()
    properties = schema.get("properties", {}).items()
    return dict(found for name, field in properties for found in _strings(f"{event.type}/{name}", field, schema))


@pytest.mark.parametrize("event", CATALOG.events.values(), ids=lambda event: event.type)
def test_free_text_is_public_text_and_has_a_reason(event: type[Event]) -> None:
    for place, schema in _free(event).items():
        assert schema.get("description") == "public", f"{place} is a string without a rule"
        assert schema.get("maxLength") == 300, place
        assert place in PUBLIC_TEXT, f"{place} is free text: say in PUBLIC_TEXT why no personal datum can stand there"


def test_no_reason_is_left_over() -> None:
    found = {place for event in CATALOG.events.values() for place in _free(event)}
    assert set(PUBLIC_TEXT) <= found


def test_the_envelope_has_no_other_text() -> None:
    envelope = asyncapi.document(CATALOG, services.services())["components"]["schemas"]["CloudEvent"]
    properties = {**envelope["properties"]}
    assert properties.pop("data") == {"type": "object"}
    found = {place for name, field in properties.items() for place, _ in _strings(name, field, envelope)}
    assert found == set(ATTRIBUTES)


class Sneaky(Event, type="network.sneaky"):
    """An event that would let a name through."""

    name: str
    notes: dict[str, str]
    anything: Any


def test_the_walk_finds_what_it_must() -> None:
    assert set(_free(Sneaky)) == {"network.sneaky/name", "network.sneaky/notes", "network.sneaky/anything"}
