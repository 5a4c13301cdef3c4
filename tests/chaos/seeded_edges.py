"""Seeded bugs at the edges of a service: in its relay, and in how it takes commands. See seeded.py."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from shared.crash import Point, passage
from shared.relay import Relay
from shared.service import Service
from shared.store import outbox
from shared.store.database import Connection, Database


def send_on(service: Service) -> Service:
    """After a failed send the relay goes on with the next row, and deletes what was acknowledged."""

    async def drain(self: Any, sender: Any) -> int:
        async with self._database.transaction() as connection:
            if not await outbox.lead(connection):
                return 0
            rows = await outbox.oldest(connection, 2000)
            done = []
            for row in rows:
                acknowledged, _ = await self._send(sender, [(row["id"], row["event"].encode())])
                done += [row["position"]] if acknowledged else []
            await outbox.delete(connection, done)
        return len(rows)

    Relay.drain = drain  # type: ignore[method-assign]
    return service


def cursor(service: Service) -> Service:
    """The relay remembers the last position it has sent and looks only beyond it."""
    reached = 0

    async def oldest(connection: Connection, limit: int) -> list[Any]:
        nonlocal reached
        rows = await connection.fetch(
            "select o.position, j.id, j.event::text as event from outbox o join journal j using (position)"
            " where o.position > $1 order by o.position limit $2",
            reached,
            limit,
        )
        reached = rows[-1]["position"] if rows else reached
        return rows

    outbox.oldest = oldest
    return service


def delete_first(service: Service) -> Service:
    """Rows leave the outbox before Kafka has acknowledged them."""

    async def drain(self: Any, sender: Any) -> int:
        async with self._database.transaction() as connection:
            if not await outbox.lead(connection):
                return 0
            rows = await outbox.oldest(connection, 2000)
            await outbox.delete(connection, [row["position"] for row in rows])
        if rows:
            passage(Point.RELAY_BEFORE_SEND)
            await self._send(sender, [(row["id"], row["event"].encode()) for row in rows])
        return len(rows)

    Relay.drain = drain  # type: ignore[method-assign]
    return service


def key_outside(service: Service) -> Service:
    """The Idempotency-Key is kept in a transaction of its own, after that of the command."""

    def postpone(work: Callable[..., Any]) -> Callable[..., Any]:
        @asynccontextmanager
        async def transaction(self: Database, *, read_only: bool = False) -> AsyncIterator[Any]:
            late = _Late()
            async with work(self, read_only=read_only) as connection:
                late.connection = connection
                yield late
            if late.statements:
                passage(Point.API_AFTER_COMMIT)
                async with work(self) as connection:
                    for sql, given in late.statements:
                        await connection.execute(sql, *given)

        return transaction

    Database.transaction = postpone(Database.transaction)  # type: ignore[method-assign]
    return service


class _Late:
    """A connection that keeps back what is said about idempotency."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.statements: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    async def execute(self, sql: str, *given: Any) -> Any:
        if sql.startswith("insert into idempotency"):
            self.statements.append((sql, given))
            return "INSERT 0 1"
        return await self.connection.execute(sql, *given)
