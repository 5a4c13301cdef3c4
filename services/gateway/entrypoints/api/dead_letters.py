"""Dead letters of every service, for operators: looked at, tried, redriven, discarded. The service keeps who settled which.

The rights are judged here and again by the service, whose operations these are (shared/operations.py; security.md G13).
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.gateway.adapters.services import Answered, Services
from services.gateway.application.access import Reader, atoms
from services.gateway.application.letters import merged, shown
from services.gateway.application.moment import BadParameter
from services.gateway.application.questions.question import Filter, truth, word
from services.gateway.entrypoints.api.signed_in import reader_of
from shared.errors import NotFound, Unavailable
from shared.http import json_body
from shared.store.database import Database

SETTLED, DRY_RUN = truth("settled"), truth("dry_run")


class DeadLetterDesk:
    """Asks the services in the caller's name."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database = database
        self._services = services

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
        """The newest of one service or of all. With one that is down: what the others have, unless it is the one asked for."""
        reader = await self._operator(request)
        names = self._services.names
        given = _given(request, word("service", *names), SETTLED)
        chosen = [given["service"]] if "service" in given else list(names)
        found = await asyncio.gather(*(self._of(name, reader, given.get("settled", False)) for name in chosen))
        if "service" in given and found[0] is None:
            raise Unavailable(chosen[0], retry_after=1)
        return _json(merged(dict(zip(chosen, found, strict=True))))

    async def one(self, request: Request) -> Response:
        """One, without its bytes."""
        reader = await self._operator(request)
        _given(request)
        answered = await self._ask(request, reader, "GET", "", {})
        if answered.status != 200:
            return _passed(answered)
        return _json(shown(request.path_params["service"], orjson.loads(answered.body)))

    async def redrive(self, request: Request) -> Response:
        """Replay one and what waits behind it; with `dry_run` tell what would happen."""
        reader = await self._operator(request)
        return _passed(await self._ask(request, reader, "POST", "/redrive", _dry(request)))

    async def discard(self, request: Request) -> Response:
        """Give one up for a reason; with `dry_run` tell what would happen."""
        reader = await self._operator(request)
        return _passed(await self._ask(request, reader, "POST", "/discard", _dry(request), await json_body(request)))

    async def _of(self, service: str, reader: Reader, settled: bool) -> list[dict[str, Any]] | None:  # noqa: FBT001
        try:
            answered = await self._services.ask(service, "GET", "dead-letters", reader, {"settled": _text(settled)})
        except Unavailable:
            return None
        if answered.status != 200:
            return None
        items: list[dict[str, Any]] = orjson.loads(answered.body)["items"]
        return items

    async def _ask(
        self, request: Request, reader: Reader, method: str, task: str, params: Mapping[str, str], body: bytes = b""
    ) -> Answered:
        service, id = request.path_params["service"], request.path_params["id"]
        if service not in self._services.names or not (id.isascii() and id.isdecimal()):
            raise NotFound("not-found")
        return await self._services.ask(service, method, f"dead-letters/{id}{task}", reader, params, body)

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
    return {"dry_run": _text(_given(request, DRY_RUN).get("dry_run", False))}


def _text(truth: bool) -> str:  # noqa: FBT001
    return "true" if truth else "false"


def _json(told: object) -> Response:
    return Response(orjson.dumps(told), media_type="application/json")


def _passed(answered: Answered) -> Response:
    return Response(answered.body, answered.status, dict(answered.headers))
