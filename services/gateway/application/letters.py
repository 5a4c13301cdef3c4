"""Letters: dead letters of all services in one list, as operators see them: ids, codes and places, never a record's bytes.

The bytes stay at the machine (`lemkin dlq show`): an operator reads no personal data, and nobody knows what a record that
could not be handled holds (security.md 4).
"""

from collections.abc import Iterable, Mapping
from typing import Any

MOST = 50
SHOWN = (
    *("id", "topic", "partition", "offset", "kind", "aggregate", "sequence", "reason", "error", "attempts", "at"),
    *("waiting", "outcome", "settled_by", "settled_at"),
)
Letter = Mapping[str, Any]


def shown(service: str, letter: Letter) -> dict[str, Any]:
    """One, with the service whose it is."""
    return {"service": service, **{name: letter[name] for name in SHOWN}}


def merged(found: Mapping[str, Iterable[Letter] | None]) -> dict[str, Any]:
    """The newest of all services' newest; `more`: there are others; `down`: services that did not answer (None)."""
    lists = {service: list(letters) for service, letters in found.items() if letters is not None}
    items = [shown(service, letter) for service, letters in lists.items() for letter in letters]
    items.sort(key=lambda item: (item["at"], item["service"], item["id"]), reverse=True)
    return {
        "items": items[:MOST],
        "more": len(items) > MOST or any(len(letters) >= MOST for letters in lists.values()),
        "down": [service for service, letters in found.items() if letters is None],
    }
