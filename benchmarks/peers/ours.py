"""Ours: the consumer and the streams of `shared`, each partition by itself, with a set-based handler."""

import asyncio
import sys
from collections.abc import Callable, Sequence

from benchmarks.peers.contest import Clock, Task, run
from benchmarks.projection import fold
from services.gateway.adapters.snapshots import Snapshots
from services.gateway.application.views import membership
from shared.consumer import Consumer, Handle
from shared.contracts.published import CATALOG
from shared.intake import Deliveries
from shared.kafka_admin import identities
from shared.records import Received, Slot
from shared.store.database import Database, is_transient
from shared.store.inbox import StoredInboxes
from shared.streams import Streams
from shared.worker import FOLDS


class Timed:
    """Deliveries under a clock."""

    def __init__(self, consumer: Consumer, clock: Clock) -> None:
        self._consumer = consumer
        self._clock = clock

    async def position(self, slot: Slot, log_start: int) -> int:
        """Where to go on (shared.intake.Deliveries)."""
        return await self._consumer.position(slot, log_start)

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        """Deliver, and count what is committed (shared.intake.Deliveries)."""
        self._clock.begin()
        await self._consumer.deliver(slot, chunk)
        self._clock.committed(len(chunk))


def handler(arguments: Sequence[str]) -> Handle:
    """The plain projection, or with `snapshots` the writer of the gateway."""
    if "snapshots" in arguments:
        return Snapshots({membership.VIEW.kind: membership.VIEW}, CATALOG).write
    return fold


async def hearing(task: Task, handle: Handle, deliveries: Callable[[Consumer], Deliveries]) -> None:
    """Consume for ever, as a worker does; `deliveries` looks on."""
    async with Database(task.database, task.password) as database:
        cluster, ids = await asyncio.to_thread(identities, task.kafka, [task.topic])
        inboxes = StoredInboxes(database, task.group, cluster, ids)
        consumer = Consumer(inboxes, CATALOG, handle, handles=None, is_transient=is_transient)
        streams = Streams(task.group, task.kafka, [task.topic], deliveries(consumer), isolated=True, chunk=FOLDS)
        await streams.run(asyncio.Event())


async def drain(task: Task, clock: Clock) -> None:
    """Until the clock ends it."""
    await hearing(task, handler(sys.argv[2:]), lambda consumer: Timed(consumer, clock))


if __name__ == "__main__":
    run(drain)
