"""People: alumni as a directory and counted, and the search by name (console.md P17). Names come from enrollment, which decides
who sees which; what it does not tell is said in words."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from services.gateway.application.access import atoms
from services.gateway.application.naming import shown
from services.gateway.application.questions.people import ALUMNI, ALUMNI_COUNTS, SECTORS
from services.gateway.application.questions.seminars import EDITIONS
from services.gateway.entrypoints.api.people import Searched
from services.gateway.entrypoints.console.choices import Choice, in_order
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.models import Figure, Listing, ViewModel
from services.gateway.entrypoints.console.names import Named
from services.gateway.entrypoints.console.visit import Visit, Wanted
from shared.errors import Unavailable

FILTERS = ("state", "sector", "year", "edition")
SEARCH = "/people/search"
MOST = 20
"""States counted on the page; each other one is found by the filter."""


class Alumnus(Named):
    """A row of the directory; `person`: whose page it leads to, None where the reader may open none."""

    person: str | None = None
    state: str
    sector: str
    years: tuple[int, ...]
    graduations: int
    synthetic: bool


class DirectoryView(ViewModel):
    """`chosen`: the filters as given; the figures are of all that they leave; of the states those with the most alumni,
    and how many `more_states` there are."""

    chosen: dict[str, str | None]
    alumni: Listing[Alumnus]
    figure: Figure
    by_state: dict[str, Figure]
    more_states: int
    by_sector: dict[str, Figure]
    by_year: dict[str, Figure]
    states: tuple[str, ...]
    years: tuple[str, ...]
    editions: tuple[Choice, ...]
    sectors: tuple[str, ...] = SECTORS


class Found(Named):
    """Somebody with such a name."""

    id: str


class SearchView(ViewModel):
    """What a search found; `text` is what was searched for, in the page only (security.md K10). `refused`: the rule it breaks;
    `away`: names cannot be searched now; `stale`: the form was of another session, nothing was done."""

    text: str = Field(default="", repr=False)
    found: tuple[Found, ...] = ()
    more: bool = False
    refused: bool = False
    away: bool = False
    stale: bool = False


class PeoplePages:
    """The pages."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """The routes."""
        routes, page = APIRouter(), self._console.page
        routes.add_api_route("/people", page(self.directory), methods=["GET"], name="page-people")
        routes.add_api_route(SEARCH, page(self.no_search), methods=["GET"], name="page-people-search")
        routes.add_api_route(SEARCH, page(self.search, dated=False), methods=["POST"], name="people-searched")
        return routes

    async def directory(self, visit: Visit) -> Shown:
        """Alumni inside the viewer's grant, filtered, and how many there are of which kind."""
        chosen = {name: visit.parameter(name) for name in FILTERS}
        alumni, counts, whole, editions = await visit.ask(
            Wanted(ALUMNI, given={**chosen, "cursor": visit.parameter("cursor")}),
            Wanted(ALUMNI_COUNTS, given=chosen),
            Wanted(ALUMNI_COUNTS),
            Wanted(EDITIONS),
        )
        speech = visit.viewer.speech
        by_state: dict[str, dict[str, int]] = counts["by_state"]
        most = sorted(in_order(by_state, None, speech), key=lambda iso3: -by_state[iso3]["total"])
        view = DirectoryView(
            chosen=chosen,
            alumni=alumni,
            figure=counts["alumni"],
            by_state={iso3: by_state[iso3] for iso3 in most[:MOST]},
            more_states=len(most[MOST:]),
            by_sector={sector: counts["by_sector"][sector] for sector in SECTORS if sector in counts["by_sector"]},
            by_year=dict(sorted(counts["by_year"].items(), reverse=True)),
            states=in_order(whole["by_state"], chosen["state"], speech),
            years=tuple(sorted(whole["by_year"], reverse=True)),
            editions=editions["items"],
        )
        return Shown("people/people", view, parts=("results", "counts"))

    async def no_search(self, visit: Visit) -> Response:
        """The address of the search without a form: there is nothing to show again."""
        return RedirectResponse(visit.links("/people"), 303)

    async def search(self, visit: Visit) -> Shown:
        """Whose name begins so. A search is logged where it runs; the text stands in no address."""
        atoms(visit.reader, "names")
        try:
            form = await guard(visit.request, visit.viewer.session, self._console.base_url)
        except StaleForm:
            return Shown("people/search", SearchView(stale=True), status=409)
        try:
            text = Searched.model_validate({"text": form.get("text", "")}).text
        except ValueError:
            return Shown("people/search", SearchView(refused=True), status=422)
        try:
            told = await visit.sources.people.search(visit.reader, text)
        except Unavailable:
            return Shown("people/search", SearchView(text=text, away=True), status=503)
        found = [{"id": str(id), **shown(told.persons, id, details=False)} for id in told.persons]
        return Shown("people/search", SearchView(text=text, found=found, more=told.more))
