"""Streams on a real broker: from the stored position, in order, each record once, and an end that says why."""

import asyncio
import threading
import time
from collections.abc import Sequence
from uuid import uuid4

import pytest
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from mode.threads import WorkerThread

from shared.errors import Unavailable
from shared.intake import IN_FLIGHT
from shared.kafka_admin import ensure_topics
from shared.records import Received, SeekBack, Slot, Stop
from shared.streams import to_its_end
from tests.system.streaming import (
    PARTITIONS,
    PATIENCE,
    RECORDS,
    Stored,
    committed,
    everything,
    produce,
    running,
    streams,
    until,
)


@pytest.fixture
def topic(kafka: str) -> str:
    """A topic with records in every partition."""
    name = f"streams-{uuid4().hex[:8]}"
    ensure_topics(kafka, [name], PARTITIONS)
    produce(kafka, name, RECORDS)
    return name


@pytest.mark.parametrize("lane", [False, True])
@pytest.mark.parametrize("isolated", [False, True])
async def test_every_record_once_and_in_order(kafka: str, topic: str, *, isolated: bool, lane: bool) -> None:
    stored = Stored()
    async with running(streams(kafka, topic, stored, isolated=isolated, lane=lane)):
        await until(lambda: stored.count >= RECORDS)
        await asyncio.to_thread(produce, kafka, topic, RECORDS)
        await until(lambda: stored.count >= 2 * RECORDS)

    assert stored.effects == everything(topic, 2 * RECORDS)
    assert stored.holes == []
    assert await asyncio.to_thread(committed, kafka, topic) == dict.fromkeys(range(PARTITIONS), 2 * RECORDS // 3)


async def test_the_stored_position_decides_whatever_kafka_has_as_committed(kafka: str, topic: str) -> None:
    first = Stored()
    async with running(streams(kafka, topic, first)):
        await until(lambda: first.count >= RECORDS)
    assert await asyncio.to_thread(committed, kafka, topic) == dict.fromkeys(range(PARTITIONS), RECORDS // 3)

    restored = Stored()  # the database of an earlier day: the effects after 7 are gone
    restored.positions = dict.fromkeys(everything(topic), 7)
    async with running(streams(kafka, topic, restored)):
        await until(lambda: restored.count >= RECORDS - PARTITIONS * 7)

    assert restored.effects == everything(topic, begin=7)


@pytest.mark.parametrize("lane", [False, True])
@pytest.mark.parametrize("isolated", [False, True])
async def test_a_refused_chunk_is_discarded_and_read_again(
    kafka: str, topic: str, *, isolated: bool, lane: bool
) -> None:
    """Nothing that was under way at the seek is delivered after it: it would look like a hole in the log."""
    refused: set[tuple[Slot, int]] = set()

    def at_3_and_17(slot: Slot, chunk: Sequence[Received]) -> None:
        place = (slot, stored.positions[slot])
        if place not in refused and any(one.offset in (3, 17) for one in chunk):
            refused.add(place)
            raise SeekBack(stored.positions[slot])

    stored = Stored(at_3_and_17)
    async with running(streams(kafka, topic, stored, isolated=isolated, lane=lane)):
        await until(lambda: stored.count >= RECORDS)

    assert len(refused) == 2 * PARTITIONS
    assert stored.effects == everything(topic)
    assert stored.holes == []


async def test_a_seek_back_further_than_what_was_read_last(kafka: str, topic: str) -> None:
    gone_back = False

    def once(slot: Slot, chunk: Sequence[Received]) -> None:
        nonlocal gone_back
        if not gone_back and chunk[0].offset == 20:
            gone_back = True
            stored.positions[slot] = 5  # as when another owner's transaction had the last word
            del stored.effects[slot][5:]
            raise SeekBack(5)

    stored = Stored(once)
    async with running(streams(kafka, topic, stored)):
        await until(lambda: gone_back and stored.count >= RECORDS)

    assert stored.effects == everything(topic)
    assert stored.holes == []


@pytest.mark.parametrize(
    ("raised", "code"), [(Stop(76, "a hole"), 76), (Stop(75, "too long"), 75), (KeyError("x"), 70)]
)
async def test_what_a_delivery_raises_ends_the_run(kafka: str, topic: str, raised: Exception, code: int) -> None:
    def fail(slot: Slot, chunk: Sequence[Received]) -> None:
        if chunk[-1].offset >= 10:
            raise raised

    stored = Stored(fail)
    with pytest.raises(Stop) as stop:
        async with asyncio.timeout(PATIENCE):
            await streams(kafka, topic, stored).run(asyncio.Event())

    assert stop.value.code == code
    assert max(stored.positions.values()) <= 10
    kept = await asyncio.to_thread(committed, kafka, topic)
    assert all(kept.get(slot.partition, 0) <= position for slot, position in stored.positions.items())


async def test_a_position_that_does_not_fit_the_log_ends_the_run(kafka: str, topic: str) -> None:
    class Foreign(Stored):
        async def position(self, slot: Slot, log_start: int) -> int:
            raise Stop(78, "another log")

    with pytest.raises(Stop) as stop:
        async with asyncio.timeout(PATIENCE):
            await streams(kafka, topic, Foreign()).run(asyncio.Event())

    assert stop.value.code == 78


async def test_a_database_that_is_away_for_a_moment_does_not_end_a_rebalance(kafka: str, topic: str) -> None:
    class Away(Stored):
        tries = 0

        async def position(self, slot: Slot, log_start: int) -> int:
            self.tries += 1
            if self.tries in (2, 3):
                raise ConnectionRefusedError
            return await super().position(slot, log_start)

    stored = Away()
    async with running(streams(kafka, topic, stored)):
        await until(lambda: stored.count >= RECORDS)

    assert stored.effects == everything(topic)


async def test_without_a_broker_it_says_so_at_once() -> None:
    with pytest.raises(Unavailable, match=r"Kafka at 127\.0\.0\.1:1"):
        async with asyncio.timeout(3):
            await streams("127.0.0.1:1", "nowhere", Stored()).run(asyncio.Event())


async def test_asked_to_stop_while_it_starts_it_leaves_no_thread_behind(
    kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping, loop, start = asyncio.Event(), asyncio.get_running_loop(), AIOKafkaConsumerThread._start_thread

    def start_slowly(thread: AIOKafkaConsumerThread) -> None:
        loop.call_soon_threadsafe(stopping.set)
        time.sleep(0.3)  # the fault itself: the order to stop overtakes the thread
        start(thread)

    monkeypatch.setattr(AIOKafkaConsumerThread, "_start_thread", start_slowly)
    async with asyncio.timeout(PATIENCE):
        await streams(kafka, topic, Stored()).run(stopping)

    assert [thread for thread in threading.enumerate() if isinstance(thread, WorkerThread)] == []


class Held(Stored):
    """Deliveries that all wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Slot] = []
        self.go = asyncio.Event()

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        self.begun.append(slot)
        await self.go.wait()
        await super().deliver(slot, chunk)


@pytest.mark.parametrize(("isolated", "at_once"), [(False, 1), (True, PARTITIONS)])
async def test_partitions_are_worked_on_side_by_side_only_when_isolated(
    kafka: str, topic: str, *, isolated: bool, at_once: int
) -> None:
    stored = Held()
    one = streams(kafka, topic, stored, isolated=isolated)
    async with running(one):
        await until(lambda: len(stored.begun) == at_once)
        intake = one.intake
        await until(lambda: intake is not None and len(intake.in_flight) == IN_FLIGHT)
        assert len(stored.begun) == at_once
        stored.go.set()
        await until(lambda: stored.count >= RECORDS)

    assert stored.effects == everything(topic)


async def test_what_was_begun_is_finished_when_asked_to_stop(kafka: str, topic: str) -> None:
    stored, stopping = Held(), asyncio.Event()
    run = asyncio.ensure_future(streams(kafka, topic, stored).run(stopping))
    await until(lambda: len(stored.begun) == 1)
    stopping.set()
    done, _ = await asyncio.wait([run], timeout=0.5)
    assert not done
    stored.go.set()
    async with asyncio.timeout(PATIENCE):
        await run

    assert stored.count == 1
    assert [offset for offset in (await asyncio.to_thread(committed, kafka, topic)).values() if offset] == [1]


async def test_a_cancellation_is_passed_on_only_after_the_delivery() -> None:
    go, ended = asyncio.Event(), asyncio.Event()

    async def delivery() -> None:
        await go.wait()
        ended.set()

    task = asyncio.ensure_future(to_its_end(delivery()))
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    assert not task.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
