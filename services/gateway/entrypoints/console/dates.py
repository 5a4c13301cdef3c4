"""Dates of a page: the two clocks as they stand in its address, kept in every link (console.md R1 to R5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.gateway.application.moment import FIRST_DAY_ANYWHERE, BadParameter, Moment, Origin, moment
from services.gateway.application.questions.question import DATES


@dataclass(frozen=True, slots=True)
class Dates:
    """`given` are the parameters of the address; `refused` is what is wrong with them: then the page shows now."""

    moment: Moment
    given: Mapping[str, str]
    past: bool
    refused: BadParameter | None = None

    @property
    def kept(self) -> dict[str, str]:
        """What every link repeats."""
        return {} if self.refused else dict(self.given)


def dates(parameters: Mapping[str, str], now: datetime) -> Dates:
    """Read them; an empty field of a form is one that was not given."""
    given = {name: parameters[name].strip() for name in DATES if parameters.get(name, "").strip()}
    if given.get("synthetic") == Origin.INCLUDE:
        del given["synthetic"]
    today = (now + FIRST_DAY_ANYWHERE).date()
    try:
        asked = moment(given.get("as_of"), given.get("known_at"), given.get("synthetic"), now)
    except BadParameter as refused:
        return Dates(Moment(today), given, past=False, refused=refused)
    # Not every place on earth has reached the default day: to ask for one's own today is to ask for now.
    now_enough = now.date() <= asked.as_of <= today
    if now_enough:
        given.pop("as_of", None)
        asked = Moment(today, asked.known_at, asked.origin)
    if asked.known_at is None:
        given.pop("known_at", None)
    return Dates(asked, given, past=not now_enough or asked.known_at is not None)
