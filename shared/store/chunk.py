"""One open transaction of a consumer: inbox, parked records and dead letters under the lock of a position row."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.contracts.catalog import Address
from shared.records import Key, Received, Seen, Slot
from shared.store.database import Connection, only


class StoredChunk:
    """One open transaction over the position row of a slot (shared.records.Chunk)."""

    def __init__(self, connection: Connection, consumer: str, slot: Slot, next_offset: int) -> None:
        self.connection: Any = connection
        self.next = next_offset
        self._consumer = consumer
        self._slot = slot

    async def seen(self, keys: Sequence[Key]) -> dict[Key, Seen]:
        """What is known of these aggregates: how far each is, and only where anything is set aside at all, what."""
        kinds, ids = [kind for kind, _ in keys], [id for _, id in keys]
        row = only(
            await self.connection.fetchrow(
                """
                select array_agg(coalesce(i.sequence, 0) order by k.nth) as last,
                    (select exists (select from dead_letters where consumer = $1 and outcome is null))
                        or (select exists (select from parked where consumer = $1))
                        or (select exists (select from skipped where consumer = $1)) as aside
                from unnest($2::text[], $3::uuid[]) with ordinality as k (kind, id, nth)
                left join inbox i on i.consumer = $1 and i.kind = k.kind and i.id = k.id
                """,
                self._consumer,
                kinds,
                ids,
            )
        )
        found = {key: Seen(last) for key, last in zip(keys, row["last"], strict=True)}
        return await self._set_aside(found, kinds, ids) if row["aside"] else found

    async def _set_aside(self, found: dict[Key, Seen], kinds: Sequence[str], ids: Sequence[UUID]) -> dict[Key, Seen]:
        rows = await self.connection.fetch(
            """
            select * from (
                select k.kind, k.id,
                    exists (select from dead_letters d where d.consumer = $1 and d.kind = k.kind and d.aggregate = k.id
                            and d.outcome is null) as dead,
                    exists (select from parked p where p.consumer = $1 and p.kind = k.kind and p.aggregate = k.id) as waiting,
                    array(select s.sequence from skipped s where s.consumer = $1 and s.kind = k.kind and s.aggregate = k.id)
                        as discarded
                from unnest($2::text[], $3::uuid[]) as k (kind, id)
            ) as each where dead or waiting or discarded <> '{}'
            """,
            self._consumer,
            kinds,
            ids,
        )
        for row in rows:
            key = row["kind"], row["id"]
            found[key] = Seen(found[key].last, row["dead"], row["waiting"], frozenset(row["discarded"]))
        return found

    async def waiting(self, key: Key) -> Received | None:
        """The parked record that comes next."""
        row = await self.connection.fetchrow(
            """
            select * from parked where consumer = $1 and kind = $2 and aggregate = $3 and sequence = 1 +
                coalesce((select sequence from inbox where consumer = $1 and kind = $2 and id = $3), 0)
            """,
            self._consumer,
            *key,
        )
        return received(row) if row else None

    async def park(self, record: Received, place: Address, reason: str) -> None:
        """Let a record wait."""
        await self.connection.execute(
            """
            insert into parked (consumer, kind, aggregate, sequence, topic, partition, "offset", key, value, headers, reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing
            """,
            self._consumer,
            place.kind,
            place.subject,
            place.sequence,
            record.topic,
            record.partition,
            record.offset,
            record.key,
            record.value,
            _as_text(record.headers),
            reason,
        )

    async def unpark(self, place: Address) -> None:
        """It waits no longer."""
        await self.connection.execute(
            "delete from parked where consumer = $1 and kind = $2 and aggregate = $3 and sequence = $4",
            self._consumer,
            place.kind,
            place.subject,
            place.sequence,
        )

    async def bury(self, record: Received, place: Address | None, reason: str, error: str, attempts: int) -> None:
        """Make it a dead letter, and count a failure of our own handlers.

        A letter of the same place is of the same record that failed again, or of a topic that was made again since: what
        we know now replaces it.
        """
        await self.connection.execute(
            """
            insert into dead_letters
                (consumer, topic, partition, "offset", kind, aggregate, sequence, key, value, headers, reason, error, attempts)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (consumer, topic, partition, "offset") do update set
                (kind, aggregate, sequence, key, value, headers, reason, error, attempts, at, outcome, settled_by, settled_at) =
                (excluded.kind, excluded.aggregate, excluded.sequence, excluded.key, excluded.value, excluded.headers,
                    excluded.reason, excluded.error, excluded.attempts, excluded.at, null, null, null)
            """,
            self._consumer,
            record.topic,
            record.partition,
            record.offset,
            place.kind if place else None,
            place.subject if place else None,
            place.sequence if place else None,
            record.key,
            record.value,
            _as_text(record.headers),
            reason,
            error,
            attempts,
        )
        if reason == "handler":
            await self.connection.execute(
                "update positions set failures_in_row = failures_in_row + 1 where consumer = $1 and topic = $2 and partition = $3",
                self._consumer,
                self._slot.topic,
                self._slot.partition,
            )

    async def advance(self, reached: Mapping[Key, int], next: int | None) -> None:
        """Move the inbox and the position."""
        await self.connection.execute(
            """
            with heard as (
                insert into inbox (consumer, kind, id, sequence)
                select $1, kind, id, sequence from unnest($5::text[], $6::uuid[], $7::int[]) as r (kind, id, sequence)
                order by kind, id
                on conflict (consumer, kind, id) do update set sequence = excluded.sequence
            )
            update positions set next = greatest(next, coalesce($4, next)),
                failures_in_row = case when $8 then 0 else failures_in_row end
            where consumer = $1 and topic = $2 and partition = $3
            """,
            self._consumer,
            self._slot.topic,
            self._slot.partition,
            next,
            [kind for kind, _ in reached],
            [id for _, id in reached],
            list(reached.values()),
            bool(reached),
        )


def received(row: Mapping[str, Any]) -> Received:
    """A parked record or dead letter as it came from the log."""
    headers = {name: bytes.fromhex(value) for name, value in row["headers"].items()}
    return Received(row["topic"], row["partition"], row["offset"], row["key"], row["value"], headers)


def _as_text(headers: Mapping[str, bytes]) -> dict[str, str]:
    return {name: value.hex() for name, value in headers.items()}
