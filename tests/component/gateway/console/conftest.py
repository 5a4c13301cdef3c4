"""The console after the story arrived, opened by the accounts of the demo."""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.databases import Server
from shared.store.database import Database
from tests.component.gateway.console.browsing import Browsing
from tests.component.gateway.public import Public, Tokens, opened
from tests.support.platform import ServiceDatabase, service_database


@pytest.fixture
async def console(public: Public) -> Browsing:
    """For tests that change nothing but their own sessions."""
    return Browsing(public)


@pytest.fixture
async def own_console(postgres: Server, told: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[Browsing]:
    """The same over a database that the test may change."""
    shared, tokens = told
    with service_database(postgres, "gateway", shared.name) as made:
        async with Database(made.app, made.app_password, size=3) as database, opened(database, tokens) as public:
            yield Browsing(public)
