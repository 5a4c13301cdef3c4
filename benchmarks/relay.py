"""Row 5: a full outbox drained into Kafka.

Ours is the relay of `shared`: a keyset of rows, one transaction, deleted when Kafka has acknowledged them. The peer keeps the
same promises with a row a transaction; the limit is the same producer with everything in memory and no database. All use one
producer made as the relay makes it, take turns, and the median of each counts.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from statistics import median
from typing import Any

import asyncpg
import orjson
from aiokafka import AIOKafkaProducer

from benchmarks import backlog, servers
from benchmarks.figures import Figure, main, tell
from services.network.main import SERVICE
from shared.contracts.catalog import encode, headers
from shared.contracts.published import CATALOG
from shared.contracts.topics import PARTITIONS
from shared.contracts.topics import topic as topic_of
from shared.kafka_admin import ensure_topics, log_bounds
from shared.relay import CHUNK, Relay, producer
from shared.store import outbox
from shared.store.database import Database
from shared.store.journal import Journal
from tests.support.platform import ServiceDatabase, kafka_broker

ROUNDS = 5
VERSIONS = 10
ONE_BY_ONE = 0.05
"""The share that the peer gets: a rate needs no more."""
FILL = "insert into outbox select position from journal order by position limit $1"


class Yard:
    """A journal, an outbox that is filled again and again, and one producer."""

    def __init__(self, kafka: str, database: Database, made: ServiceDatabase, sender: AIOKafkaProducer) -> None:
        self._kafka, self._database, self._made, self._sender = kafka, database, made, sender
        self._topic = topic_of(SERVICE.name)
        self._relay = Relay(SERVICE.name, database, kafka)
        self._values: list[tuple[bytes, bytes]] = []

    async def stock(self, count: int) -> None:
        """Fill the journal."""
        facts = islice(backlog.events(-(-count // VERSIONS), VERSIONS), count)
        while chunk := list(islice(facts, CHUNK)):
            async with self._database.transaction() as connection:
                await Journal(connection, CATALOG).append(chunk)
            self._values += [(str(one.subject).encode(), orjson.dumps(encode(one))) for one in chunk]
        async with self._database.transaction() as connection:
            await connection.execute("delete from outbox")

    async def rate(self, way: Callable[[int], Awaitable[None]], count: int) -> float:
        """Events a second of one way; what Kafka has and what the outbox still has are counted."""
        await self._owner("truncate outbox")
        async with self._database.transaction() as connection:
            await connection.execute(FILL, count)
        await self._owner("vacuum analyze outbox")
        before = await self._in_kafka()
        begun = time.monotonic()
        await way(count)
        seconds = time.monotonic() - begun
        arrived = await self._in_kafka() - before
        async with self._database.transaction() as connection:
            left = await connection.fetchval("select count(*) from outbox")
        if arrived != count or left not in ({count} if way == self.producer_alone else {0}):
            raise RuntimeError(f"of {count} events {arrived} are in Kafka and {left} in the outbox")
        return count / seconds

    async def ours(self, _: int) -> None:
        """The relay."""
        while await self._relay.drain(self._sender):
            pass

    async def one_by_one(self, _: int) -> None:
        """A transaction for each row, with the statements of ours."""
        while True:
            async with self._database.transaction() as connection:
                rows = await outbox.oldest(connection, 1)
                if not rows:
                    return
                value = rows[0]["event"].encode()
                about, key = headers(orjson.loads(value)), str(rows[0]["id"]).encode()
                await self._sender.send_and_wait(self._topic, value, key, headers=about)
                await outbox.delete(connection, [rows[0]["position"]])

    async def producer_alone(self, count: int) -> None:
        """The limit: as many at once as the relay has in its hands."""
        values = iter(self._values[:count])
        while chunk := list(islice(values, CHUNK)):
            sent: list[Any] = [
                await self._sender.send(self._topic, value, key, headers=headers(orjson.loads(value)))
                for key, value in chunk
            ]
            await asyncio.gather(*sent)

    async def _in_kafka(self) -> int:
        bounds = await asyncio.to_thread(log_bounds, self._kafka, [self._topic])
        return sum(end for _, end in bounds.values())

    async def _owner(self, statement: str) -> None:
        connection = await asyncpg.connect(self._made.migrator, password=self._made.migrator_password)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Our rate over the peer's and over the producer's."""
    count, rounds = (2_000, 1) if quick else (40_000, ROUNDS)
    with kafka_broker() as kafka, servers.durable_postgres() as server:
        await asyncio.to_thread(ensure_topics, kafka, [topic_of(SERVICE.name)], PARTITIONS)
        async with (
            servers.migrated(server, SERVICE) as made,
            Database(made.app, made.app_password, size=2) as database,
            producer(kafka) as sender,
        ):
            yard = Yard(kafka, database, made, sender)
            await yard.stock(count)
            tell(f"{count:,} events in the outbox")
            found: dict[str, list[float]] = {"ours": [], "one": [], "alone": []}
            for _ in range(rounds):
                found["ours"].append(await yard.rate(yard.ours, count))
                found["one"].append(await yard.rate(yard.one_by_one, max(100, int(count * ONE_BY_ONE))))
                found["alone"].append(await yard.rate(yard.producer_alone, count))
    ours, one, alone = (median(found[name]) for name in ("ours", "one", "alone"))
    return [
        Figure(
            row=5,
            what="ours over one row a transaction",
            value=ours / one,
            goal=">= 30x",
            note=f"{ours:,.0f} and {one:,.0f} events/s",
        ),
        Figure(
            row=5,
            what="ours over its producer alone",
            value=ours / alone,
            goal=">= 0.8x",
            note=f"{ours:,.0f} and {alone:,.0f} events/s",
        ),
    ]


if __name__ == "__main__":
    main(measure)
