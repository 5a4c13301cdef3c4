"""The reference of the interfaces, open to everybody: the public API and the events on the bus (console.md P31)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request

from services.gateway.entrypoints.console.assets import Assets
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.viewer import Viewer
from shared.contracts.catalog import Catalog
from shared.contracts.event import Event
from shared.contracts.topics import topic

SWAGGER = ("swagger-ui.js", "swagger-ui.css", "docs.js")
SWAGGER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Its style sheet holds its images (console.md, traps); it takes no style from our pages."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API: `parameters` are names, those of the path too."""

    method: str
    path: str
    summary: str
    parameters: str


@dataclass(frozen=True, slots=True)
class ApiView:
    """Every operation, in the order of the document."""

    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One event: its `fields` by name, those that may be missing with a question mark."""

    type: str
    version: int
    public: bool
    meaning: str
    fields: str


@dataclass(frozen=True, slots=True)
class PublisherView:
    """What one service says, on its topic."""

    name: str
    topic: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class EventsView:
    """All events by their publisher."""

    publishers: tuple[PublisherView, ...]


class ReferencePages:
    """Both pages: made once, since only a new release changes them."""

    def __init__(self, console: Console, assets: Assets, document: Mapping[str, Any], catalog: Catalog) -> None:
        """`document`: the public API's OpenAPI document."""
        self._console = console
        self._has_swagger = all(assets.url(name) for name in SWAGGER)
        self._api = ApiView(tuple(_operations(document)))
        self._events = EventsView(tuple(_publishers(list(catalog.events.values()))))

    def router(self) -> APIRouter:
        """Their routes, at the root."""
        routes = APIRouter()
        routes.add_api_route("/api/v1/docs", self._console.open_page(self._show_api), methods=["GET"])
        routes.add_api_route("/asyncapi", self._console.open_page(self._show_events), methods=["GET"])
        return routes

    async def _show_api(self, request: Request, _: Viewer) -> Shown:
        """Swagger UI where it was built, unless the page is asked for as a table, which needs no scripts."""
        if self._has_swagger and request.query_params.get("view") != "table":
            return Shown("reference/swagger", None, headers={"Content-Security-Policy": SWAGGER_POLICY})
        return Shown("reference/api", self._api)

    async def _show_events(self, _request: Request, _: Viewer) -> Shown:
        return Shown("reference/events", self._events)


def _operations(document: Mapping[str, Any]) -> list[Operation]:
    base = document["servers"][0]["url"]
    return [
        Operation(method.upper(), f"{base}{path}", operation.get("summary", ""), _parameters(operation))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


def _parameters(operation: Mapping[str, Any]) -> str:
    return ", ".join(parameter["name"] for parameter in operation.get("parameters", ()) if "name" in parameter)


def _publishers(events: Sequence[type[Event]]) -> list[PublisherView]:
    """Views by service; events of one service stand together in the catalog."""
    return [
        PublisherView(name, topic(name), tuple(_event(event) for event in own))
        for name, own in groupby(events, lambda event: event.type.partition(".")[0])
    ]


def _event(event: type[Event]) -> EventView:
    fields = (name if field.is_required() else f"{name}?" for name, field in event.model_fields.items())
    meaning = " ".join((event.__doc__ or "").split())
    return EventView(event.type, event.version, event.public, meaning, ", ".join(fields))
