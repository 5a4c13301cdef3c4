"""A write service over a fresh database, called through its real HTTP application, without Kafka."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.embedded.databases import Server
from shared.access import Actor, Minter, Verifier
from shared.api import command_app
from shared.contracts.ids import ActorId
from shared.service import Service
from shared.settings import Settings
from shared.store.database import Database, migrate
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from tests.support.platform import service_database, temporary_folder

SECRETARIAT = Actor(ActorId(UUID(int=1)), "secretariat", frozenset({"secretariat"}))


def keys() -> Path:
    """A folder with the gateway's key pair, made once in a run."""
    folder = temporary_folder() / "test-keys"
    if not folder.exists():
        folder.mkdir(mode=0o700)
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "gateway.key").write_bytes(pem)
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (folder / "gateway.pub").write_bytes(public)
    return folder


class Called:
    """A running service: post commands as somebody, look into its store."""

    def __init__(self, service: Service, database: Database, client: httpx.AsyncClient) -> None:
        self.database = database
        self._service = service
        self._client = client
        self._minter = Minter("gateway", keys() / "gateway.key")

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

    async def journal(self) -> list[dict[str, Any]]:
        async with self.database.transaction() as connection:
            return [row["event"] for row in await connection.fetch("select event from journal order by position")]


@asynccontextmanager
async def called(service: Service, server: Server) -> AsyncIterator[Called]:
    """The service on a database of its own."""
    with service_database(server, service.name) as made:
        await migrate(made.migrator, made.migrator_password, service.migrations)
        async with Database(made.app, made.app_password) as database:
            verifier = Verifier(service.name, ["gateway"], keys())
            backlog = Backlog(database, 1_000_000)
            app = command_app(service, Settings(), database, Wake(), backlog, verifier)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                yield Called(service, database, client)
