"""A journal into the outbox again, in order: the relay sends it, and consumers skip what they hold."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from deploy.embedded.failures import TRY_AGAIN, StartFailure
from shared.store.database import Database

BATCH = 2_000
ROOM = 20_000
"""Rows of the outbox above which we wait for the relay: commands must go on being taken."""
PATIENCE = 60.0
"""Seconds without a row sent after which the relay is taken as stopped."""
_LOOK = 0.2
_QUEUE = """
    with next as (select position from journal where position > $1 order by position limit $2),
        added as (insert into outbox (position) select position from next on conflict do nothing)
    select count(*) as rows, max(position) as last from next
"""


async def replay(database: Database, since: int = 1, patience: float = PATIENCE) -> AsyncIterator[int]:
    """Queue all events from position `since` on, in batches; yields how many so far. Raises StartFailure, 75."""
    done, after, moved, before = 0, since - 1, monotonic(), ROOM
    while True:
        async with database.transaction() as connection:
            waiting = await connection.fetchval("select count(*) from outbox")
            added = await connection.fetchrow(_QUEUE, after, BATCH) if waiting < ROOM else None
        if added is not None:
            if not added["rows"]:
                return
            done, after, moved = done + added["rows"], added["last"], monotonic()
            yield done
            continue
        if waiting < before:
            moved = monotonic()
        elif monotonic() - moved > patience:
            raise StartFailure(
                f"{waiting} events wait to be sent and none is",
                f"is Kafka up? go on with --from {after + 1} when `lemkin status` is well",
                TRY_AGAIN,
            )
        before = waiting
        await asyncio.sleep(_LOOK)


async def begin_again(database: Database, consumer: str, topic: str, cluster: str, topic_id: str) -> int:
    """Let a consumer read a topic that was made again from its start; how many of its partitions it had read.

    The inbox stays, so nothing is done twice. What waited, and dead letters of events, come again with the topic; bytes
    that named no event do not, so their letters stay.
    """
    async with database.transaction() as connection:
        moved = await connection.execute(
            "update positions set next = 0, cluster_id = $3, topic_id = $4, attempts = 0, suspect_offset = -1,"
            " failures_in_row = 0 where consumer = $1 and topic = $2",
            *(consumer, topic, cluster, topic_id),
        )
        await connection.execute("delete from parked where consumer = $1 and topic = $2", consumer, topic)
        await connection.execute(
            "delete from dead_letters where consumer = $1 and topic = $2 and outcome is null and kind is not null",
            *(consumer, topic),
        )
    return int(moved.rpartition(" ")[2])
