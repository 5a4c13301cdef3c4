"""The fixture of both modules."""

from collections.abc import AsyncIterator

import pytest

from tests.system.faust.made import Apps


@pytest.fixture
async def apps() -> AsyncIterator[Apps]:
    """A maker of apps that are not started."""
    made = Apps()
    yield made
    made.close()
