"""THE TABLE of pages: everything the console shows."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.gateway.entrypoints.console.areas.addresses import AddressPages
from services.gateway.entrypoints.console.areas.cooperation import CooperationPages
from services.gateway.entrypoints.console.areas.help import HelpPages
from services.gateway.entrypoints.console.areas.history import HistoryPages
from services.gateway.entrypoints.console.areas.home import HomePages
from services.gateway.entrypoints.console.areas.initiatives import InitiativePages
from services.gateway.entrypoints.console.areas.look import LookDesk
from services.gateway.entrypoints.console.areas.messages import MessagePages
from services.gateway.entrypoints.console.areas.networks import NetworkPages
from services.gateway.entrypoints.console.areas.operations import OperationsPages
from services.gateway.entrypoints.console.areas.people import PeoplePages
from services.gateway.entrypoints.console.areas.person import PersonPages
from services.gateway.entrypoints.console.areas.reference import ReferencePages
from services.gateway.entrypoints.console.areas.seats import SeatPages
from services.gateway.entrypoints.console.areas.seminar import SeminarPages
from services.gateway.entrypoints.console.areas.seminars import SeminarsPages
from services.gateway.entrypoints.console.areas.state import StatePages
from services.gateway.entrypoints.console.areas.states import StatesPages
from services.gateway.entrypoints.console.assets import Assets
from services.gateway.entrypoints.console.console import Console, policy
from services.gateway.entrypoints.console.language.speech import Speeches
from services.gateway.entrypoints.console.planning.desk import PlanDesk
from services.gateway.entrypoints.console.render import Renderer
from services.gateway.entrypoints.console.signing_in.front_door import FrontDoor
from services.gateway.entrypoints.console.signing_in.invitation import InvitationDesk
from services.gateway.entrypoints.console.signing_in.sign_in import SignInDesk
from services.gateway.entrypoints.console.signing_in.sign_out import SignOutDesk
from services.gateway.entrypoints.console.viewer import Viewer
from services.gateway.entrypoints.console.visit import Sources
from services.gateway.entrypoints.console.watch import Watch
from services.gateway.entrypoints.console.writing.commands import CommandPages
from shared.contracts.published import CATALOG
from shared.errors import NotFound
from shared.http import problem

AREAS = (
    HomePages,
    LookDesk,
    HelpPages,
    NetworkPages,
    CooperationPages,
    StatesPages,
    StatePages,
    SeminarsPages,
    PlanDesk,
    SeminarPages,
    OperationsPages,
    PeoplePages,
    PersonPages,
    InitiativePages,
    SeatPages,
    MessagePages,
    AddressPages,
    HistoryPages,
    CommandPages,  # behind those that have a form of their own for a command
)


def console_router(
    sources: Sources, assets: Assets, door: FrontDoor, watch: Watch, document: Mapping[str, Any]
) -> APIRouter:
    """The routes of all pages, at the root; `door`: how people sign in; `watch`: how the whole is, and what tells pages that
    they changed; `document`: the public API's own."""
    console = Console(sources, Speeches.load(), Renderer(assets), policy(assets.core_hash), door.base_url, watch)
    routes = APIRouter()
    routes.include_router(watch.live.router())
    for desk in (SignInDesk(console, door), InvitationDesk(console, door), SignOutDesk(console, door.base_url)):
        routes.include_router(desk.router())
    routes.include_router(ReferencePages(console, assets, document, CATALOG).router())
    for area in AREAS:
        routes.include_router(area(console).router())
    routes.add_api_route("/{path:path}", console.open_page(_nowhere), methods=["GET"], name="page-nowhere")
    return routes


async def _nowhere(request: Request, _viewer: Viewer) -> Response:
    """An address that leads nowhere: a page for people, a problem for programs. Raises NotFound."""
    if f"{request.url.path}/".startswith("/api/"):
        return problem(404, "not-found")
    raise NotFound("not-found")
