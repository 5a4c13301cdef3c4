"""Dates in words: as precise as they are known, and moments with their offset from UTC."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format, parse_pattern

from shared.contracts.dates import PartialDate


def day(when: PartialDate, locale: Locale, gettext: Callable[[str], str]) -> str:
    """The date with the precision that it has: "29 March 2012", "March 2012", "spring 2012", "by 31 December 2015"."""
    _, _, start = when.text.partition(" from ")
    said = _span(when, locale, gettext)
    if not start:
        return said
    counted = gettext("%(date)s, counted from %(day)s")
    return counted % {"date": said, "day": _full(date.fromisoformat(start), locale)}


def instant(when: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """The moment as that zone's clocks show it: "31 July 2013, 16:05 UTC+2". Raises ValueError without an offset."""
    if when.tzinfo is None:
        raise ValueError("a moment needs its offset from UTC")
    local = when.astimezone(zone)
    clock = format_time(local, "short", tzinfo=zone, locale=locale)
    glued = str(get_datetime_format("medium", locale)).replace("'", "")
    at = glued.replace("{0}", clock).replace("{1}", _full(local.date(), locale))
    return f"{at} {_offset(local.utcoffset() or timedelta())}"


def _span(when: PartialDate, locale: Locale, gettext: Callable[[str], str]) -> str:
    match when.precision, when.earliest:
        case "month", _:
            return format_skeleton("yMMMM", when.latest, locale=locale)
        case "year", _:
            return str(when.latest.year)
        case "season", _:
            seasons = {
                "spring": gettext("spring %(year)s"),
                "summer": gettext("summer %(year)s"),
                "autumn": gettext("autumn %(year)s"),
            }
            return seasons[when.text.partition(" ")[0]] % {"year": when.latest.year}
        case "interval", date() as first if first != when.latest:
            return _interval(first, when.latest, locale)
        case "by", _:
            return gettext("by %(day)s") % {"day": _full(when.latest, locale)}
    return _full(when.latest, locale)


def _full(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale=locale)


def _interval(first: date, last: date, locale: Locale) -> str:
    """Both days, what they share said once; months in full, which few languages of the CLDR have as such."""
    formats = locale.interval_formats
    shapes = formats["yMMMMd"] if "yMMMMd" in formats else formats["yMMMd"]
    largest = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    halves = zip(shapes[largest], (first, last), strict=True)
    return "".join(
        str(parse_pattern(shape if "MMMM" in shape else shape.replace("MMM", "MMMM")).apply(day, locale))
        for shape, day in halves
    )


def _offset(offset: timedelta) -> str:
    """Said alike in every language, and not by the name of a zone, which few know and several zones share."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
