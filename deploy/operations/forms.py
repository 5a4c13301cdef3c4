"""Forms: whether stored states are of the form that this release reads. An upgrade may change it; the facts stay as they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from shared.aggregate import Kind

OLDEST = """
    SELECT DISTINCT ON (kind) kind || ' ' || state::text FROM aggregates WHERE state IS NOT NULL ORDER BY kind, recorded
"""
"""Of each kind the state that was written longest ago: one line, kind and JSON."""


def unreadable(lines: Iterable[str], kinds: Mapping[str, Kind[Any]]) -> list[str]:
    """The kinds of which a state (a line of OLDEST) cannot be read; kinds that this release does not know are left out."""
    found = []
    for line in lines:
        kind, _, state = line.partition(" ")
        if kind in kinds:
            try:
                kinds[kind].state.model_validate_json(state)
            except ValidationError:
                found.append(kind)
    return found
