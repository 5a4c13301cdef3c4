"""Where stock Faust loses events: the first table of reliability.md section 1, row by row, on a real broker.

`committed` beyond a value that is missing in `effects` is a loss: no restart brings that record back.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.system.faust.stock import Agent, Bug, Run, until

WITHIN = 10.0
"""Seconds, so long that only full batches are handed out."""

Disturb = Callable[[Run, list[int]], Awaitable[None]]


async def raise_once(run: Run, numbers: list[int]) -> None:
    """Fail at the record 4, the first time."""
    if 4 in numbers and run.begun.count(4) == 1:
        raise Bug


async def hang(run: Run, numbers: list[int]) -> None:
    """Be in the middle of the record 4 when the task is cancelled."""
    if 4 in numbers:
        run.reached.set()
        await asyncio.Event().wait()


def plain(disturb: Disturb) -> Agent:
    """`async for value in stream`."""

    async def agent(run: Run, stream: Any) -> None:
        async for value in stream:
            await handle(run, disturb, [int(value)])

    return agent


def take(disturb: Disturb) -> Agent:
    """`stream.take(n, within)`."""

    async def agent(run: Run, stream: Any) -> None:
        async for values in stream.take(3, within=WITHIN):
            await handle(run, disturb, [int(value) for value in values])

    return agent


def noack(disturb: Disturb) -> Agent:
    """`stream.noack().events()`, acked by hand after the effect."""

    async def agent(run: Run, stream: Any) -> None:
        async for event in stream.noack().events():
            await handle(run, disturb, [int(event.value)])
            event.ack()

    return agent


def noack_take(disturb: Disturb, size: int = 3) -> Agent:
    """`stream.noack_take(n, within)`, acked by hand after the effects."""

    async def agent(run: Run, stream: Any) -> None:
        async for events in stream.noack_take(size, within=WITHIN):
            await handle(run, disturb, [int(event.value) for event in events])
            for event in events:
                event.ack()

    return agent


async def handle(run: Run, disturb: Disturb, numbers: list[int]) -> None:
    """The handler: what it did not take to its end has no effect."""
    run.begun += numbers
    await disturb(run, numbers)
    run.effects += numbers


async def raising(run: Run, acks: int) -> int | None:
    """Run until so many records are acked, commit all that can be, and return what Kafka has then."""
    async with run.running() as app:
        consumer: Any = app.consumer
        await until(lambda: consumer._n_acked >= acks)
        await consumer.commit()
        await consumer.commit()
    return await run.committed()


async def cancelling(run: Run) -> int | None:
    """Stop the app while its agent is in the middle of the record 4."""
    async with run.running():
        async with asyncio.timeout(20):
            await run.reached.wait()
    return await run.committed()


async def test_a_plain_agent_that_raises_loses_the_event(kafka: str) -> None:
    run = Run(kafka, plain(raise_once))

    assert await raising(run, acks=6) == 6
    assert run.effects == [0, 1, 2, 3, 5]


async def test_a_plain_agent_that_is_cancelled_loses_the_event(kafka: str) -> None:
    run = Run(kafka, plain(hang))

    assert await cancelling(run) == 5
    assert run.effects == [0, 1, 2, 3]


async def test_take_loses_the_whole_batch_when_its_agent_raises(kafka: str) -> None:
    run = Run(kafka, take(raise_once))

    assert await raising(run, acks=6) == 6
    assert run.effects == [0, 1, 2]


async def test_take_loses_the_whole_batch_when_its_agent_is_cancelled(kafka: str) -> None:
    run = Run(kafka, take(hang))

    assert await cancelling(run) == 6
    assert run.effects == [0, 1, 2]


async def test_noack_events_go_on_after_a_raise_and_the_commit_steps_over_the_lost_one(kafka: str) -> None:
    run = Run(kafka, noack(raise_once))

    assert await raising(run, acks=5) == 6
    assert run.effects == [0, 1, 2, 3, 5]


async def test_noack_events_are_safe_when_cancelled(kafka: str) -> None:
    run = Run(kafka, noack(hang))

    assert await cancelling(run) == 4
    assert run.effects == [0, 1, 2, 3]


async def test_noack_take_drops_a_batch_and_commits_stall_for_ever(kafka: str) -> None:
    run = Run(kafka, noack_take(raise_once), records=12)

    assert await raising(run, acks=6) == 3
    assert run.effects[:3] == [0, 1, 2]
    assert not {3, 4, 5} & set(run.effects)


async def test_noack_take_of_one_loses_more_than_the_event(kafka: str) -> None:
    """Not in the design: acks are on again while the agent restarts, so the next record is acked without being seen."""
    run = Run(kafka, noack_take(raise_once, size=1))

    assert await raising(run, acks=5) == 6
    assert run.begun == [0, 1, 2, 3, 4]
    assert run.effects == [0, 1, 2, 3]


async def test_noack_take_is_safe_when_cancelled(kafka: str) -> None:
    run = Run(kafka, noack_take(hang))

    assert await cancelling(run) == 3
    assert run.effects == [0, 1, 2]


async def test_an_undecodable_record_is_acked_before_any_hook_and_never_seen(kafka: str) -> None:
    run = Run(kafka, plain(raise_once), value=lambda n: b"{" if n == 2 else b"%d" % n, serializer="json", records=4)

    assert await raising(run, acks=4) == 4
    assert run.begun == [0, 1, 3]
    assert run.decode_errors == [True]


@pytest.mark.parametrize("agent", [plain, noack])
async def test_without_trouble_all_is_done_and_committed(kafka: str, agent: Callable[[Disturb], Agent]) -> None:
    """The harness itself: it would see a loss that is none."""

    async def nothing(run: Run, numbers: list[int]) -> None:
        """Disturb nobody."""

    run = Run(kafka, agent(nothing))

    assert await raising(run, acks=6) == 6
    assert run.effects == [0, 1, 2, 3, 4, 5]
