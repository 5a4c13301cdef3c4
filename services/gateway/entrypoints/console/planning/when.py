"""When: a date as it is asked for in a form: how exactly it is known, and a day or two to tell it from."""

from dataclasses import dataclass
from datetime import date

from services.gateway.entrypoints.console.language.marking import marked
from shared.contracts.dates import PartialDate

EXACT = {
    "day": marked("on this day"),
    "interval": marked("from this day to another"),
    "month": marked("some time in this month"),
    "season": marked("some time in this season"),
    "year": marked("some time in this year"),
    "by": marked("by this day at the latest"),
}
"""How exactly a date is known; each is told from one day, an interval from two."""
_SEASONS = {
    3: "spring",
    4: "spring",
    5: "spring",
    6: "summer",
    7: "summer",
    8: "summer",
    9: "autumn",
    10: "autumn",
    11: "autumn",
}


@dataclass(frozen=True, slots=True)
class When:
    """As it was filled in: `exact` is a key of EXACT, `first` and `last` are days as browsers send them."""

    exact: str = "day"
    first: str = ""
    last: str = ""

    @property
    def given(self) -> bool:
        """Whether a day was filled in."""
        return bool(self.first or self.last)

    def date(self) -> PartialDate:
        """The date that is meant. Raises ValueError when it is none: winter, for one, is in two years, so it needs days."""
        first = date.fromisoformat(self.first)
        match self.exact:
            case "day":
                text = first.isoformat()
            case "interval":
                text = f"{first.isoformat()}/{date.fromisoformat(self.last).isoformat()}"
            case "month":
                text = first.isoformat()[:7]
            case "season" if first.month in _SEASONS:
                text = f"{_SEASONS[first.month]} {first.year:04}"
            case "year":
                text = first.isoformat()[:4]
            case "by":
                text = f"by {first.isoformat()}"
            case _:
                raise ValueError(self.exact)
        return PartialDate.parse(text)
