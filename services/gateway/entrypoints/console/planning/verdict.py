"""Verdict: what enrollment answered to a plan, in words that stand beside the fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from services.gateway.adapters.services import Answered
from services.gateway.entrypoints.console.planning.draft import RULES

_PART = re.compile(r"/parts/([0-9]{1,2})(?:/(place|country|dates|code))?")
_FIELDS = {"title": "title", "slug": "slug", "edition": "edition", "source": "source", "page": "page"}
AGAIN = frozenset({"in-flight", "not-known-here-yet", "unavailable", "too-many-requests"})
"""Refusals that sending the same once more may end."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`place`: `kind/id@version` of what was made; else `code` of the refusal, and by field the rule or code that it broke."""

    status: int
    place: str | None = None
    code: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    retry_after: str | None = None


def verdict(answered: Answered) -> Verdict:
    """Read the answer of a service."""
    told = orjson.loads(answered.body)
    if answered.status < 300:
        return Verdict(answered.status, place=f"{told['kind']}/{told['id']}@{told['version']}")
    code = str(told.get("code", "refused"))
    fields = {
        name: RULES[rule] if code == "invalid" else ""
        for error in told.get("errors", ())
        for name, rule in [_field(str(error.get("pointer", "")))]
        if name
    }
    if code == "taken" and not fields:  # the one name that a seminar holds alone
        fields = {"slug": ""}
    return Verdict(answered.status, code=code, fields=fields, retry_after=answered.headers.get("retry-after"))


def _field(pointer: str) -> tuple[str, str]:
    """The field of the form that a JSON Pointer means, and its rule; empty where none is."""
    if found := _PART.match(pointer):
        name = {"country": "country", "dates": "first"}.get(found[2] or "", "place")
        return f"part-{found[1]}-{name}", "dates" if name == "first" else name
    name = pointer.partition("/")[2].partition("/")[0]
    if name == "capacity":
        return "capacity-participant", "capacity"
    if name in {"occurred_on", "on"}:
        return "occurred-first", "occurred"
    if name == "organisers":
        return "organisers", "organisers"
    return (_FIELDS[name], name) if name in _FIELDS else ("", "")
