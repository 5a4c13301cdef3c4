"""Dead letters outside the store: their names across services, and how one becomes a fixture of a test."""

import json
from collections.abc import Mapping
from typing import Any

from deploy.embedded.failures import USAGE, StartFailure
from shared.records import Received

_KEPT = ("topic", "partition", "offset", "key", "value", "headers")


def parse(name: str) -> tuple[str, int]:
    """Service and number of `network/12`. Raises StartFailure."""
    service, _, number = name.partition("/")
    if not number.isdecimal():
        raise StartFailure(f"{name} names no dead letter", "`lemkin dlq list` shows them as SERVICE/NUMBER", USAGE)
    return service, int(number)


def as_fixture(letter: Mapping[str, Any]) -> str:
    """The raw record as JSON (key, value and headers as hexadecimal digits): opaque ids and codes, no personal datum."""
    return json.dumps({name: letter[name] for name in _KEPT}, indent=1) + "\n"


def from_fixture(text: str) -> Received:
    """The record as it came from the log."""
    kept = json.loads(text)
    for name in ("key", "value"):
        kept[name] = bytes.fromhex(kept[name]) if kept[name] is not None else None
    headers = {name: bytes.fromhex(value) for name, value in kept["headers"].items()}
    return Received(**{**kept, "headers": headers})
