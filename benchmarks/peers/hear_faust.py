"""Stock Faust: `async for value in stream`, JSON parsed by orjson, and nothing else."""

from typing import Any

from benchmarks.peers.contest import Clock, Task
from benchmarks.peers.faust_worker import work


async def agent(stream: Any, task: Task, clock: Clock) -> None:
    """One event after the other."""
    async for _ in stream:
        clock.begin()
        clock.committed(1)


if __name__ == "__main__":
    work(agent)
