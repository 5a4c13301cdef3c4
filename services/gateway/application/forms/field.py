"""Field: one thing that a form asks for, whatever it looks like on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Control(StrEnum):
    """What a field is filled in with."""

    LINE = "line"
    LINES = "lines"
    CODE = "code"
    NUMBER = "number"
    DAY = "day"
    DATE = "date"  # as precisely as it is known
    CHOICE = "choice"  # one word
    YES = "yes"
    OBJECT = "object"  # one object, by its id or the code of a state
    CHECKS = "checks"  # several words, or several objects
    COUNTS = "counts"  # a number for each word
    GROUP = "group"
    ROWS = "rows"
    OWN_ID = "own-id"  # a fresh id of what is made, never typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`name`: of the JSON member. `words`: of which kind its `codes` are in the vocabulary. `ref`: `service.kind` of the
    object meant, `?` when another member (`about_kind`) says the kind, empty when it cannot be changed. `inner`: the members
    of a group, or of each row.

    `least` and `most` bound a number, or how many entries there are; `longest` a text. `public`: no markup (security.md I3).
    `iso3`: an object named by the code of a state.
    """

    name: str
    control: Control
    required: bool = False
    longest: int | None = None
    pattern: str | None = None
    public: bool = False
    least: int | None = None
    most: int | None = None
    codes: tuple[str, ...] = ()
    words: str = ""
    ref: str = ""
    iso3: bool = False
    inner: tuple["Field", ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A field with its name on the page: `parts.0.country`."""

    path: str
    field: Field


def placed(fields: tuple[Field, ...], prefix: str = "") -> tuple[Placed, ...]:
    """Fields with their names on the page, in order."""
    return tuple(Placed(f"{prefix}{field.name}", field) for field in fields)


def every(fields: tuple[Field, ...]) -> Iterator[Field]:
    """All fields, those within groups and rows too."""
    for field in fields:
        yield field
        yield from every(field.inner)
