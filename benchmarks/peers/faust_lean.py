"""Stock Faust, a transaction for each event, with the fewest statements that drop repeats: `async for value in stream`."""

from typing import Any

from benchmarks.peers.contest import Clock, Task
from benchmarks.peers.faust_worker import work


async def agent(stream: Any, task: Task, clock: Clock) -> None:
    """One event after the other."""
    projector = await task.projector()
    async for wire in stream:
        clock.begin()
        new = await projector.apply_leanly(wire)
        clock.committed(new)


if __name__ == "__main__":
    work(agent)
