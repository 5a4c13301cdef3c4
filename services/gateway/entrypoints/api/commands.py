"""The commands of the public API: each is forwarded to the service that owns it, and its answer passed on as it is."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.gateway.adapters.services import Services
from services.gateway.application.forwarding import Commands
from services.gateway.entrypoints.api.signed_in import reader_of
from shared.errors import NotFound
from shared.http import json_body
from shared.store.database import Database


class CommandCounter:
    """Takes commands for all services. It refuses on role alone; whose the object is, its owner knows."""

    def __init__(self, database: Database, services: Services, commands: Commands) -> None:
        self._database = database
        self._services = services
        self._commands = commands

    def router(self) -> APIRouter:
        """The routes, below /api/v1."""
        routes = APIRouter()
        routes.add_api_route("/{service}/{path:path}", self.post, methods=["POST"], name="command")
        return routes

    async def post(self, request: Request) -> Response:
        """One command."""
        service, path = request.path_params["service"], request.path_params["path"]
        async with self._database.transaction(read_only=True) as connection:
            reader = await reader_of(request, connection)
        if service not in self._services.names:
            raise NotFound("not-found")
        self._commands.require(service, path, reader.role)
        body = await json_body(request)
        answered = await self._services.command(service, path, body, request.headers, reader)
        return Response(answered.body, answered.status, dict(answered.headers))
