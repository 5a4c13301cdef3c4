"""PartialDate: a date as precisely as somebody knew it.

The text is the value: it is what the wire and the store hold, and everything else follows from it.

    2012-03-29                 a day
    2012-03, 2012              a month, a year
    spring 2012                a season (spring is March to May; winter crosses years, so it needs months)
    2012-03-29/2012-03-30      an interval, both days included
    by 2015-12-31              some day up to that one; counts from it
    ... from 2012-03-29        any of them, with another day from which it counts
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
PATTERN = rf"^(?:{_DAY}(?:/{_DAY})?|[0-9]{{4}}(?:-[0-9]{{2}})?|(?:spring|summer|autumn) [0-9]{{4}}|by {_DAY})(?: from {_DAY})?$"
_SHAPE = re.compile(PATTERN)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a span of days in which something happened.

    `earliest` is None when only a latest day is known; `counts_from` is the one day that orders it and that `as_of`
    compares with.
    """

    text: str
    earliest: date | None
    latest: date
    counts_from: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one of the forms above. Raises ValueError, saying which rule the text breaks."""
        return cls(text, *_parts(text))

    @classmethod
    def of(cls, day: date) -> Self:
        """The date known to the day."""
        return cls(day.isoformat(), day, day, day)

    @property
    def precision(self) -> str:
        """`day`, `month`, `season`, `year`, `interval` or `by`."""
        said = self.text.partition(" from ")[0]
        if said.startswith("by "):
            return "by"
        if "/" in said:
            return "interval"
        if " " in said:
            return "season"
        return {4: "year", 7: "month", 10: "day"}[len(said)]

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it may have happened within first..last, both included."""
        return self.latest >= first and (self.earliest is None or self.earliest <= last)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(max_length=64))
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="always"),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "partial-date", "pattern": PATTERN, "examples": ["spring 2012"]}


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[date | None, date, date]:
    if not _SHAPE.fullmatch(text):  # a bare `$` would let a line break through
        raise ValueError(
            "a date must read like 2012-03-29, 2012-03, 2012, spring 2012, 2012-03-29/2012-03-30 or by 2015-12-31"
        )
    said, _, start = text.partition(" from ")
    earliest, latest = _span(said)
    if earliest is not None and earliest > latest:
        raise ValueError("an interval must not end before it begins")
    counts_from = date.fromisoformat(start) if start else (earliest or latest)
    if counts_from > latest or (earliest is not None and counts_from < earliest):
        raise ValueError("the day it counts from must lie within the span")
    return earliest, latest, counts_from


def _span(said: str) -> tuple[date | None, date]:
    if said.startswith("by "):
        return None, date.fromisoformat(said[3:])
    if "/" in said:
        first, last = said.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    if " " in said:
        season, year = said.split(" ")
        first_month, last_month = _SEASONS[season]
    elif len(said) == 10:
        day = date.fromisoformat(said)
        return day, day
    else:
        year, _, month = said.partition("-")
        first_month, last_month = (int(month), int(month)) if month else (1, 12)
    if not 1 <= first_month <= 12 or int(year) < 1:
        raise ValueError("a year must be 0001 to 9999 and a month 01 to 12")
    return date(int(year), first_month, 1), date(int(year), last_month, monthrange(int(year), last_month)[1])
