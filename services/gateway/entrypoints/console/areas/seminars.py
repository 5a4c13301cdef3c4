"""Seminars: the list of them, and the editions with the states that took part by year (console.md P10)."""

from fastapi import APIRouter

from services.gateway.application.questions.registers import BODIES
from services.gateway.application.questions.seminars import EDITIONS, SEMINARS, STAGES
from services.gateway.entrypoints.console.choices import named
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.countries import countries, country
from services.gateway.entrypoints.console.models import Figure, Item, Listing, ViewModel
from services.gateway.entrypoints.console.visit import Visit, Wanted

FILTERS = ("edition", "year", "status", "state")


class Part(ViewModel):
    """Where and when one part is held."""

    code: str
    place: str
    country: str | None
    dates: str


class Seminar(Item):
    """A row of the list; `states` counts those that took part."""

    slug: str
    title: str
    edition: str | None
    status: str
    parts: tuple[Part, ...]
    states: Figure


class Year(ViewModel):
    """What one edition did in one year."""

    year: int
    seminars: Figure
    states: Figure


class EditionPartner(ViewModel):
    """An institution by its id, and what it does for the edition."""

    body: str
    role: str


class Edition(Item):
    """A line of seminars."""

    slug: str
    name: str
    status: str
    sectors: tuple[str, ...]
    partners: tuple[EditionPartner, ...] = ()
    defined: str | None
    seminars: Figure
    years: tuple[Year, ...]


class SeminarsView(ViewModel):
    """`chosen`: the filters as given; `place`: the country as it was typed."""

    seminars: Listing[Seminar]
    chosen: dict[str, str | None]
    place: str | None
    editions: tuple[Edition, ...]
    years: tuple[int, ...]
    may_plan: bool
    stages: tuple[str, ...] = STAGES

    @property
    def names(self) -> dict[str, str]:
        """Names of editions by slug."""
        return {edition.slug: edition.name for edition in self.editions}


class EditionsView(ViewModel):
    """`status` is the filter; `bodies`: names of institutions by id, as far as the register has them."""

    editions: Listing[Edition]
    bodies: dict[str, str]
    status: str | None
    may_define: bool


class SeminarsPages:
    """The lists."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """Their routes."""
        routes, page = APIRouter(), self._console.page
        routes.add_api_route("/seminars", page(self.seminars), methods=["GET"], name="page-seminars")
        routes.add_api_route("/editions", page(self.editions), methods=["GET"], name="page-editions")
        return routes

    async def seminars(self, visit: Visit) -> Shown:
        """Seminars, filtered. The country may be typed as the viewer calls it."""
        chosen = {name: visit.parameter(name) for name in FILTERS}
        place = visit.parameter("country")
        code = country(place, await countries(visit)) if place else None
        told, editions = await visit.ask(
            Wanted(SEMINARS, given={**chosen, "country": code, "cursor": visit.parameter("cursor")}), Wanted(EDITIONS)
        )
        view = SeminarsView(
            seminars=told,
            chosen=chosen,
            place=place,
            editions=editions["items"],
            years=sorted({year["year"] for edition in editions["items"] for year in edition["years"]}, reverse=True),
            may_plan=visit.may("enrollment", "seminars"),
        )
        return Shown("seminars/seminars", view, parts=("results",), live=("seminar", "cohort"))

    async def editions(self, visit: Visit) -> Shown:
        """Editions, each with its partners and years."""
        status = visit.parameter("status")
        told, bodies = await visit.ask(
            Wanted(EDITIONS, given={"status": status, "cursor": visit.parameter("cursor")}),
            Wanted(BODIES, given={"limit": "50"}),
        )
        view = EditionsView(
            editions=told,
            bodies=named(bodies, "id"),
            status=status,
            may_define=visit.may("enrollment", "editions"),
        )
        return Shown("seminars/editions", view, parts=("editions",), live=("edition", "seminar", "cohort", "body"))
