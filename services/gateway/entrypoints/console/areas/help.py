"""Help: how the two clocks, sources, names and forms work, the words of the field, and what each refusal means (P29)."""

from fastapi import APIRouter, Request

from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.language.words import WORDS
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.viewer import Viewer
from shared.errors import NotFound

TOPICS = ("dates", "sources", "names", "forms", "glossary")


class HelpView(ViewModel):
    """The topic shown; None for the list of them."""

    topic: str | None = None
    topics: tuple[str, ...] = TOPICS


class ProblemView(ViewModel):
    """A refusal by its code."""

    code: str


class HelpPages:
    """Pages for everybody, signed in or not."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """The routes."""
        routes, page = APIRouter(), self._console.open_page
        routes.add_api_route("/help", page(self.topics), methods=["GET"], name="page-help")
        routes.add_api_route("/help/{topic}", page(self.topic), methods=["GET"], name="page-help-topic")
        routes.add_api_route("/problems/{code}", page(self.problem), methods=["GET"], name="page-problem")
        return routes

    async def topics(self, _request: Request, _viewer: Viewer) -> Shown:
        """All topics."""
        return Shown("help/topics", HelpView())

    async def topic(self, request: Request, _viewer: Viewer) -> Shown:
        """One topic. Raises NotFound."""
        topic = request.path_params["topic"]
        if topic not in TOPICS:
            raise NotFound("not-found")
        return Shown(f"help/{topic}", HelpView(topic=topic))

    async def problem(self, request: Request, _viewer: Viewer) -> Shown:
        """What a problem of the API means and what to do about it. Raises NotFound."""
        code = request.path_params["code"]
        if code not in WORDS["problem"]:
            raise NotFound("not-found")
        return Shown("help/problem", ProblemView(code=code))
