"""An office for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded.databases import Server
from tests.component.notifications.post_office import Office, office


@pytest.fixture
async def post(postgres: Server, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(postgres, tmp_path) as made:
        yield made
