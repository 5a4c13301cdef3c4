"""Seats: who speaks for which state in which network, as filled, due or vacant; never who it is (the list behind P02 and P05)."""

from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.questions.networks import NETWORKS, SEATING, SEATS
from services.gateway.application.questions.states import STATES_MAP
from services.gateway.entrypoints.console.choices import Network, OfNetworks, in_order
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.models import Evidence, Listing, ViewModel
from services.gateway.entrypoints.console.visit import Visit, Wanted

FILTERS = ("network", "state", "status", "member")


class Holder(ViewModel):
    """One of the seats of the pair, without the person."""

    kind: str
    status: str
    since: str | None = None
    acting_until: str | None = None
    leaves_on: str | None = None


class Seat(ViewModel):
    """All seats of a state in a network; `status` is the national one's, `network` a slug."""

    id: UUID
    network: str
    state: str
    status: str
    due: str | None
    seats: tuple[Holder, ...] | None
    sources: tuple[Evidence, ...] = ()
    synthetic: bool


class SeatsView(OfNetworks):
    """`chosen`: the filters as given; `may_designate`: whether the viewer's role may fill one."""

    chosen: dict[str, str | None]
    seats: Listing[Seat]
    networks: tuple[Network, ...]
    states: tuple[str, ...]
    may_designate: bool
    statuses: tuple[str, ...] = SEATING

    @property
    def ids(self) -> dict[str, UUID]:
        """Ids of networks by slug, as commands want them."""
        return {network.slug: network.id for network in self.networks}


class SeatPages:
    """The page."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/seats", self._console.page(self.seats), methods=["GET"], name="page-seats")
        return routes

    async def seats(self, visit: Visit) -> Shown:
        """The list, filtered."""
        chosen = {name: visit.parameter(name) for name in FILTERS}
        by_name = {"sort": "name", "language": visit.viewer.speech.language}
        seats, networks, members = await visit.ask(
            Wanted(SEATS, given={**chosen, **by_name, "cursor": visit.parameter("cursor")}),
            Wanted(NETWORKS),
            Wanted(STATES_MAP, given={"member": "true"}),
        )
        view = SeatsView(
            chosen=chosen,
            seats=seats,
            networks=networks["items"],
            states=in_order((one["iso3"] for one in members["items"]), chosen["state"], visit.viewer.speech),
            may_designate=visit.may("network", "seats/designate"),
        )
        return Shown("seats/seats", view, parts=("results",), live=("seat", "membership"))
