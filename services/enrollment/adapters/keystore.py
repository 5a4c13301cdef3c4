"""The keystore's database: of its own, reached when it is first needed, so that enrollment starts without it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, Self

import asyncpg

from shared.errors import DomainError, Unavailable
from shared.settings import secret
from shared.store.database import AWAY, Connection, Database, migrate

MIGRATIONS = Path(__file__).with_name("keystore_migrations")


class Where(Protocol):
    """Settings that tell where the keystore and its key are (services/enrollment/settings.py)."""

    @property
    def keystore(self) -> str:
        """URL; empty: there is none."""

    @property
    def keystore_password_file(self) -> Path | None:
        """Of the role that serves."""

    @property
    def keystore_migrator(self) -> str:
        """URL of the owner; empty: not to be migrated from here."""

    @property
    def keystore_migrator_password_file(self) -> Path | None:
        """Of the owner."""

    @property
    def kek(self) -> Path | None:
        """The key-encryption key."""


class Keystore:
    """A small pool to the keystore, opened at the first use. Use as an async context manager."""

    def __init__(self, where: Where) -> None:
        self._url, self._password_file = where.keystore, where.keystore_password_file
        self._opening = asyncio.Lock()
        self._database: Database | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._database is not None:
            await self._database.__aexit__(*exc)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """As of any database. Raises Unavailable when there is none or it is away."""
        try:
            async with (await self._opened()).transaction() as connection:
                yield connection
        except DomainError:
            raise
        except AWAY as error:
            raise Unavailable("keystore") from error

    async def once(self, statement: str, *values: object) -> asyncpg.Record | None:
        """One statement in one round trip: commands wait for it. Raises as `transaction`."""
        try:
            return await (await self._opened()).once(statement, *values)
        except DomainError:
            raise
        except AWAY as error:
            raise Unavailable("keystore") from error

    async def _opened(self) -> Database:
        if not self._url:
            raise Unavailable("keystore")
        async with self._opening:
            if self._database is None:
                password = secret(self._password_file)
                database = Database(self._url, password.get_secret_value() if password else None, size=4)
                self._database = await database.__aenter__()
            return self._database


async def migrate_keystore(where: Where) -> None:
    """Bring the keystore to this release, if its owner's address is given."""
    if where.keystore_migrator:
        password = secret(where.keystore_migrator_password_file)
        given = password.get_secret_value() if password else None
        await migrate(where.keystore_migrator, given, MIGRATIONS, schema=())
