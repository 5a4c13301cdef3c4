"""Database: the only way to a connection, and the forward-only migrations that make what is behind it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self, TypeAlias

import asyncpg
import orjson

from shared.crash import Point, passage
from shared.errors import Unavailable

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
_SCHEMA = Path(__file__).with_name("schema.sql")
_MIGRATION_LOCK = 0x1E3C1
_TRANSIENT = (
    asyncpg.PostgresConnectionError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    Unavailable,
    ConnectionError,
    TimeoutError,
    OSError,
)

AWAY = (Unavailable, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, TimeoutError, OSError)
"""What a loop that looks again in a moment need not fall over: asyncpg's own client fails too when a server is killed."""


def is_transient(error: BaseException) -> bool:
    """Whether trying the same again may work: the connection, a conflict, a lack of resources; never a broken rule."""
    return isinstance(error, _TRANSIENT)


async def _speak_json(connection: Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=lambda v: orjson.dumps(v).decode(), decoder=orjson.loads
        )


class Database:
    """A bounded pool to one service's database. Use as an async context manager."""

    def __init__(self, url: str, password: str | None, *, size: int = 8, wait: float = 5.0) -> None:
        self._url, self._password, self._size, self._wait = url, password, size, wait
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def __aenter__(self) -> Self:
        try:
            self._pool = await asyncpg.create_pool(
                self._url,
                password=self._password,
                min_size=1,
                max_size=self._size,
                init=_speak_json,
                timeout=10,
                command_timeout=30,
                reset=_nothing_to_reset,
                server_settings={
                    "timezone": "UTC",
                    "lock_timeout": "3s",
                    "idle_in_transaction_session_timeout": "5s",
                    "application_name": "lemkin",
                },
            )
        except _TRANSIENT as error:
            raise Unavailable("database") from error
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._pool is not None:
            try:
                await _close(self._pool)
            finally:
                self._pool = None

    @asynccontextmanager
    async def transaction(self, *, read_only: bool = False) -> AsyncIterator[Connection]:
        """A connection with an open transaction: committed at the end, rolled back by any exception.

        A read-only one sees one snapshot throughout. Raises Unavailable when no connection comes free in time.
        """
        async with self._connection() as connection:
            isolation = {"isolation": "repeatable_read", "readonly": True} if read_only else {}
            async with connection.transaction(**isolation):  # type: ignore[arg-type]
                yield connection

    async def once(self, statement: str, *values: object) -> asyncpg.Record | None:
        """One statement that is a transaction of its own, in one round trip; its first row. Raises as `transaction`."""
        async with self._connection() as connection:
            return await connection.fetchrow(statement, *values)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        if self._pool is None:
            raise Unavailable("database")
        try:
            connection = await self._pool.acquire(timeout=self._wait)
        except _TRANSIENT as error:
            raise Unavailable("database") from error
        try:
            yield connection
        finally:
            await self._pool.release(connection, timeout=5)

    async def listen(self, channel: str, heard: Callable[[], None], stopped: asyncio.Event) -> None:
        """Call `heard` at every notification of `channel`, on a connection of its own, until stopped or disconnected."""
        connection = await asyncpg.connect(self._url, password=self._password, timeout=10)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(channel, lambda *_: heard())
        ends = [asyncio.ensure_future(stopped.wait()), asyncio.ensure_future(lost.wait())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
            await connection.close(timeout=2)


def only(row: asyncpg.Record | None) -> asyncpg.Record:
    """The row of a query that always has one."""
    if row is None:
        raise RuntimeError("a query that always gives a row gave none")
    return row


async def _close(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """Close in order for 5 s, then cut: a shutdown has an end."""
    try:
        async with asyncio.timeout(5):
            await pool.close()
    except TimeoutError:
        pool.terminate()


async def _nothing_to_reset(connection: Any) -> None:
    """No session state is ever set, so the reset query at each release would be a round trip for nothing."""


async def migrate(
    url: str, password: str | None, scripts: Path | None = None, schema: Sequence[Path] = (_SCHEMA,)
) -> list[str]:
    """Bring the database to this release: the shared schema, then `scripts`/*.sql in order, each once.

    Returns the names applied now. Raises RuntimeError when a script that already ran was changed since.
    """
    steps = [*schema, *(sorted(scripts.glob("*.sql")) if scripts else [])]  # noqa: ASYNC240  (before anything runs)
    connection = await asyncpg.connect(url, password=password, timeout=10)
    applied: list[str] = []
    try:
        await connection.execute("set lock_timeout = '2s'")
        await connection.execute("select pg_advisory_lock($1)", _MIGRATION_LOCK)
        await connection.execute(
            "create table if not exists migrations (name text primary key, digest text not null, at timestamptz default now())"
        )
        done = {row["name"]: row["digest"] for row in await connection.fetch("select name, digest from migrations")}
        for step in steps:
            text = step.read_text()
            digest = hashlib.sha256(text.encode()).hexdigest()
            if done.get(step.name, digest) != digest:
                raise RuntimeError(f"migration {step.name} was changed after it ran; add a new one instead")
            if step.name not in done:
                async with connection.transaction():
                    await connection.execute(text)
                    await connection.execute("insert into migrations (name, digest) values ($1, $2)", step.name, digest)
                applied.append(step.name)
                passage(Point.MIGRATE_BETWEEN)
    finally:
        await connection.close()
    return applied
