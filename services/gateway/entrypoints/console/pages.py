"""THE TABLE of pages: everything the console shows."""

from fastapi import APIRouter

from services.gateway.entrypoints.console.assets import Assets
from services.gateway.entrypoints.console.console import Console, policy
from services.gateway.entrypoints.console.networks import NetworkPages
from services.gateway.entrypoints.console.render import Renderer
from services.gateway.entrypoints.console.speech import Speeches
from services.gateway.entrypoints.console.visit import Sources

AREAS = (NetworkPages,)


def console_router(sources: Sources, assets: Assets) -> APIRouter:
    """The routes of all pages, at the root."""
    console = Console(sources, Speeches.load(), Renderer(assets), policy(assets.core_hash))
    routes = APIRouter()
    for area in AREAS:
        routes.include_router(area(console).router())
    return routes
