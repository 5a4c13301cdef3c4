"""Where a consumer remembers how far it is: the positions, and the way to a chunk's transaction. See shared/consumer.py."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from shared.records import Key, Marker, Slot, Stop
from shared.store.chunk import StoredChunk
from shared.store.database import Database, only


class StoredInboxes:
    """The inboxes of one consumer in its service's database (shared.records.Inboxes).

    `identities` tells the cluster's id and a topic's id, so that a log that is not the one we read is noticed.
    """

    def __init__(self, database: Database, consumer: str, cluster_id: str, topic_ids: Mapping[str, str]) -> None:
        self._database, self._consumer, self._cluster_id, self._topic_ids = database, consumer, cluster_id, topic_ids

    async def position(self, slot: Slot, log_start: int) -> int:
        """Where to go on, made at 0 the first time. Raises Stop 78 for another log, or one that begins later."""
        async with self._database.transaction() as connection:
            row = only(
                await connection.fetchrow(
                    """
                insert into positions (consumer, topic, partition, next, cluster_id, topic_id) values ($1, $2, $3, 0, $4, $5)
                on conflict (consumer, topic, partition) do update set next = positions.next
                returning next, cluster_id, topic_id
                """,
                    self._consumer,
                    slot.topic,
                    slot.partition,
                    self._cluster_id,
                    self._topic_ids[slot.topic],
                )
            )
        where = f"{slot.topic}/{slot.partition}"
        if (row["cluster_id"], row["topic_id"]) != (self._cluster_id, self._topic_ids[slot.topic]):
            raise Stop(78, f"{where} is not the log this service read: restore it, or run `lemkin replay --recreated`")
        if row["next"] < log_start:
            raise Stop(78, f"{where} begins at {log_start}, we stand at {row['next']}: run `lemkin replay --recreated`")
        return int(row["next"])

    async def mark(self, slot: Slot, offset: int) -> Marker:
        """Remember that `offset` is tried now. Not flushed: it must survive our death, not the database's."""
        row = await self._database.once(
            """
            with unflushed as materialized (select set_config('synchronous_commit', 'off', true) as it)
            update positions set attempts = case when suspect_offset = $4 then attempts + 1 else 1 end, suspect_offset = $4
            from unflushed where it = 'off' and consumer = $1 and topic = $2 and partition = $3
            returning next, attempts, failures_in_row
            """,
            self._consumer,
            slot.topic,
            slot.partition,
            offset,
        )
        if row is None:
            raise Stop(76, f"no position for {slot.topic}/{slot.partition}: it was removed under a running consumer")
        return Marker(**row)

    async def unmark(self, slot: Slot) -> None:
        """Forget the tries."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "update positions set attempts = 0 where consumer = $1 and topic = $2 and partition = $3",
                self._consumer,
                slot.topic,
                slot.partition,
            )

    async def mark_waiting(self, key: Key) -> int:
        """Count a try of the record that comes next, durably against our own death; parked repeats are dropped."""
        async with self._database.transaction() as connection:
            await connection.execute(
                """
                delete from parked where consumer = $1 and kind = $2 and aggregate = $3 and sequence <=
                    (select sequence from inbox where consumer = $1 and kind = $2 and id = $3)
                """,
                self._consumer,
                *key,
            )
            tries: int | None = await connection.fetchval(
                """
                update parked set attempts = attempts + 1
                where consumer = $1 and kind = $2 and aggregate = $3 and sequence = 1 +
                    coalesce((select sequence from inbox where consumer = $1 and kind = $2 and id = $3), 0)
                returning attempts
                """,
                self._consumer,
                *key,
            )
        return tries or 0

    async def unmark_waiting(self, key: Key) -> None:
        """Forget the tries."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "update parked set attempts = 0 where consumer = $1 and kind = $2 and aggregate = $3",
                self._consumer,
                *key,
            )

    async def waiting_keys(self, slot: Slot) -> list[Key]:
        """Aggregates that could go on: their next record is parked, and no dead letter is before it."""
        async with self._database.transaction() as connection:
            rows = await connection.fetch(
                """
                select p.kind, p.aggregate from parked p
                left join inbox i on i.consumer = p.consumer and i.kind = p.kind and i.id = p.aggregate
                where p.consumer = $1 and p.topic = $2 and p.partition = $3 and p.sequence <= 1 + coalesce(i.sequence, 0)
                    and not exists (select from dead_letters d where d.consumer = p.consumer and d.kind = p.kind
                                    and d.aggregate = p.aggregate and d.outcome is null)
                group by p.kind, p.aggregate
                """,
                self._consumer,
                slot.topic,
                slot.partition,
            )
        return [(row["kind"], row["aggregate"]) for row in rows]

    @asynccontextmanager
    async def chunk(self, slot: Slot) -> AsyncIterator[StoredChunk]:
        """Open a transaction that fences every other owner of the slot."""
        async with self._database.transaction() as connection:
            next_offset = await connection.fetchval(
                "select next from positions where consumer = $1 and topic = $2 and partition = $3 for update",
                self._consumer,
                slot.topic,
                slot.partition,
            )
            if next_offset is None:
                raise Stop(
                    76, f"no position for {slot.topic}/{slot.partition}: it was removed under a running consumer"
                )
            yield StoredChunk(connection, self._consumer, slot, next_offset)
