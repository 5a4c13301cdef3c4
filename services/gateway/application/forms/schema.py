"""From a JSON schema, as pydantic writes it, to the fields of a form."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.gateway.application.forms.field import Control, Field
from services.gateway.application.views.table import VIEWS

Schema = Mapping[str, Any]
_LINES_FROM = 1000
"""Texts that may be longer than this are written in several lines."""
_ISO3, _CODE = "^[A-Z]{3}$", "^[a-z0-9]+(-[a-z0-9]+)*$"
_KIND_OF_OBJECT = "about_kind"
_NOT_IN_DOCUMENTS = {"account": "gateway.account", "recipient": "enrollment.person", "about_id": "?", "about": "?"}
"""What x-lemkin does not name: accounts, which are no aggregates, and members of facts that no command states. An id that is
not here either (an event that was the cause) stays as it is."""


def fields_of(
    schema: Schema, schemas: Mapping[str, Schema], refs: Mapping[str, str], kind: str = ""
) -> tuple[Field, ...]:
    """The fields of an object's schema. `refs`: what a member names, by its path (`parts/country`) or its name alone.

    `kind`: of the object; words that have no class of their own are of its statuses.
    """
    return tuple(
        replace(field, words=f"{kind}-status") if field.codes and not field.words else field
        for field in _members(schema, schemas, refs)
    )


def _members(
    schema: Schema, schemas: Mapping[str, Schema], refs: Mapping[str, str], path: str = ""
) -> tuple[Field, ...]:
    schema = _resolved(schema, schemas)[0]
    required = schema.get("required", ())
    found = []
    for name, member in schema.get("properties", {}).items():
        if name == "id" and name not in required and not path:
            continue  # lets a script repeat a wish; a form has its key
        found.append(_field(name, member, schemas, refs, f"{path}{name}", required=name in required))
    return tuple(found)


def _resolved(schema: Schema, schemas: Mapping[str, Schema]) -> tuple[Schema, str]:
    """The schema itself, and the name of its class if it has one; `anyOf` with null is what it is without."""
    named = ""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            named = schema["$ref"].rpartition("/")[2]
            schema = schemas[named]
        else:
            (schema,) = (one for one in schema["anyOf"] if one.get("type") != "null")
    return schema, named


def _field(
    name: str, member: Schema, schemas: Mapping[str, Schema], refs: Mapping[str, str], path: str, *, required: bool
) -> Field:
    schema, named = _resolved(member, schemas)
    given: dict[str, Any] = {"name": name, "required": required}
    default = member.get("default")
    if isinstance(default, str):
        given["default"] = default
    if "properties" in schema:
        return Field(control=Control.GROUP, inner=_members(schema, schemas, refs, f"{path}/"), **given)
    if schema.get("type") == "array":
        given |= {"least": schema.get("minItems"), "most": schema.get("maxItems")}
        return _several(schema["items"], schemas, refs, path, given)
    if "additionalProperties" in schema:
        words, kind = _resolved(schema["propertyNames"], schemas)
        number = schema["additionalProperties"]
        bounds: dict[str, Any] = {"least": number.get("minimum"), "most": number.get("maximum")}
        return Field(control=Control.COUNTS, codes=tuple(words["enum"]), words=_kebab(kind), **bounds, **given)
    if name == _KIND_OF_OBJECT:
        return Field(control=Control.CHOICE, codes=tuple(sorted(VIEWS)), words="object", **given)
    return Field(**given, **_simple(name, schema, named, refs.get(path) or refs.get(name, "")))


def _several(
    item: Schema, schemas: Mapping[str, Schema], refs: Mapping[str, str], path: str, given: dict[str, Any]
) -> Field:
    schema, named = _resolved(item, schemas)
    if "properties" in schema:
        return Field(control=Control.ROWS, inner=_members(schema, schemas, refs, f"{path}/"), **given)
    simple = _simple(given["name"], schema, named, refs.get(path) or refs.get(given["name"], ""))
    told = {name: simple[name] for name in ("codes", "words", "ref", "iso3") if name in simple}
    return Field(control=Control.CHECKS, **told, **given)


def _simple(name: str, schema: Schema, named: str, ref: str) -> dict[str, Any]:
    if "enum" in schema:
        return {"control": Control.CHOICE, "codes": tuple(schema["enum"]), "words": _kebab(named)}
    if schema.get("type") == "boolean":
        return {"control": Control.YES}
    if schema.get("type") == "integer":
        return {"control": Control.NUMBER, "least": schema.get("minimum"), "most": schema.get("maximum")}
    if schema.get("format") == "uuid":
        return _object(name, ref)
    if schema.get("pattern") == _ISO3 and ref:
        return {"control": Control.OBJECT, "ref": ref, "iso3": True}
    return _text(schema)


def _object(name: str, ref: str) -> dict[str, Any]:
    if name == "id":
        return {"control": Control.OWN_ID}
    return {"control": Control.OBJECT, "ref": ref or _NOT_IN_DOCUMENTS.get(name, "")}


def _text(schema: Schema) -> dict[str, Any]:
    if schema.get("format") == "partial-date":
        return {"control": Control.DATE, "longest": 64}
    if schema.get("format") == "date":
        return {"control": Control.DAY, "longest": 10}
    longest, pattern = schema.get("maxLength"), schema.get("pattern")
    if pattern:
        return {"control": Control.CODE if pattern == _CODE else Control.LINE, "longest": longest, "pattern": pattern}
    control = Control.LINES if (longest or 0) > _LINES_FROM else Control.LINE
    return {"control": control, "longest": longest, "public": schema.get("description") == "public"}


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
