"""Stock Faust, a transaction for each batch: `stream.take_events(500)`."""

from typing import Any

from benchmarks.peers.contest import Clock, Task
from benchmarks.peers.faust_worker import work

BATCH = 500
WITHIN = 0.1
"""Seconds: it is reached only at the end of the backlog."""


async def agent(stream: Any, task: Task, clock: Clock) -> None:
    """One batch after the other."""
    projector = await task.projector()
    async for events in stream.take_events(BATCH, within=WITHIN):
        clock.begin()
        new = await projector.apply_batch(
            [(event.message.partition, event.message.offset, event.value) for event in events]
        )
        clock.committed(new)


if __name__ == "__main__":
    work(agent)
