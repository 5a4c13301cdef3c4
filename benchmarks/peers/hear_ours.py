"""Ours: the streams of `shared` with their batch lane; each record parsed by orjson, or with `typed` made an envelope.

What is missing here beside a worker is the store: no positions, inbox or transaction.
"""

import asyncio
import sys
from collections.abc import Sequence

import orjson

from benchmarks.peers.contest import Clock, Task, run
from shared.contracts.catalog import address
from shared.contracts.published import CATALOG
from shared.records import Received, Slot
from shared.streams import Streams
from shared.worker import FOLDS


class Heard:
    """Deliveries that only decode."""

    def __init__(self, clock: Clock, *, typed: bool) -> None:
        self._clock = clock
        self._typed = typed

    async def position(self, slot: Slot, log_start: int) -> int:  # noqa: ARG002  (the protocol names it)
        """From the beginning of the log (shared.intake.Deliveries)."""
        return log_start

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:  # noqa: ARG002  (the protocol names it)
        """Decode what came (shared.intake.Deliveries)."""
        self._clock.begin()
        if self._typed:
            heard = [CATALOG.received(one.value or b"", address(one.headers), one.topic) for one in chunk]
        else:
            heard = [orjson.loads(one.value or b"") for one in chunk]
        self._clock.committed(len(heard))


async def hear(task: Task, clock: Clock) -> None:
    """Consume for ever; the clock ends it."""
    deliveries = Heard(clock, typed="typed" in sys.argv[2:])
    streams = Streams(task.group, task.kafka, [task.topic], deliveries, isolated=True, chunk=FOLDS)
    await streams.run(asyncio.Event())


if __name__ == "__main__":
    run(hear)
