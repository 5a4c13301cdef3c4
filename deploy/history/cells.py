"""How one cell of a table is read: flags, lists, references and small records inside a cell.

yes                          a flag; an empty cell is no
ARG; BRA                     a list
poland | Oświęcim | POL      the fields of one small record; several are separated by a semicolon
participant=25; fellow=6     numbers by name
"""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from shared.contracts.dates import PartialDate
from shared.contracts.text import Code, PublicText


class Link(str):
    """A cell that names another row; `target` is the key of that row."""

    __slots__ = ()
    pattern = r"^[a-z0-9./-]{1,120}$"

    @property
    def target(self) -> str:
        """The key of the row it points to."""
        return str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from text of the pattern, for pydantic."""
        text = core_schema.str_schema(pattern=cls.pattern)
        return core_schema.no_info_after_validator_function(cls._of, text)

    @classmethod
    def _of(cls, text: str) -> Self:
        return cls(text)


class StateCode(Link):
    """A state by its ISO 3166-1 alpha-3 code."""

    __slots__ = ()
    pattern = r"^[A-Z]{3}$"

    @property
    def target(self) -> str:
        """The key of the state's row in the register."""
        return f"states/{self.lower()}"


def links(value: object) -> Iterator[Link]:
    """Every reference inside a value, however deep."""
    if isinstance(value, Link):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from links(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from links(item)


class Part(BaseModel):
    """One part of a seminar: where and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code
    place: PublicText
    country: StateCode | None = None
    dates: PartialDate


class Partner(BaseModel):
    """A body and what it does for an edition."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    body: Link
    role: Annotated[
        str,
        StringConstraints(pattern=r"^(host|co-organiser|provider|supporter|school)$"),
    ]


class Host(BaseModel):
    """A body that hosted the launch of a network, and its state."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    body: Link
    state: StateCode | None = None


class Milestone(BaseModel):
    """A step of an initiative, the day it was planned for and the day it was reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code
    title: PublicText
    planned: PartialDate
    reached: PartialDate | None = None


def _flag(cell: Any) -> Any:
    if isinstance(cell, str) and cell != "yes":
        raise ValueError("must be yes or empty")
    return bool(cell)


def _items(cell: Any) -> Any:
    return tuple(item.strip() for item in cell.split(";") if item.strip()) if isinstance(cell, str) else cell


def _numbers(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    return {name.strip(): number.strip() for name, _, number in (item.partition("=") for item in _items(cell))}


def _records(model: type[BaseModel]) -> BeforeValidator:
    names = tuple(model.model_fields)

    def split(cell: Any) -> Any:
        if not isinstance(cell, str):
            return cell
        return tuple(_fields(names, item) for item in _items(cell))

    return BeforeValidator(split)


def _fields(names: tuple[str, ...], item: str) -> dict[str, str]:
    values = [value.strip() for value in item.split("|")]
    if len(values) > len(names):
        raise ValueError(f"an item has at most the fields {' | '.join(names)}")
    return {name: value for name, value in zip(names, values, strict=False) if value}


Flag = Annotated[bool, BeforeValidator(_flag)]
Items = BeforeValidator(_items)
Numbers = BeforeValidator(_numbers)
Parts = Annotated[tuple[Part, ...], _records(Part)]
Partners = Annotated[tuple[Partner, ...], _records(Partner)]
Hosts = Annotated[tuple[Host, ...], _records(Host)]
Milestones = Annotated[tuple[Milestone, ...], _records(Milestone)]
States = Annotated[tuple[StateCode, ...], Items]
Links = Annotated[tuple[Link, ...], Items]
