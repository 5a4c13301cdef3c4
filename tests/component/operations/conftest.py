"""A store of the network service, migrated once and copied for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.embedded.databases import Server
from shared.store.database import Database, migrate
from tests.support.platform import service_database


@pytest.fixture(scope="session")
def empty(postgres: Server) -> Iterator[str]:
    """The name of a migrated database."""
    with service_database(postgres, "network") as made:
        asyncio.run(migrate(made.migrator, made.migrator_password))
        yield made.name


@pytest.fixture
async def store(postgres: Server, empty: str) -> AsyncIterator[Database]:
    """A database of the test's own."""
    with service_database(postgres, "network", empty) as made:
        async with Database(made.app, made.app_password) as database:
            yield database
