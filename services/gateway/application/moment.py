"""Moment: the two dates of every question, and whose facts count. Every read takes `as_of`, `known_at` and `synthetic`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from shared.contracts.dates import PartialDate
from shared.errors import LemkinError

FIRST_DAY_ANYWHERE = timedelta(hours=14)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_INSTANT = re.compile(
    rf"{_DAY.pattern}[Tt ][0-9]{{2}}(?::[0-9]{{2}}){{2}}(?:\.[0-9]{{1,9}})?(?:[Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
)


class BadParameter(LemkinError):
    """A parameter of a question that breaks a rule; its value is never repeated."""

    def __init__(self, name: str, rule: str) -> None:
        super().__init__(name, rule)
        self.name, self.rule = name, rule


class Origin(StrEnum):
    """Which objects count: `exclude` leaves out those that only synthetic facts support, `only` leaves out the others."""

    EXCLUDE = "exclude"
    INCLUDE = "include"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Moment:
    """True on the day `as_of`, as known at `known_at` (None: as known now, whatever has arrived)."""

    as_of: date
    known_at: datetime | None = None
    origin: Origin = Origin.INCLUDE


def moment(as_of: str | None, known_at: str | None, synthetic: str | None, now: datetime) -> Moment:
    """The moment that the parameters name. Raises BadParameter."""
    return Moment(
        as_of=last_day("as_of", as_of) if as_of is not None else (now + FIRST_DAY_ANYWHERE).date(),
        known_at=_instant(known_at, now) if known_at is not None else None,
        origin=_origin(synthetic),
    )


def last_day(name: str, text: str) -> date:
    """The day, or the last day of the month or year. Raises BadParameter."""
    rule = "must be a day, month or year such as 2013-07-31, 2013-07 or 2013"
    if not _DAYS.fullmatch(text):
        raise BadParameter(name, rule)
    try:
        return PartialDate.parse(text).latest
    except ValueError as error:
        raise BadParameter(name, rule) from error


def _instant(text: str, now: datetime) -> datetime | None:
    """The time, or the end of the day (UTC). What nobody knows yet is asked as of now."""
    rule = "must be a time with its offset (RFC 3339) such as 2013-07-31T12:00:00Z, or a day"
    try:
        if _DAY.fullmatch(text):
            known_at = datetime.combine(date.fromisoformat(text), time.max, UTC)
        elif _INSTANT.fullmatch(text):
            known_at = datetime.fromisoformat(text.upper().replace(" ", "T")).astimezone(UTC)
        else:
            raise BadParameter("known_at", rule)
    except (ValueError, OverflowError) as error:
        raise BadParameter("known_at", rule) from error
    return known_at if known_at < now else None


def _origin(text: str | None) -> Origin:
    try:
        return Origin(text) if text is not None else Origin.INCLUDE
    except ValueError as error:
        raise BadParameter("synthetic", f"must be one of {', '.join(Origin)}") from error
