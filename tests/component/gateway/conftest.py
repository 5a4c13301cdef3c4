"""A gateway database, migrated once, with the demo's accounts and the story, copied for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.embedded.databases import Server
from services.gateway.main import SERVICE
from shared.store.database import Database, migrate
from tests.component.gateway.front import Front, fronted
from tests.component.gateway.public import Public, Tokens, opened, with_story
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


@pytest.fixture(scope="session")
def told(postgres: Server, template: str) -> Iterator[tuple[ServiceDatabase, Tokens]]:
    """A database in which the story has arrived, and the tokens of its accounts."""
    with service_database(postgres, "gateway", template) as made:
        yield made, asyncio.run(with_story(made))


@pytest.fixture
async def public(told: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[Public]:
    """The public API after the story arrived; one for all tests that change nothing."""
    made, tokens = told
    async with Database(made.app, made.app_password, size=3) as database, opened(database, tokens) as public:
        yield public


@pytest.fixture
async def own(postgres: Server, told: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[Public]:
    """The same over a database that the test may change."""
    shared, tokens = told
    with service_database(postgres, "gateway", shared.name) as made:
        async with Database(made.app, made.app_password, size=3) as database, opened(database, tokens) as public:
            yield public


@pytest.fixture(scope="module")
def door(postgres: Server, told: tuple[ServiceDatabase, Tokens]) -> Iterator[ServiceDatabase]:
    """A copy of it for the sessions of a module's tests."""
    shared, _ = told
    with service_database(postgres, "gateway", shared.name) as made:
        yield made


@pytest.fixture
async def front(door: ServiceDatabase) -> AsyncIterator[Front]:
    """The site with its door and the development issuer behind it; for tests that leave accounts and grants as they are."""
    async with Database(door.app, door.app_password, size=3) as database, fronted(database) as front:
        yield front


@pytest.fixture
async def own_front(own: Public) -> AsyncIterator[Front]:
    """The same over a database that the test may change."""
    async with fronted(own.database) as front:
        yield front
