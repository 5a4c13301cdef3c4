"""The outbox: positions of the journal that Kafka has not acknowledged yet, and how long the queue is."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import asyncpg

from shared.store.database import AWAY, Connection, Database, only
from shared.telemetry import OUTBOX_AGE, OUTBOX_ROWS

_LEAD = 0x4E1A7


async def lead(connection: Connection) -> bool:
    """Be the one relay of the service until the transaction ends; False when another is."""
    won: bool = await connection.fetchval("select pg_try_advisory_xact_lock($1)", _LEAD)
    return won


async def oldest(connection: Connection, limit: int) -> list[asyncpg.Record]:
    """The first rows of the queue, in order: position, aggregate id, the event's bytes."""
    return await connection.fetch(
        "select o.position, j.id, j.event::text as event from outbox o join journal j using (position)"
        " order by o.position limit $1",
        limit,
    )


async def delete(connection: Connection, positions: Sequence[int]) -> None:
    """These are in Kafka."""
    await connection.execute("delete from outbox where position = any($1)", positions)


class Backlog:
    """Watches the length of the queue, so that commands are refused before it grows without end.

    The length is the span of its positions: an upper bound that costs two index look-ups, whatever the length.
    """

    def __init__(self, database: Database, limit: int) -> None:
        self._database = database
        self._limit = limit
        self._rows = 0

    def full(self) -> str | None:
        """`outbox` when no command can be taken now."""
        return "outbox" if self._rows >= self._limit else None

    async def run(self, stopped: asyncio.Event) -> None:
        """Look once a second until stopped."""
        while not stopped.is_set():
            with suppress(*AWAY):
                await self.look()
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), 1)

    async def look(self) -> None:
        """Measure now."""
        async with self._database.transaction() as connection:
            row = only(
                await connection.fetchrow(
                    """
                select coalesce(max(position) - min(position) + 1, 0) as rows,
                    coalesce((select extract(epoch from clock_timestamp() - recorded)::float from journal
                        where position = (select min(position) from outbox)), 0) as age
                from outbox
                """
                )
            )
        self._rows = row["rows"]
        OUTBOX_ROWS.set(self._rows)
        OUTBOX_AGE.set(row["age"])
