"""What else stock Faust does: the second table of reliability.md section 1, and what our consumer changes of it.

Each test names the row; where ours differs, it stands beside the stock behaviour. Settings: test_settings.py.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiokafka.errors import KafkaError
from faust.tables.recovery import ServiceStopped
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from shared.records import Stop
from tests.system.faust.made import AT, Apps, message

# The commit.


@pytest.mark.parametrize(
    ("acked", "by_stock", "by_ours"),
    [([10, 11], 12, 12), ([11, 12], 13, None), ([12, 13], None, None), ([10, 12], 11, 11)],
)
async def test_the_commit_misses_one_missing_offset_at_its_head(
    apps: Apps, acked: list[int], by_stock: int | None, by_ours: int | None
) -> None:
    """Upstream issue 606: with 10 committed next, 11 may be acked while 10 is not."""
    for app, expected in zip(apps.both(), (by_stock, by_ours), strict=True):
        consumer: Any = app.consumer
        consumer._committed_offset[AT] = 10
        consumer._acked[AT] = list(acked)

        assert consumer._new_offset(AT) == expected


async def test_ours_commits_what_was_missing_once_it_is_acked(apps: Apps) -> None:
    consumer: Any = apps.ours().consumer
    consumer._acked[AT] = [1, 2, 5]
    assert consumer._new_offset(AT) is None
    consumer._acked[AT].append(0)
    assert consumer._new_offset(AT) == 3
    assert consumer._acked[AT] == [5]


async def test_acks_are_thrown_away_when_partitions_are_revoked(apps: Apps) -> None:
    consumer: Any = apps.stock().consumer
    consumer._acked[AT] = [10]

    async def revoked(_: set[TP]) -> None:
        assert AT not in consumer._acked  # before Faust waits for the handlers and commits

    consumer._on_partitions_revoked = revoked
    await consumer.on_partitions_revoked({AT})


class Broken:
    """An aiokafka consumer whose broker has just failed."""

    async def commit(self, _: object) -> None:
        raise KafkaError

    async def stop(self) -> None:
        raise asyncio.CancelledError  # what its fetcher lets out when cancelled while it waits to fetch again

    def assignment(self) -> set[TP]:
        return {AT}


async def test_a_commit_that_fails_crashes_the_whole_app_and_ours_goes_on(apps: Apps) -> None:
    for app, crashed in zip(apps.both(), (True, False), strict=True):
        consumer: Any = app.consumer
        consumer._thread._consumer = Broken()
        assert await consumer._thread._commit({AT: 1}) is False
        assert app.crashed == crashed


async def test_a_fetch_that_failed_just_before_the_stop_makes_it_wait_a_minute_and_ours_ends(apps: Apps) -> None:
    """Upstream, aiokafka 0.14: `Fetcher.close` does not expect that. Faust's thread dies of it and tells nobody."""
    stock, ours = (app.consumer._thread for app in apps.both())  # type: ignore[attr-defined]
    for thread in (stock, ours):
        thread._consumer = Broken()

    with pytest.raises(asyncio.CancelledError):
        await stock.on_thread_stop()
    await ours.on_thread_stop()


# Delivery.


class OneFetch:
    """A fetch that brings these messages, after which the fetcher is stopped."""

    def __init__(self, *messages: ConsumerMessage) -> None:
        self._messages = messages
        self._stopped = asyncio.Event()

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:  # noqa: ASYNC109
        self._stopped.set()
        for one in self._messages:
            yield AT, one


async def drained(apps: Apps, read_offset: int | None, *messages: ConsumerMessage) -> list[int]:
    """Which of these messages Faust hands on, having read up to `read_offset` before."""
    consumer: Any = apps.stock().consumer
    handed: list[int] = []

    async def callback(one: ConsumerMessage) -> None:
        handed.append(one.offset)

    fetch = OneFetch(*messages)
    consumer.callback, consumer.getmany = callback, fetch.getmany
    consumer._read_offset[AT] = read_offset
    await consumer._drain_messages(fetch)
    return handed


async def test_delivery_costs_several_tasks_a_message(apps: Apps) -> None:
    """At least two, says the design; it is four."""
    made: list[object] = []
    loop = asyncio.get_running_loop()

    def factory(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> "asyncio.Task[Any]":
        made.append(work)
        return asyncio.Task(work, loop=loop, **options)

    loop.set_task_factory(factory)
    try:
        await drained(apps, None, *(message(offset) for offset in range(50)))
    finally:
        loop.set_task_factory(None)

    assert len(made) >= 4 * 50


async def test_records_below_what_was_read_are_dropped_without_a_word(apps: Apps) -> None:
    """So after a seek back, one late message of before would make Faust drop what the seek was for."""
    assert await drained(apps, 7, message(5), message(6), message(7), message(8)) == [7, 8]
    assert await drained(apps, None, message(5), message(6)) == [5, 6]


async def test_a_full_buffer_makes_the_fetcher_sleep_a_second(apps: Apps) -> None:
    consumer: Any = apps.stock().consumer
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    consumer.sleep = sleep
    consumer._set_active_tps({AT})
    consumer.on_buffer_full(AT)
    await consumer._wait_next_records(1.0)

    assert slept == [1]


# Rebalance, recovery and stop.


async def test_a_timeout_in_recovery_is_taken_for_an_order_to_stop(apps: Apps) -> None:
    tables: Any = apps.stock().tables
    recovery = tables.recovery

    with pytest.raises(ServiceStopped):
        await recovery._wait(asyncio.Event().wait(), timeout=0.01)
    assert not recovery.should_stop


async def test_revoke_and_stop_wait_without_limit_for_a_running_handler(apps: Apps) -> None:
    consumer: Any = apps.stock().consumer
    running = message(3)
    consumer._unacked_messages.add(running)
    turns = 0

    async def commit(**_: object) -> None:
        nonlocal turns
        turns += 1
        if turns == 3:
            consumer._unacked_messages.discard(running)

    async def no_ack(timeout: float) -> None:  # noqa: ASYNC109  (Faust's signature)
        """Pass the second at once."""

    consumer.commit, consumer._wait_for_ack = commit, no_ack
    await consumer.wait_empty()

    assert turns == 4  # it went round as long as the handler ran, whatever the time, and committed once more


async def test_the_tables_make_each_start_a_second_slower_and_ours_does_not_wait(apps: Apps) -> None:
    for app, pause in zip(apps.both(), ([1.0], []), strict=True):
        slept: list[float] = []

        async def sleep(seconds: float, slept: list[float] = slept) -> None:
            slept.append(seconds)

        tables: Any = app.tables
        tables.sleep = sleep
        tables._update_channels = tables.recovery.start = _nothing
        await tables.on_start()
        assert slept == pause


async def _nothing() -> None:
    """Stand in for a start."""


async def test_used_as_a_library_a_crash_only_sets_a_flag_and_ours_tells_it(apps: Apps) -> None:
    app = apps.stock()
    await app.crash(ValueError())
    assert app.crashed

    group = apps.ours()
    await group.crash(ValueError())
    await asyncio.sleep(0)
    assert isinstance(group.halted.exception(), Stop)
