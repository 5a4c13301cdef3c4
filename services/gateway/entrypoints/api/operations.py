"""How the whole is: health of every service, and the gateway's own liveness, readiness and metrics."""

from ipaddress import ip_address

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.gateway.adapters.services import Services
from services.gateway.application.access import atoms
from services.gateway.application.health import merged
from services.gateway.entrypoints.api.signed_in import reader_of
from shared.health import Health
from shared.store.database import Database


class OperationsDesk:
    """Answers what operators and supervisors ask."""

    def __init__(self, database: Database, services: Services, health: Health) -> None:
        self._database = database
        self._services = services
        self._health = health

    def router(self) -> APIRouter:
        """The routes, at the root and below /api/v1 alike."""
        routes = APIRouter()
        for path, answer in (
            ("/health", self.health),
            ("/livez", self.livez),
            ("/readyz", self.readyz),
            ("/metrics", self.metrics),
        ):
            routes.add_api_route(path, answer, methods=["GET"])
        return routes

    async def health(self, request: Request) -> Response:
        """Every service, how far it is behind, what waits for a person."""
        async with self._database.transaction(read_only=True) as connection:
            await reader_of(request, connection)
        first = await self._services.statuses()
        return _json(merged(first, await self._services.statuses()))

    async def livez(self) -> Response:
        """This process answers."""
        return _json({"live": True})

    async def readyz(self) -> Response:
        """Whether this process can do its work."""
        told = await self._health.readiness()
        return _json(told, 200 if told["ready"] else 503)

    async def metrics(self, request: Request) -> Response:
        """For this machine, or for an operator."""
        if request.client is None or not ip_address(request.client.host).is_loopback:
            async with self._database.transaction(read_only=True) as connection:
                atoms(await reader_of(request, connection), "operations")
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _json(value: object, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
