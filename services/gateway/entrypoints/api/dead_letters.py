"""Dead letters of every service, for operators: looked at, tried, redriven, discarded. The service keeps who settled which.

The rights are judged here and again by the service, whose operations these are (shared/operations.py; security.md G13).
"""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.gateway.adapters.dead_letters import DeadLetters
from services.gateway.adapters.services import Answered, Services
from services.gateway.application.access import Reader, atoms
from services.gateway.application.moment import BadParameter
from services.gateway.application.questions.question import Filter, truth, word
from services.gateway.entrypoints.api.signed_in import reader_of
from shared.http import json_body
from shared.store.database import Database

SETTLED, DRY_RUN = truth("settled"), truth("dry_run")


class DeadLetterDesk:
    """Asks the services in the caller's name."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database = database
        self._services = services
        self._letters = DeadLetters(services)

    def router(self) -> APIRouter:
        """The routes, below /api/v1."""
        routes = APIRouter()
        one = "/dead-letters/{service}/{id}"
        routes.add_api_route("/dead-letters", self.listed, methods=["GET", "HEAD"], name="dead-letters")
        routes.add_api_route(one, self.one, methods=["GET", "HEAD"], name="dead-letter")
        routes.add_api_route(f"{one}/redrive", self.redrive, methods=["POST"], name="redrive")
        routes.add_api_route(f"{one}/discard", self.discard, methods=["POST"], name="discard")
        return routes

    async def listed(self, request: Request) -> Response:
        """The newest of one service or of all."""
        reader = await self._operator(request)
        given = _given(request, word("service", *self._services.names), SETTLED)
        told = await self._letters.listed(reader, given.get("service"), settled=given.get("settled", False))
        return _json(told)

    async def one(self, request: Request) -> Response:
        """One, without its bytes."""
        reader = await self._operator(request)
        _given(request)
        found = await self._letters.one(reader, *_place(request))
        return _passed(found) if isinstance(found, Answered) else _json(found)

    async def redrive(self, request: Request) -> Response:
        """Replay one and what waits behind it; with `dry_run` tell what would happen."""
        reader = await self._operator(request)
        return _passed(await self._letters.ask(reader, *_place(request), task="/redrive", params=_dry(request)))

    async def discard(self, request: Request) -> Response:
        """Give one up for a reason; with `dry_run` tell what would happen."""
        reader = await self._operator(request)
        dry, body = _dry(request), await json_body(request)
        return _passed(await self._letters.ask(reader, *_place(request), task="/discard", params=dry, body=body))

    async def _operator(self, request: Request) -> Reader:
        async with self._database.transaction(read_only=True) as connection:
            reader = await reader_of(request, connection)
        atoms(reader, "operations")
        return reader


def _given(request: Request, *filters: Filter) -> dict[str, Any]:
    """The parameters, read. Raises BadParameter."""
    known = {filter.name: filter for filter in filters}
    pairs = request.query_params.multi_items()
    if len({name for name, _ in pairs}) != len(pairs):
        raise BadParameter("?", "must be given once")
    if not known.keys() >= {name for name, _ in pairs}:
        raise BadParameter("?", f"must be one of {', '.join(sorted(known)) or 'none'}")
    return {name: known[name].value(text) for name, text in pairs}


def _dry(request: Request) -> dict[str, str]:
    return {"dry_run": "true" if _given(request, DRY_RUN).get("dry_run", False) else "false"}


def _place(request: Request) -> tuple[str, str]:
    return request.path_params["service"], request.path_params["id"]


def _json(told: object) -> Response:
    return Response(orjson.dumps(told), media_type="application/json")


def _passed(answered: Answered) -> Response:
    return Response(answered.body, answered.status, dict(answered.headers))
