"""A write service over a fresh database, called through its real HTTP application, without Kafka."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx

from deploy.embedded.databases import Server
from shared.access import Actor, Minter, Verifier
from shared.api import command_app, inside_of
from shared.contracts.ids import ActorId
from shared.service import Service
from shared.settings import Settings
from shared.store.database import Database, migrate
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from tests.support.keystore import settings_of
from tests.support.platform import service_database
from tests.support.signing import keys

SECRETARIAT = Actor(ActorId(UUID(int=1)), "secretariat", frozenset({"secretariat"}))


class Called:
    """A running service: post commands as somebody, look into its store."""

    def __init__(self, service: Service, settings: Settings, database: Database, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self.database = database
        self._service = service
        self._client = client
        self._minter = Minter("gateway", keys() / "gateway.key")
        self._sender = Minter("notifications", keys() / "notifications.key")

    @property
    def client(self) -> httpx.AsyncClient:
        """For what is no command."""
        return self._client

    def headers(self, actor: Actor, key: str | None = None, version: int | None = None) -> dict[str, str]:
        token = self._minter.token(actor, self._service.name, "command")
        given = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
        return given if version is None else {**given, "If-Match": f'"{version}"'}

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        actor: Actor = SECRETARIAT,
        key: str | None = None,
        version: int | None = None,
    ) -> httpx.Response:
        return await self._client.post(f"/{path}", json=dict(body), headers=self.headers(actor, key, version))

    async def send(self, path: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return await self._client.post(f"/{path}", content=content, headers=dict(headers))

    async def ask(
        self, path: str, body: Mapping[str, Any] | None = None, *, actor: Actor = SECRETARIAT, caller: str = "gateway"
    ) -> httpx.Response:
        """An internal question: a POST when it has a body; as an actor, by a service that calls."""
        minter = self._minter if caller == "gateway" else self._sender
        headers = {"Authorization": f"Bearer {minter.token(actor, self._service.name, 'question')}"}
        if body is None:
            return await self._client.get(f"/{path}", headers=headers)
        return await self._client.post(f"/{path}", json=dict(body), headers=headers)

    async def journal(self) -> list[dict[str, Any]]:
        async with self.database.transaction() as connection:
            return [row["event"] for row in await connection.fetch("select event from journal order by position")]


@asynccontextmanager
async def called(service: Service, server: Server) -> AsyncIterator[Called]:
    """The service on a database of its own."""
    with service_database(server, service.name) as made:
        await migrate(made.migrator, made.migrator_password, service.migrations)
        verifier = Verifier(service.name, ["gateway"], keys())
        async with (
            settings_of(service, server) as settings,
            Database(made.app, made.app_password) as database,
            inside_of(service, settings, database, verifier) as inside,
        ):
            backlog = Backlog(database, 1_000_000)
            app = command_app(service, settings, database, Wake(), backlog, verifier, inside)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                yield Called(service, settings, database, client)
