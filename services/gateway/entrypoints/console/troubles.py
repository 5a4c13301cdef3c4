"""Troubles: what a page says when something is wrong (console.md E1 to E8). Values that were sent are never repeated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from jinja2 import TemplateError

from services.gateway.application.moment import BadParameter
from services.gateway.entrypoints.console.form_token import CrossSite
from services.gateway.entrypoints.console.language.marking import marked
from shared.errors import DomainError, Forbidden, NotFound, Unavailable
from shared.http import BadRequest
from shared.store.database import is_transient
from shared.telemetry import log


@dataclass(frozen=True, slots=True)
class Trouble:
    """`title` and `advice` are English keys of the catalogues; `parameter`: which part of the address is wrong, and `rule` why."""

    status: int
    title: str
    advice: str
    retry_after: int | None = None
    parameter: str | None = None
    rule: str | None = None
    reference: str | None = None


_NOT_FOUND = Trouble(
    404,
    marked("Not found"),
    marked("There is no such page, or it is not for you. Check the address, or begin at home."),
)
_FORBIDDEN = Trouble(
    403, marked("Not for your role"), marked("Your role does not open this page. Ask the secretariat if you need it.")
)
_UNAVAILABLE = (
    marked("Not available right now"),
    marked("A part of the system does not answer. Nothing was lost; try again in a moment."),
)
_CROSS_SITE = Trouble(
    403,
    marked("Sent from elsewhere"),
    marked("This form did not come from our own pages. Nothing was done. Open the page again."),
)
_BAD_ADDRESS = (marked("This address cannot be read"), marked("Mend the part named below, or go back to now."))
_REFUSED = (
    marked("That cannot be done"),
    marked("Nothing was changed. Go back, look at the present state, and try again."),
)
_INTERNAL = (
    marked("Something went wrong"),
    marked("It is our fault and has been noted. Tell the reference below if you ask about it."),
)


def trouble(error: Exception) -> Trouble:
    """What to say. What nobody foresaw is logged, with the reference that the page shows."""
    for kind, told in _SAID.items():
        if isinstance(error, kind):
            return told(error)
    return _unavailable(error) if is_transient(error) else _internal(error)


def _internal(error: Exception) -> Trouble:
    reference = str(uuid4())
    log().error("unforeseen", error=type(error).__name__, request=reference)
    return Trouble(500, *_INTERNAL, reference=reference)


def _bad_address(error: Any) -> Trouble:
    return Trouble(400, *_BAD_ADDRESS, parameter=error.name, rule=error.rule)


def _unavailable(error: Any) -> Trouble:
    return Trouble(503, *_UNAVAILABLE, retry_after=getattr(error, "retry_after", 1))


_SAID: Mapping[type[Exception], Callable[[Any], Trouble]] = {
    BadParameter: _bad_address,
    NotFound: lambda _: _NOT_FOUND,
    Forbidden: lambda _: _FORBIDDEN,
    DomainError: lambda _: Trouble(409, *_REFUSED),
    CrossSite: lambda _: _CROSS_SITE,
    BadRequest: lambda error: Trouble(error.status, *_REFUSED),
    Unavailable: _unavailable,
    TemplateError: _internal,  # one that is missing is an OSError too, and no fault of the line
}
"""The first that fits counts."""
