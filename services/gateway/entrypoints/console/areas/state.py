"""One state: what is known of it at the dates of the page, and what happened, newest first (console.md P04)."""

from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.access import sees
from services.gateway.application.forms.menu import Menu
from services.gateway.application.questions.networks import NETWORKS
from services.gateway.application.questions.seminars import EDITIONS
from services.gateway.application.questions.states import STATE, TIMELINE
from services.gateway.entrypoints.console.areas.happenings import Source, Timeline, timeline
from services.gateway.entrypoints.console.areas.seats import Holder
from services.gateway.entrypoints.console.areas.states import Membership
from services.gateway.entrypoints.console.choices import named
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.doable import Doable, doable
from services.gateway.entrypoints.console.models import Evidence, Figure, Item, ViewModel
from services.gateway.entrypoints.console.visit import Told, Visit, Wanted
from shared.errors import NotFound


class Dispute(ViewModel):
    """What a source says against the register."""

    about_id: UUID
    says: str
    on: str
    source: UUID | None
    page: str | None
    title: str | None = None


class Seats(ViewModel):
    """The focal points of a state in one network."""

    id: UUID
    network: str
    due: str | None
    status: str
    seats: tuple[Holder, ...] | None
    sources: tuple[Evidence, ...]


class Attended(ViewModel):
    """A seminar to which the state was asked: whether it came."""

    slug: str
    title: str
    edition: str | None
    years: tuple[int, ...]
    presence: str
    documented: bool


class Initiative(ViewModel):
    """An initiative of the state."""

    id: UUID
    title: str
    kind: str
    stage: str
    synthetic: bool


class State(Item):
    """The state."""

    iso2: str
    iso3: str
    names: dict[str, str]
    region: str
    listed: str | None
    memberships: tuple[Membership, ...]
    seats: tuple[Seats, ...]
    seminars: tuple[Attended, ...]
    initiatives: tuple[Initiative, ...]
    disputes: tuple[Dispute, ...]
    references: dict[UUID, Source]
    alumni: Figure


class StateView(ViewModel):
    """`state` None: it was not in the register on that day; `networks` and `editions`: names by slug; `counts_alumni`: whether
    the viewer's alumni are counted here: those of other states are nobody's to count, which is not the same as none."""

    iso3: str
    counts_alumni: bool
    state: State | None
    networks: dict[str, str]
    editions: dict[str, str]
    timeline: Timeline
    acts: tuple[Doable, ...]

    def disputes(self, id: UUID) -> tuple[Dispute, ...]:
        """What is said against that object."""
        return tuple(one for one in self.state.disputes if one.about_id == id) if self.state else ()


class StatePages:
    """The page of a state."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/states/{iso3}", self._console.page(self.state), methods=["GET"], name="page-state")
        return routes

    async def state(self, visit: Visit) -> Shown:
        """A state that was not in the register on the day asked for has a page all the same: it says so."""
        places = {"iso3": visit.request.path_params["iso3"]}
        happened, networks, editions = await visit.ask(
            Wanted(TIMELINE, places, {"cursor": visit.parameter("cursor")}), Wanted(NETWORKS), Wanted(EDITIONS)
        )
        told = await _state(visit, places)
        view = StateView(
            iso3=places["iso3"],
            counts_alumni=(atoms := sees(visit.reader, "alumni")) is None or f"state:{places['iso3']}" in atoms,
            state=told,
            networks=named(networks, "slug"),
            editions=named(editions, "slug"),
            timeline=timeline(happened, visit.reader, networks["items"], told["seminars"] if told else ()),
            acts=doable(self._menu, visit, "state", told["id"], told["status"]) if told else (),
        )
        return Shown(
            "states/state", view, parts=("timeline",), live=("state", "membership", "seat", "initiative", "cohort")
        )


async def _state(visit: Visit, places: dict[str, str]) -> Told | None:
    try:
        (told,) = await visit.ask(Wanted(STATE, places))
    except NotFound:
        return None
    return told
