"""THE TABLE of pages: everything the console shows."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from services.gateway.entrypoints.console.assets import Assets
from services.gateway.entrypoints.console.console import Console, policy
from services.gateway.entrypoints.console.front_door import FrontDoor
from services.gateway.entrypoints.console.help import HelpPages
from services.gateway.entrypoints.console.invitation import InvitationDesk
from services.gateway.entrypoints.console.look import LookDesk
from services.gateway.entrypoints.console.networks import NetworkPages
from services.gateway.entrypoints.console.operations import OperationsPages
from services.gateway.entrypoints.console.planning.desk import PlanDesk
from services.gateway.entrypoints.console.reference import ReferencePages
from services.gateway.entrypoints.console.render import Renderer
from services.gateway.entrypoints.console.seminar import SeminarPages
from services.gateway.entrypoints.console.seminars import SeminarsPages
from services.gateway.entrypoints.console.sign_in import SignInDesk
from services.gateway.entrypoints.console.sign_out import SignOutDesk
from services.gateway.entrypoints.console.speech import Speeches
from services.gateway.entrypoints.console.state import StatePages
from services.gateway.entrypoints.console.states import StatesPages
from services.gateway.entrypoints.console.visit import Sources
from services.gateway.entrypoints.console.watch import Watch
from shared.contracts.published import CATALOG

AREAS = (
    LookDesk,
    HelpPages,
    NetworkPages,
    StatesPages,
    StatePages,
    SeminarsPages,
    PlanDesk,
    SeminarPages,
    OperationsPages,
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
    return routes
