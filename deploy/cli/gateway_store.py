"""The gateway's database, for what may only be done on the machine itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.cli import installation
from deploy.embedded.failures import NO, StartFailure
from shared.errors import DomainError
from shared.store.database import Database


@asynccontextmanager
async def gateway_store(data: Path | None) -> AsyncIterator[Database]:
    """The database of a running installation; a refusal of the domain becomes a clear failure."""
    url, password = installation.running(data).database("gateway")
    async with Database(url, password, size=2) as database:
        try:
            yield database
        except DomainError as error:
            raise StartFailure(f"refused: {error}", "see --help", NO) from error
