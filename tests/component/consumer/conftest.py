"""A store with a table of effects, migrated once and copied for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from deploy.embedded.databases import Server
from shared.store.database import Database, migrate
from tests.component.consumer.ear import Ear
from tests.support.platform import service_database


@pytest.fixture(scope="session")
def template(postgres: Server) -> Iterator[str]:
    with service_database(postgres, "network") as made:
        asyncio.run(_prepare(made.migrator, made.migrator_password))
        yield made.name


async def _prepare(url: str, password: str) -> None:
    await migrate(url, password)
    connection = await asyncpg.connect(url, password=password)
    try:
        await connection.execute(
            "create table effects (nth bigint generated always as identity, subject uuid, sequence int)"
        )
    finally:
        await connection.close()


@pytest.fixture
async def database(postgres: Server, template: str) -> AsyncIterator[Database]:
    with service_database(postgres, "network", template) as made:
        async with Database(made.app, made.app_password) as database:
            yield database


@pytest.fixture
async def ear(database: Database) -> Ear:
    """A consumer that has just been assigned the partition."""
    ear = Ear(database)
    assert await ear.start() == 0
    return ear
