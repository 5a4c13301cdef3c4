"""A gateway database, migrated once and copied for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.embedded.databases import Server
from services.gateway.main import SERVICE
from shared.store.database import Database, migrate
from tests.support.platform import ServiceDatabase, service_database


@pytest.fixture(scope="session")
def template(postgres: Server) -> Iterator[str]:
    """The name of a migrated database."""
    with service_database(postgres, "gateway") as made:
        asyncio.run(migrate(made.migrator, made.migrator_password, SERVICE.migrations))
        yield made.name


@pytest.fixture
def made(postgres: Server, template: str) -> Iterator[ServiceDatabase]:
    """A database of the test's own."""
    with service_database(postgres, "gateway", template) as made:
        yield made


@pytest.fixture
async def database(made: ServiceDatabase) -> AsyncIterator[Database]:
    """It, open in the role of the running service."""
    async with Database(made.app, made.app_password) as database:
        yield database
