"""Stock Faust, a transaction for each event: `async for event in stream.events()`."""

from typing import Any

from benchmarks.peers.contest import Clock, Task
from benchmarks.peers.faust_worker import work


async def agent(stream: Any, task: Task, clock: Clock) -> None:
    """One event after the other."""
    projector = await task.projector()
    async for event in stream.events():
        clock.begin()
        new = await projector.apply_one(event.message.partition, event.message.offset, event.value)
        clock.committed(new)


if __name__ == "__main__":
    work(agent)
