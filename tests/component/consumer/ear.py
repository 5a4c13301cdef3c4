"""A log of one partition, and a consumer of it whose effects can be counted and whose handler can be broken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from shared.consumer import Consumer
from shared.contracts.catalog import Catalog, encode, headers
from shared.contracts.event import Envelope
from shared.contracts.network.membership import MembershipSuspended
from shared.contracts.published import CATALOG
from shared.dead_letters import DeadLetters
from shared.records import Received, Slot
from shared.store.database import Database, is_transient
from shared.store.inbox import StoredInboxes
from tests.support.feed import Feed

SLOT = Slot("network.events", 3)
NAME = "ear"
CLUSTER, TOPIC = "cluster-1", {SLOT.topic: "topic-1"}
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
BY = UUID(int=99)


def fact(feed: Feed, id: UUID, *, corrects: int | None = None) -> Envelope:
    """The next event of an aggregate."""
    return feed.say(
        "membership", id, MembershipSuspended(network=UUID(int=90), state="ARG"), "2012-03-29", corrects=corrects
    )


class Log:
    """What was sent to the partition, at dense offsets."""

    def __init__(self) -> None:
        self.records: list[Received] = []

    def send(self, *events: Envelope) -> list[Received]:
        """Append these as the relay does."""
        return [self._append(orjson.dumps(encode(event)), dict(headers(encode(event))), event) for event in events]

    def send_spoilt(self, event: Envelope, value: bytes | None, **about: bytes) -> list[Received]:
        """Append one whose bytes are not what its headers say; `about` replaces headers by name without `ce_`."""
        changed = {f"ce_{name}": text for name, text in about.items()}
        return [self._append(value, {**dict(headers(encode(event))), **changed}, event)]

    def _append(self, value: bytes | None, about: Mapping[str, bytes], event: Envelope) -> Received:
        key = str(event.subject).encode()
        record = Received(SLOT.topic, SLOT.partition, len(self.records), key, value, about)
        self.records.append(record)
        return record


class Ear:
    """The consumer of one process. `broken` may raise for an event; effects of what it handled are counted."""

    def __init__(
        self,
        database: Database,
        *,
        catalog: Catalog = CATALOG,
        handles: frozenset[str] | None = None,
        transient: Callable[[BaseException], bool] = is_transient,
        cluster: str = CLUSTER,
        topics: Mapping[str, str] = TOPIC,
    ) -> None:
        self.database = database
        self.tried: list[int] = []
        self.broken: Callable[[Envelope], Any] = lambda event: None
        self.inboxes = StoredInboxes(database, NAME, cluster, topics)
        self.consumer = Consumer(self.inboxes, catalog, self._handle, handles=handles, is_transient=transient)
        self.letters = DeadLetters(database, self.inboxes, self.consumer, NAME)

    async def _handle(self, connection: Any, events: Sequence[Envelope]) -> None:
        for event in events:
            self.tried.append(event.sequence)
            await connection.execute(
                "insert into effects (subject, sequence) values ($1, $2)", event.subject, event.sequence
            )
            verdict = self.broken(event)
            if verdict is not None:
                await verdict

    async def start(self, log_start: int = 0) -> int:
        """Take the partition over, as at an assignment."""
        return await self.consumer.position(SLOT, log_start)

    async def hear(self, *records: Received) -> None:
        """One chunk."""
        await self.consumer.deliver(SLOT, records)

    async def effects(self) -> list[tuple[UUID, int]]:
        """What was done, in order."""
        return [(row["subject"], row["sequence"]) for row in await self.rows("effects", "nth")]

    async def rows(self, table: str, order: str) -> list[dict[str, Any]]:
        """A table of the store."""
        async with self.database.transaction() as connection:
            return [dict(row) for row in await connection.fetch(f"select * from {table} order by {order}")]

    async def position(self) -> dict[str, Any]:
        """The position row."""
        (row,) = await self.rows("positions", "partition")
        return row

    async def dead(self) -> list[tuple[str, int | None]]:
        """Open dead letters: reason and sequence."""
        return [(row["reason"], row["sequence"]) for row in await self.rows("dead_letters", "id") if not row["outcome"]]

    async def parked(self) -> list[tuple[int, str]]:
        """What waits: sequence and reason."""
        return [(row["sequence"], row["reason"]) for row in await self.rows("parked", "sequence")]


def moved(record: Received, offset: int) -> Received:
    """The same record again, at a later place."""
    return replace(record, offset=offset)
