"""Streams under test: topics with records, deliveries in memory, and what Kafka has as committed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from kafka import KafkaAdminClient, KafkaProducer, TopicPartition

from shared.records import Received, SeekBack, Slot
from shared.streams import Streams
from tests.support.leftovers import collect

PARTITIONS = 3
RECORDS = 90
PATIENCE = 30.0

Refuse = Callable[[Slot, Sequence[Received]], None]


class Stored:
    """Deliveries that keep effects and positions in memory, as a store would: a chunk above the position is refused."""

    def __init__(self, refuse: Refuse = lambda slot, chunk: None) -> None:
        self.positions: dict[Slot, int] = {}
        self.effects: dict[Slot, list[int]] = {}
        self.refused: dict[Slot, int] = {}
        self.holes: list[tuple[Slot, int, int]] = []
        self._refuse = refuse

    @property
    def count(self) -> int:
        """How many effects there are."""
        return sum(len(offsets) for offsets in self.effects.values())

    async def position(self, slot: Slot, log_start: int) -> int:
        return self.positions.setdefault(slot, log_start)

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        stands = self.positions[slot]
        if chunk[0].offset > stands:
            self.holes.append((slot, stands, chunk[0].offset))
            raise SeekBack(stands)
        self._refuse(slot, chunk)
        await asyncio.sleep(0)
        self.effects.setdefault(slot, []).extend(r.offset for r in chunk if r.offset >= stands)
        self.positions[slot] = max(stands, chunk[-1].offset + 1)


def produce(kafka: str, topic: str, records: int) -> None:
    """Append to each partition in turn."""
    _produce(kafka, topic, records)
    collect()  # kafka-python drops a socket that it was still opening when it was closed


def _produce(kafka: str, topic: str, records: int) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka)
    for number in range(records):
        producer.send(topic, key=b"k", value=b"%d" % number, headers=[("h", b"x")], partition=number % PARTITIONS)
    producer.flush()
    producer.close()


def committed(kafka: str, topic: str) -> dict[int, int]:
    """What Kafka has as committed for the group of the same name."""
    found = _offsets(kafka, topic)
    collect()  # kafka-python drops a socket that it was still opening when it was closed
    return found


def _offsets(kafka: str, topic: str) -> dict[int, int]:
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    try:
        found = admin.list_group_offsets([topic])[topic]
        return {
            n: found[TopicPartition(topic, n)].offset for n in range(PARTITIONS) if TopicPartition(topic, n) in found
        }
    finally:
        admin.close()


def streams(
    kafka: str, topic: str, deliveries: object, *, isolated: bool = False, lane: bool = False, chunk: int = 7
) -> Streams:
    """The streams of a group named as its topic."""
    return Streams(topic, kafka, [topic], deliveries, isolated=isolated, chunk=chunk if lane else 1)  # type: ignore[arg-type]


@asynccontextmanager
async def running(one: Streams) -> AsyncIterator["asyncio.Task[None]"]:
    """Run it; stopped in good order at the end."""
    stopping = asyncio.Event()
    task = asyncio.ensure_future(one.run(stopping))
    try:
        yield task
    finally:
        stopping.set()
        async with asyncio.timeout(PATIENCE):
            await task


async def until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  (nothing tells us)
            await asyncio.sleep(0.01)


def everything(topic: str, records: int = RECORDS, begin: int = 0) -> dict[Slot, list[int]]:
    """All offsets, in order."""
    return {Slot(topic, number): list(range(begin, records // PARTITIONS)) for number in range(PARTITIONS)}
