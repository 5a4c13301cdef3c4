"""Refusal: what enrollment found wrong with a plan, in words that stand beside the fields."""

import re
from collections.abc import Mapping

from services.gateway.entrypoints.console.planning.draft import RULES
from services.gateway.entrypoints.console.sending import Refused

_PART = re.compile(r"/parts/([0-9]{1,2})(?:/(place|country|dates|code))?")
_FIELDS = {"title": "title", "slug": "slug", "edition": "edition", "source": "source", "page": "page"}
AGAIN = frozenset({"in-flight", "not-known-here-yet", "unavailable", "too-many-requests"})
"""Refusals that sending the same once more may end."""


def wrong_fields(refused: Refused) -> Mapping[str, str]:
    """By field of the form the rule that it broke, or nothing where the code of the refusal says it."""
    fields = {
        name: RULES[rule] if refused.code == "invalid" else ""
        for error in refused.problem.get("errors", ())
        for name, rule in [_field(str(error.get("pointer", "")))]
        if name
    }
    if refused.code == "taken" and not fields:  # the one name that a seminar holds alone
        return {"slug": ""}
    return fields


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
