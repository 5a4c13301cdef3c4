"""The gateway that heard of every place: one for all that is asked of it, by questions and by pages."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.embedded.databases import Server
from services.gateway.main import SERVICE
from shared.store.database import Database, migrate
from tests.component.gateway.public import Public, Tokens, opened
from tests.contract.authorization.hearsay import heard_by
from tests.contract.authorization.telling import NAME
from tests.support.platform import ServiceDatabase, service_database


@pytest.fixture(scope="module")
def heard(postgres: Server) -> Iterator[tuple[ServiceDatabase, Tokens]]:
    """A gateway database that heard of every place, with a token for every role."""
    with service_database(postgres, SERVICE.name) as made:
        yield made, asyncio.run(_heard(made))


async def _heard(made: ServiceDatabase) -> Tokens:
    await migrate(made.migrator, made.migrator_password, SERVICE.migrations)
    async with Database(made.app, made.app_password, size=1) as database:
        return await heard_by(database)


@pytest.fixture
async def public(heard: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[Public]:
    made, tokens = heard
    async with Database(made.app, made.app_password, size=2) as database, opened(database, tokens) as public:
        public.names.family_name = NAME
        yield public
