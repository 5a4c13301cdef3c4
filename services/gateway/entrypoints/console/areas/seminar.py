"""One seminar: its parts, its cohort in numbers, and what happened (console.md P11)."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.gateway.application.access import sees
from services.gateway.application.forms.menu import Menu
from services.gateway.application.questions.networks import NETWORKS
from services.gateway.application.questions.registers import BODIES
from services.gateway.application.questions.seminars import EDITIONS, SEMINAR, SEMINAR_TIMELINE
from services.gateway.entrypoints.console.areas.happenings import Timeline, timeline
from services.gateway.entrypoints.console.areas.seminars import Seminar as Row
from services.gateway.entrypoints.console.choices import named
from services.gateway.entrypoints.console.console import PENDING, Console, Shown
from services.gateway.entrypoints.console.doable import Doable, doable
from services.gateway.entrypoints.console.models import Figure, ViewModel
from services.gateway.entrypoints.console.visit import Visit, Wanted
from shared.errors import NotFound


class HeadCount(ViewModel):
    """How many came in a role, as a source counted them."""

    role: str
    persons: int | None = None
    states: int | None = None
    documented: bool = False


class Presence(ViewModel):
    """Whether a state came."""

    presence: str
    documented: bool


class Seminar(Row):
    """The seminar; counts by person are those that the viewer may see."""

    network: str | None
    began: str | None
    ended: str | None
    capacity: dict[str, int]
    counts: dict[str, Figure]
    headcounts: tuple[HeadCount, ...]
    graduations: Figure
    attendance_by_state: dict[str, Presence]
    counts_by_state: dict[str, dict[str, int]]
    organisers: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles that have seats or were seen, each once."""
        counted = [*self.capacity, *self.counts, *(role for roles in self.counts_by_state.values() for role in roles)]
        return tuple(dict.fromkeys(counted))

    @property
    def came(self) -> tuple[str, ...]:
        """States that are known here, by code."""
        return tuple(sorted({*self.attendance_by_state, *self.counts_by_state}))


class SeminarView(ViewModel):
    """`whole`: whether the counts are those of all persons; `organisers`: their names, as far as the register has them."""

    seminar: Seminar
    edition: str | None
    organisers: tuple[str, ...]
    whole: bool
    timeline: Timeline
    acts: tuple[Doable, ...]


class SeminarPages:
    """The page of a seminar."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/seminars/{slug}", self._console.page(self.seminar), methods=["GET"], name="page-seminar")
        return routes

    async def seminar(self, visit: Visit) -> Shown | Response:
        """A seminar that was just planned and has not arrived yet is waited for in the list."""
        places = {"slug": visit.request.path_params["slug"]}
        try:
            told, happened, editions, networks, bodies = await visit.ask(
                Wanted(SEMINAR, places),
                Wanted(SEMINAR_TIMELINE, places, {"cursor": visit.parameter("cursor")}),
                Wanted(EDITIONS),
                Wanted(NETWORKS),
                Wanted(BODIES, given={"limit": "50"}),
            )
        except NotFound:
            if pending := visit.parameter(PENDING):
                return RedirectResponse(visit.links("/seminars", pending=pending), 303)
            raise
        names = named(bodies, "id")
        atoms = sees(visit.reader, "participants")
        view = SeminarView(
            seminar=told,
            edition=next((one["name"] for one in editions["items"] if one["slug"] == told["edition"]), told["edition"]),
            organisers=[names[body] for body in told["organisers"] if body in names],
            whole=atoms is None or f"network:{told['network']}" in atoms,
            timeline=timeline(happened, visit.reader, networks["items"], [told]),
            acts=doable(self._menu, visit, "seminar", told["id"], told["status"]),
        )
        return Shown("seminars/seminar", view, parts=("timeline",), live=("seminar", "cohort"))
