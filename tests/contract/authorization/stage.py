"""A service on its own database where nothing stays: each scene is set, each call answered and undone, in one transaction.

The application, its routes and its store are the real ones; only the commit is replaced by a rollback.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson

from deploy.embedded.databases import Server
from shared.access import Actor, Minter, Verifier
from shared.aggregate import Dated
from shared.api import command_app, inside_of
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.ids import SYSTEM
from shared.service import Service
from shared.store.database import Connection, Database, migrate
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from shared.store.work import Work
from shared.works import Cause
from tests.contract.authorization.world import Given
from tests.support.keystore import settings_of
from tests.support.platform import service_database
from tests.support.signing import keys

NOWHERE = "127.0.0.1:1"
"""Where no broker listens: services take commands without one."""


class Undone(Database):
    """The database, of which every transaction is part of one that is never committed."""

    def __init__(self, connection: Connection) -> None:
        super().__init__("", None)
        self._one = connection

    @asynccontextmanager
    async def transaction(self, *, read_only: bool = False) -> AsyncIterator[Connection]:
        """A part of it: kept until the scene ends, or rolled back by any exception."""
        async with self._one.transaction():
            yield self._one


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a caller sees of an answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def told(self) -> str:
        """It, as text."""
        return f"{self.headers} {self.body.decode()}"


class Stage:
    """The service, and what it is given."""

    def __init__(self, service: Service, connection: Connection, client: httpx.AsyncClient) -> None:
        self.service = service
        self.connection = connection
        self._client = client
        self._minter = Minter("gateway", keys() / "gateway.key")

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """Whatever happens inside did not happen afterwards."""
        transaction = self.connection.transaction()
        await transaction.start()
        try:
            yield
        finally:
            await transaction.rollback()

    async def give(self, givens: Iterable[Given]) -> None:
        """Say these facts, each object once."""
        for given in {(given.kind.name, given.id): given for given in givens}.values():
            work = Work(self.connection, self.service.catalog, CAUSE)
            loaded = await work.load(given.kind, given.id, create=True)
            said = [Dated(event, PartialDate.of(on)) for event, on in given.dated()]
            await work.save(loaded, said)

    async def hear(self, heard: Sequence[Envelope]) -> None:
        """Events of other services, as its consumer would."""
        await self.service.handle(self.connection, heard)

    async def version(self, id: UUID) -> int:
        """How many facts an object of that id has; 1 when there is none."""
        found = await self.connection.fetchval("select max(version) from aggregates where id = $1", id)
        return found or 1

    async def post(self, path: str, body: Mapping[str, Any], actor: Actor | None, version: int | None) -> Answer:
        """A command or correction; `actor` None sends no token."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.ask("POST", path, actor, headers, orjson.dumps(body))

    async def ask(
        self, method: str, path: str, actor: Actor | None, headers: Mapping[str, str], content: bytes | None = None
    ) -> Answer:
        """Any request."""
        signed = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json", **headers}
        if actor is not None:
            signed["Authorization"] = f"Bearer {self._minter.token(actor, self.service.name, 'command')}"
        answer = await self._client.request(method, f"/{path}", content=content, headers=signed)
        return Answer(answer.status_code, tuple(sorted(answer.headers.items())), answer.content)


CAUSE = Cause(SYSTEM, UUID(int=5), PartialDate.parse("2012"))
"""Of the facts that were said before."""


@asynccontextmanager
async def stage(service: Service, server: Server) -> AsyncIterator[Stage]:
    """The service on a database of its own."""
    with service_database(server, service.name) as made:
        await migrate(made.migrator, made.migrator_password, service.migrations)
        verifier = Verifier(service.name, ["gateway"], keys())
        async with (
            settings_of(service, server, kafka=NOWHERE) as settings,
            Database(made.app, made.app_password) as pool,
            pool.transaction() as connection,
            inside_of(service, settings, Undone(connection), verifier) as inside,
        ):
            await connection.execute("set local idle_in_transaction_session_timeout = 0")
            database = Undone(connection)
            app = command_app(service, settings, database, Wake(), Backlog(database, 1_000_000), verifier, inside)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                yield Stage(service, connection, client)
