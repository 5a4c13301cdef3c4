"""Cooperation: the meetings and the national mechanisms of a network, and the partners (console.md P07, P09, P20: their lists)."""

from fastapi import APIRouter

from services.gateway.application.questions.cooperation import AGREEMENTS, MECHANISMS, MEETINGS, PARTNERS, PARTNERS_ARE
from services.gateway.application.questions.networks import NETWORK, NETWORKS
from services.gateway.entrypoints.console.choices import Network, OfNetworks, in_order
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.models import Item, Listing, Period, ViewModel
from services.gateway.entrypoints.console.visit import Told, Visit, Wanted

FILTERS = ("network", "kind", "status")


class Delegations(ViewModel):
    """States by their codes. `absent` is None where not all that came are known by name: nobody is called absent then."""

    present: tuple[str, ...]
    absent: tuple[str, ...] | None


class Meeting(Item):
    """A meeting; `counted` states came, if anybody counted them."""

    name: str
    status: str
    dates: str
    place: str | None
    host: str | None
    online: bool
    counted: int | None
    delegations: Delegations


class Institution(ViewModel):
    """An institution of a mechanism; without a name it is not in the register by this date."""

    name: str | None
    since: str


class Mechanism(Item):
    """What a state has built; `counted` institutions, if a source counts them."""

    name: str
    state: str
    status: str
    announced: str | None
    established: str | None
    counted: int | None
    institutions: tuple[Institution, ...]


class Agreement(Item):
    """What a partner does, and when it was in force; `network` is a slug where it is the affair of one."""

    kind: str
    title: str
    status: str
    network: str | None
    last_day: str | None
    periods: tuple[Period, ...]


class Partner(Item):
    """An institution with its agreements."""

    name: str
    state: str | None
    body_kind: str
    kinds: tuple[str, ...]
    agreements: tuple[Agreement, ...]


class MeetingsView(ViewModel):
    """Meetings of a network."""

    network: Network
    meetings: Listing[Meeting]
    may_schedule: bool


class MechanismsView(ViewModel):
    """Mechanisms of a network."""

    network: Network
    mechanisms: Listing[Mechanism]
    may_announce: bool


class PartnersView(OfNetworks):
    """Partners; `chosen`: the filters as given."""

    partners: Listing[Partner]
    chosen: dict[str, str | None]
    may_draft: bool
    kinds: tuple[str, ...] = PARTNERS_ARE
    statuses: tuple[str, ...] = AGREEMENTS


class CooperationPages:
    """The lists. One meeting, mechanism or agreement has its history as its page."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """Their routes."""
        routes, page = APIRouter(), self._console.page
        of_network = "/networks/{slug}"
        routes.add_api_route(of_network + "/meetings", page(self.meetings), methods=["GET"], name="page-meetings")
        routes.add_api_route(of_network + "/mechanisms", page(self.mechanisms), methods=["GET"], name="page-mechanisms")
        routes.add_api_route("/partners", page(self.partners), methods=["GET"], name="page-partners")
        return routes

    async def meetings(self, visit: Visit) -> Shown:
        """Meetings, each with who came and which members stayed away."""
        places = {"slug": visit.request.path_params["slug"]}
        network, told = await visit.ask(
            Wanted(NETWORK, places), Wanted(MEETINGS, places, {"cursor": visit.parameter("cursor")})
        )
        for meeting in told["items"]:
            meeting["delegations"] = _by_name(meeting["delegations"], visit.viewer.speech)
        view = MeetingsView(network=network, meetings=told, may_schedule=visit.may("network", "meetings"))
        return Shown("cooperation/meetings", view, parts=("meetings",), live=("meeting", "membership"))

    async def mechanisms(self, visit: Visit) -> Shown:
        """National mechanisms of the members."""
        places = {"slug": visit.request.path_params["slug"]}
        network, told = await visit.ask(
            Wanted(NETWORK, places), Wanted(MECHANISMS, places, {"cursor": visit.parameter("cursor")})
        )
        view = MechanismsView(network=network, mechanisms=told, may_announce=visit.may("network", "mechanisms"))
        return Shown("cooperation/mechanisms", view, parts=("mechanisms",), live=("mechanism", "body"))

    async def partners(self, visit: Visit) -> Shown:
        """Partners by what each is, with their agreements."""
        chosen = {name: visit.parameter(name) for name in FILTERS}
        told, networks = await visit.ask(
            Wanted(PARTNERS, given={**chosen, "cursor": visit.parameter("cursor")}), Wanted(NETWORKS)
        )
        view = PartnersView(
            partners=told, chosen=chosen, networks=networks["items"], may_draft=visit.may("network", "agreements")
        )
        return Shown("cooperation/partners", view, parts=("partners",), live=("agreement", "body"))


def _by_name(delegations: Told, speech: Speech) -> Told:
    """The states in the viewer's alphabet."""
    known = {name: delegations[name] for name in ("present", "absent") if delegations[name] is not None}
    return delegations | {name: in_order(codes, None, speech) for name, codes in known.items()}
