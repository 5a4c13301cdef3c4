"""The servers that benchmarks run on: Kafka as in the tests, PostgreSQL durable, since an unflushed commit is none."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg

from benchmarks.figures import tell
from deploy.embedded.databases import Server
from deploy.embedded.postgres import Postgres
from deploy.embedded.startup import start
from shared.service import Service
from shared.store.database import migrate
from tests.support import platform
from tests.support.platform import ServiceDatabase, service_database

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def durable_postgres() -> Iterator[Server]:
    """A PostgreSQL of our own that flushes every commit; the one in LEMKIN_TEST_POSTGRES when that is given."""
    if os.environ.get("LEMKIN_TEST_POSTGRES"):
        with platform.postgres_server() as server:
            yield _durable(server)
        return
    folder = platform.temporary_folder()
    part = Postgres(folder / "durable", folder / "durable-secrets", folder / "logs", platform.free_port(), tell)
    child = start(part, folder / "run", platform.START_SECONDS)
    try:
        yield _durable(part.server)
    finally:
        child.ask_to_stop()
        child.wait(platform.STOP_SECONDS)


def _durable(server: Server) -> Server:
    off = [name for name in DURABLE if server.run(f"show {name}") != ["on"]]
    if off:
        raise SystemExit(f"the server has {', '.join(off)} switched off, so a commit would cost nothing")
    return server


@asynccontextmanager
async def migrated(server: Server, service: Service, *statements: str) -> AsyncIterator[ServiceDatabase]:
    """A database of a service as its release makes it, and what `statements` add to it."""
    with service_database(server, service.name) as made:
        await migrate(made.migrator, made.migrator_password, service.migrations)
        connection = await asyncpg.connect(made.migrator, password=made.migrator_password)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()
        yield made


def folder(name: str) -> Path:
    """A new folder for one benchmark's files, removed at the end of the run."""
    made = platform.temporary_folder() / name
    made.mkdir(parents=True, exist_ok=True)
    return made
