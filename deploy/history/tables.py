"""Reading a table: a CSV file becomes validated rows, each with its line, and faults for what breaks a rule."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

R = TypeVar("R", bound=BaseModel)
R_co = TypeVar("R_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that breaks a rule; `line` counts from 1, the header included; `column` is empty for a whole line."""

    file: str
    line: int
    column: str
    rule: str

    def __str__(self) -> str:
        """`file:line:column rule`, as a person looks it up."""
        return f"{self.file}:{self.line}:{self.column or '-'} {self.rule}"


@dataclass(frozen=True, slots=True)
class Located(Generic[R_co]):
    """A row and the place it was read from."""

    record: R_co
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Table(Generic[R_co]):
    """What a file holds: its good rows, the keys of all rows (good or not) and what is wrong with the others."""

    rows: tuple[Located[R_co], ...]
    keys: frozenset[str]
    faults: tuple[Fault, ...]


def read_table(folder: Path, file: str, model: type[R]) -> Table[R]:
    """Read one file. A line that breaks a rule becomes faults and hinders no other line.

    Raises FileNotFoundError when the file is missing: that is not a wrong row but a wrong installation.
    """
    rows: list[Located[R]] = []
    keys: set[str] = set()
    faults: list[Fault] = []
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        header = next(reader, [])
        faults.extend(Fault(file, 1, column, rule) for column, rule in _header_faults(header, model))
        for line, cells in _lines(reader):
            found = _row(model, header, cells, keys)
            if isinstance(found, BaseModel):
                rows.append(Located(found, file, line))
            else:
                faults.extend(Fault(file, line, column, rule) for column, rule in found)
    return Table(tuple(rows), frozenset(keys), tuple(faults))


def _lines(reader: Any) -> Iterator[tuple[int, list[str] | csv.Error]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, error
        else:
            if cells:
                yield reader.line_num, cells


def _row(model: type[R], header: list[str], cells: list[str] | csv.Error, keys: set[str]) -> R | list[tuple[str, str]]:
    if isinstance(cells, csv.Error):
        return [("", f"the line is not valid CSV: {cells}")]
    if len(cells) != len(header):
        return [("", f"the line has {len(cells)} cells and the header has {len(header)}")]
    named = {column: cell.strip() for column, cell in zip(header, cells, strict=True) if cell.strip()}
    key = named.get("key", "")
    if key in keys:
        return [("key", "the key is taken by an earlier line")]
    keys.add(key)
    try:
        return model.model_validate(named)
    except ValidationError as error:
        return list(_faults(error))


def _faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        if problem["type"] == "is_instance_of":
            continue  # the other half of a type that takes an object or its text; a cell is text
        place, *inner = problem["loc"] or ("",)
        steps = [str(step + 1) if isinstance(step, int) else step for step in inner]
        where = " ".join(step for step in steps if "[" not in step)
        rule = problem["msg"].removeprefix("Value error, ")
        yield str(place), f"{where}: {rule}" if where else rule


def _header_faults(header: Iterable[str], model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    for column in sorted(needed - set(header)):
        yield column, "the column is missing"
    for column in sorted(set(header) - set(model.model_fields)):
        yield column, "the table has no such column"
