"""Question: one line of the table of reads. From it come the route, its parameters, the rights and the OpenAPI document.

How it is answered stands under its name in adapters/statements/.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.application.access import POLICY
from services.gateway.application.moment import BadParameter, last_day

DATES = ("as_of", "known_at", "synthetic")


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter: how its text is read (raises ValueError or BadParameter), and the rule in words and as a JSON schema."""

    name: str
    read: Callable[[str], Any]
    rule: str
    schema: Mapping[str, Any]
    required: bool = False

    def value(self, text: str) -> Any:
        """What the text means. Raises BadParameter."""
        try:
            return self.read(text)
        except ValueError as error:
            raise BadParameter(self.name, self.rule) from error


@dataclass(frozen=True, kw_only=True)
class Question:
    """`name` is its operation and its statement; `path` holds `{place}`s, which are filters too.

    `many`: the answer is a list with pages; otherwise one object. `rights`: the line of the policy that all of it needs, without
    which nothing starts (security.md A1). `dates`: which of the three it takes. `named`: the member of an item (or of the one
    object) that holds the person whose name is shown to those who may see it.
    """

    name: str
    path: str
    summary: str
    rights: str
    places: tuple[Filter, ...] = ()
    filters: tuple[Filter, ...] = ()
    many: bool = True
    dates: tuple[str, ...] = DATES
    named: str | None = None

    def __post_init__(self) -> None:
        if self.rights not in POLICY:
            raise ValueError(f"the question {self.name} names no line of the policy")


def word(name: str, *words: str) -> Filter:
    """One of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(name)
        return text

    return Filter(name, read, f"must be one of {', '.join(words)}", {"type": "string", "enum": list(words)})


def shaped(name: str, pattern: str, rule: str) -> Filter:
    """A text of that shape."""
    shape = re.compile(pattern)

    def read(text: str) -> str:
        if not shape.fullmatch(text):
            raise ValueError(name)
        return text

    return Filter(name, read, rule, {"type": "string", "pattern": f"^{pattern}$"})


def state(name: str = "state") -> Filter:
    """A state."""
    return shaped(name, "[A-Z]{3}", "must be three capital letters (ISO 3166-1 alpha-3)")


def slug(name: str) -> Filter:
    """A readable name."""
    return shaped(name, "[a-z0-9]+(?:-[a-z0-9]+){0,30}", "must be small letters, digits and single hyphens")


def object_id(name: str = "id") -> Filter:
    """An id."""

    def read(text: str) -> UUID:
        if len(text) != 36:
            raise ValueError(name)
        return UUID(text)

    return Filter(name, read, "must be a UUID", {"type": "string", "format": "uuid"})


def year(name: str = "year") -> Filter:
    """A year."""

    def read(text: str) -> int:
        if not re.fullmatch("[12][0-9]{3}", text):
            raise ValueError(name)
        return int(text)

    return Filter(name, read, "must be a year of four digits", {"type": "integer", "minimum": 1000, "maximum": 2999})


def months(name: str) -> Filter:
    """A number of months."""

    def read(text: str) -> int:
        if not re.fullmatch("[1-9][0-9]{0,2}", text):
            raise ValueError(name)
        return int(text)

    schema = {"type": "integer", "minimum": 1, "maximum": 999}
    return Filter(name, read, "must be a number of months from 1 to 999", schema)


def truth(name: str) -> Filter:
    """True or false."""

    def read(text: str) -> bool:
        if text not in {"true", "false"}:
            raise ValueError(name)
        return text == "true"

    return Filter(name, read, "must be true or false", {"type": "boolean"})


def day(name: str) -> Filter:
    """A day; of a month or year the last one. It must be given."""

    def read(text: str) -> date:
        return last_day(name, text)

    return Filter(name, read, "must be a day, month or year", {"type": "string"}, required=True)


def number(name: str) -> Filter:
    """A position in a stream."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,18}", text):
            raise ValueError(name)
        return int(text)

    return Filter(name, read, "must be a whole number", {"type": "integer", "minimum": 0})


BY_NAME = (word("sort", "code", "name"), word("language", "en", "es", "fr", "pt", "ar"))
"""For lists of states: by code (the default), or by name in the alphabet of that language (English if none is said)."""
