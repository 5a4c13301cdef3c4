"""One example of each version of each event, as it stands on the bus. Made once, then kept: it must decode for ever."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from deploy.embedded.layout import ROOT
from deploy.operations.contracts import followed, stem
from deploy.operations.generated import as_json
from shared.contracts.catalog import Catalog, encode
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, FactRetracted, Provenance

EXAMPLES = "shared/contracts/examples"
_WORDS = ("ARG", "AR", "example", "network.state-invited", "states/arg", "en")
_TEXTS = {"uuid": "", "date": "2012-03-29", "date-time": "2026-01-15T12:00:00Z", "partial-date": "spring 2012"}
_RECORDED = datetime(2026, 1, 15, 12, 0, 0, 1, tzinfo=UTC)


def missing(catalog: Catalog, kinds: Mapping[str, str]) -> dict[str, str]:
    """The example files that are not there yet: path and text. `kinds`: the kind of aggregate by wire name."""
    paths = {f"{EXAMPLES}/{stem(event)}.json": event for event in catalog.events.values()}
    return {
        path: as_json(encode(example(event, kinds.get(event.type) or event.__module__.rpartition(".")[2])))
        for path, event in paths.items()
        if not (ROOT / path).exists()
    }


def example(event: type[Event], kind: str) -> Envelope:
    """A whole fact of that class. Raises ValidationError when the event has rules that the schema does not tell."""
    schema = event.model_json_schema()
    data = _sample("data", schema, schema)
    retracts = issubclass(event, FactRetracted)
    return Envelope(
        id=_id("event"),
        kind=kind,
        subject=_id(kind),
        sequence=2 if retracts else 1,
        recorded=_RECORDED,
        occurred_on=PartialDate.parse("2012-03-29"),
        corrects=1 if retracts else None,
        entry=Entry.RECORD,
        actor=_id("actor"),
        scopes=("secretariat",),
        provenance=Provenance(source=_id("source"), page="3"),
        correlation=_id("correlation"),
        causation=None,
        reason="mistake" if retracts else None,
        traceparent=None,
        event=event.model_validate(data),
    )


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"example/{name}")


def _sample(name: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    """A value that a schema allows, with every optional field filled."""
    schema = followed(schema, root)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return _sample(name, choices[0], root)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object" | "array":
            return _several(name, schema, root)
        case "integer" | "number":
            return max(1, schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
    return _text(name, schema)


def _several(name: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    if schema["type"] == "array":
        fixed = [_sample(name, rule, root) for rule in schema.get("prefixItems", ())]
        return fixed or [_sample(name, schema["items"], root)] * max(1, schema.get("minItems", 1))
    named = {field: _sample(field, rule, root) for field, rule in schema.get("properties", {}).items()}
    values = schema.get("additionalProperties")
    if named or not isinstance(values, Mapping):
        return named
    return {_sample(name, schema.get("propertyNames", {}), root): _sample(name, values, root)}


def _text(name: str, schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return _TEXTS[schema["format"]] or str(_id(name))
    if "pattern" in schema:
        return next(word for word in _WORDS if re.search(schema["pattern"], word))
    return f"{name.replace('_', ' ').capitalize()} of an example"
