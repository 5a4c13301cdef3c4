"""Hears the topic with the consumer and the streams of `shared`, and stamps each event when its chunk is committed.

`snapshots` as second argument: the gateway's writer instead of the plain projection.
"""

import asyncio
import sys
from collections.abc import Sequence

import uvloop

from benchmarks.peers.contest import Task
from benchmarks.peers.ours import handler, hearing
from benchmarks.travel.stamps import Stamps
from shared.consumer import Consumer
from shared.records import Received, Slot


class Stamped:
    """Deliveries that note when they were committed."""

    def __init__(self, consumer: Consumer, stamps: Stamps) -> None:
        self._consumer = consumer
        self._stamps = stamps

    async def position(self, slot: Slot, log_start: int) -> int:
        """Where to go on (shared.intake.Deliveries)."""
        return await self._consumer.position(slot, log_start)

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        """Deliver, then stamp (shared.intake.Deliveries)."""
        await self._consumer.deliver(slot, chunk)
        self._stamps.put(record.headers["ce_id"].decode() for record in chunk)


async def project(task: Task) -> None:
    """Until killed."""
    stamps = Stamps(task.result)
    await hearing(task, handler(sys.argv[2:]), lambda consumer: Stamped(consumer, stamps))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(project(Task.given()))
