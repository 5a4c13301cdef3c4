"""Networks: the list of them, and one with its members, seats and meetings (console.md P05)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.gateway.application.questions.cooperation import MEETINGS
from services.gateway.application.questions.networks import MEMBERS, MEMBERSHIP, NETWORK, NETWORKS
from services.gateway.application.questions.registers import BODIES
from services.gateway.entrypoints.console.choices import named
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.models import Figure, Item, Listing, Period, ViewModel
from services.gateway.entrypoints.console.visit import Visit, Wanted


class Network(Item):
    """A network as the list and its own page show it; stages are dates as far as they are known."""

    slug: str
    name: str
    status: str
    conceived: str | None = None
    development_started: str | None = None
    launched: str | None = None
    concluded: str | None = None
    accession_rule: str | None = None
    secretariat: UUID | None = None
    initiators: tuple[str, ...] = ()
    members: Figure


class Seat(ViewModel):
    """Whether somebody speaks for the state."""

    status: str
    due: str | None


class Member(Item):
    """A state's membership."""

    state: str
    status: str
    periods: tuple[Period, ...]
    founding: bool
    focal_point: Seat
    disputes: tuple[dict[str, object], ...] = ()


class Meeting(Item):
    """A meeting of the network."""

    status: str
    title: str | None = None
    scheduled: str | None = None
    began: str | None = None


class NetworksView(ViewModel):
    """The list; `status` is the filter."""

    networks: Listing[Network]
    status: str | None


class NetworkView(ViewModel):
    """One network; `filter` is the status by which its members are shown, None for those of today."""

    network: Network
    secretariat: str | None
    members: Listing[Member]
    meetings: int
    filter: str | None
    statuses: tuple[str, ...] = MEMBERSHIP
    may_invite: bool = False


class NetworkPages:
    """The pages."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter()
        routes.add_api_route("/networks", self._console.page(self.networks), methods=["GET"], name="page-networks")
        routes.add_api_route("/networks/{slug}", self._console.page(self.network), methods=["GET"], name="page-network")
        return routes

    async def networks(self, visit: Visit) -> Shown | Response:
        """All networks; `open` leads on to one of them, chosen by a form, at the dates of that form."""
        if (chosen := visit.parameter("open")) is not None:
            return RedirectResponse(visit.links(f"/networks/{chosen}"), 303)
        status = visit.parameter("status")
        (told,) = await visit.ask(Wanted(NETWORKS, given={"status": status, "cursor": visit.parameter("cursor")}))
        return Shown(
            "networks/networks", NetworksView(networks=told, status=status), ("results",), ("network", "membership")
        )

    async def network(self, visit: Visit) -> Shown:
        """One network and its members at the dates of the page."""
        places = {"slug": visit.request.path_params["slug"]}
        status = visit.parameter("status")
        by_name = {"sort": "name", "language": visit.viewer.speech.language}
        network, members, meetings, bodies = await visit.ask(
            Wanted(NETWORK, places),
            Wanted(MEMBERS, places, {"status": status, "cursor": visit.parameter("cursor"), **by_name}),
            Wanted(MEETINGS, places, {"limit": "1"}),
            Wanted(BODIES, given={"limit": "50"}),
        )
        view = NetworkView(
            network=network,
            secretariat=named(bodies, "id").get(network["secretariat"]),
            members=members,
            meetings=meetings["total"],
            filter=status,
            may_invite=visit.may("network", "memberships"),
        )
        return Shown("networks/network", view, parts=("members",), live=("membership", "seat"))
