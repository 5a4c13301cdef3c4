"""The service on a database of its own, which has heard of Argentina and Brazil."""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.databases import Server
from tests.component.enrollment.hearing import Enrollment, enrollment


@pytest.fixture
async def service(postgres: Server) -> AsyncIterator[Enrollment]:
    async with enrollment(postgres, ["ARG", "BRA"]) as running:
        yield running
