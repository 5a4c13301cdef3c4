"""States: the register as a table and as a map of the same facts, and one state with what happened to it (console.md P03, P04)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.moment import BadParameter
from services.gateway.application.questions.networks import MEMBERSHIP, NETWORKS
from services.gateway.application.questions.seminars import EDITIONS
from services.gateway.application.questions.states import REGIONS, STATES, STATES_MAP
from services.gateway.entrypoints.console.areas.map_frames import frame
from services.gateway.entrypoints.console.choices import Choice, OfNetworks
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.models import Item, Listing, Period, ViewModel
from services.gateway.entrypoints.console.visit import Visit, Wanted

FILTERS = ("region", "network", "member", "status", "took_part", "edition", "year", "silent")
VIEWS = ("table", "map")
STANDINGS = ("member", "pending", "took_part", "none")


class Membership(Item):
    """Where a state stands in a network."""

    network: str
    status: str
    founding: bool
    periods: tuple[Period, ...]


class Sign(ViewModel):
    """The last fact by which a state itself acted."""

    on: str
    kind: str
    event_id: UUID


class State(Item):
    """A row of the table."""

    iso3: str
    names: dict[str, str]
    region: str
    memberships: tuple[Membership, ...]
    took_part: bool
    took_part_documented: bool
    last_sign: Sign | None


class Place(ViewModel):
    """A state on the map."""

    iso3: str
    name: str | None
    standing: str


class StatesView(OfNetworks):
    """`view`: table or map; `chosen`: the filters as given; `standings`: how many states stand where; `outside`: states
    that the filters leave out, drawn without a mark; `frame`: the part of the map that is shown."""

    view: str
    chosen: dict[str, str | None]
    states: Listing[State]
    places: tuple[Place, ...]
    outside: tuple[str, ...]
    standings: dict[str, int]
    frame: str
    editions: tuple[Choice, ...]
    years: tuple[int, ...]
    regions: tuple[str, ...] = REGIONS
    statuses: tuple[str, ...] = MEMBERSHIP


class StatesPages:
    """The page of the register."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/states", self._console.page(self.states), methods=["GET"], name="page-states")
        return routes

    async def states(self, visit: Visit) -> Shown:
        """The register, filtered; table and map answer the same question."""
        shown = visit.parameter("view") or VIEWS[0]
        if shown not in VIEWS:
            raise BadParameter("view", f"must be one of {', '.join(VIEWS)}")
        chosen = {name: visit.parameter(name) for name in FILTERS}
        by_name = {"sort": "name", "language": visit.viewer.speech.language}
        states, places, networks, editions, *whole = await visit.ask(
            Wanted(STATES, given={**chosen, **by_name, "cursor": visit.parameter("cursor")}),
            Wanted(STATES_MAP, given={**chosen, **by_name}),
            Wanted(NETWORKS),
            Wanted(EDITIONS),
            *([Wanted(STATES_MAP)] if shown == "map" and any(chosen.values()) else []),
        )
        view = StatesView(
            view=shown,
            chosen=chosen,
            states=states,
            places=places["items"],
            outside=_outside(places["items"], whole),
            standings=_standings(places["items"]),
            frame=frame(place["region"] for place in places["items"]),
            networks=networks["items"],
            editions=editions["items"],
            years=sorted({year["year"] for edition in editions["items"] for year in edition["years"]}, reverse=True),
        )
        return Shown("states/states", view, parts=("results",), live=("state", "membership", "cohort"))


def _standings(places: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    counted = Counter(place["standing"] for place in places)
    return {standing: counted[standing] for standing in STANDINGS}


def _outside(places: Sequence[Mapping[str, Any]], whole: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    shown = {place["iso3"] for place in places}
    return tuple(place["iso3"] for told in whole for place in told["items"] if place["iso3"] not in shown)
