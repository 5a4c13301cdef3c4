"""Days of a seminar: when it begins and ends, and on which days somebody who has a place is surely there."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.seminar import Part

LONGEST_PART = 60
"""Days. A longer interval says within which time a part was held, not how long it lasted."""


def begins(dates: PartialDate) -> PartialDate:
    """The day a part began, as precisely as its dates tell."""
    return PartialDate.of(_first(dates)) if _lasts(dates) else dates


def ends(dates: PartialDate) -> PartialDate:
    """The day a part ended; where only a span is known, it counts from the last day of it."""
    if _lasts(dates):
        return PartialDate.of(dates.latest)
    said, _, _ = dates.text.partition(" from ")
    return dates if dates.counts_from == dates.latest else PartialDate.parse(f"{said} from {dates.latest}")


def certain_days(parts: Iterable[Part]) -> Iterator[date]:
    """Every day on which a part is surely held; a part known to the month or less precisely has none."""
    for part in parts:
        if _lasts(part.dates):
            length = (part.dates.latest - _first(part.dates)).days + 1
            yield from (_first(part.dates) + timedelta(days=nth) for nth in range(length))


def _lasts(dates: PartialDate) -> bool:
    if dates.precision not in {"day", "interval"} or dates.counts_from != dates.earliest:
        return False
    return (dates.latest - dates.counts_from).days < LONGEST_PART


def _first(dates: PartialDate) -> date:
    return dates.counts_from
