"""What a contestant is told, and the clock it carries: from the first record in its hands to its last commit."""

import asyncio
import os
import resource
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import monotonic
from typing import Any, Self

import asyncpg
import uvloop
from pydantic import BaseModel, ConfigDict

from benchmarks.projection import Projector


class Task(BaseModel):
    """Drain `events` records of `topic` into the database (if the task has one) as group `group`, then write `result`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kafka: str
    topic: str
    group: str
    database: str = ""
    password_file: Path = Path()
    events: int
    result: Path

    @classmethod
    def given(cls) -> Self:
        """The task in the file that the command line names."""
        return cls.model_validate_json(Path(sys.argv[1]).read_text("utf-8"))

    @property
    def password(self) -> str:
        """The database password."""
        return self.password_file.read_text("utf-8").strip()

    async def projector(self) -> Projector:
        """The database side of a contestant that uses the driver alone."""
        projector = Projector(await asyncpg.connect(self.database, password=self.password), self.group, self.topic)
        await projector.start()
        return projector


class Result(BaseModel):
    """How many records were committed in how many seconds, and the CPU seconds of the contestant's own process."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


class Clock:
    """Ends the process as soon as the task is done: how a contestant shuts down is not measured."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._begun: tuple[float, float] | None = None
        self._committed = 0

    def begin(self) -> None:
        """A record is in our hands; only the first one counts."""
        self._begun = self._begun or (monotonic(), _cpu())

    def committed(self, events: int) -> None:
        """That many more are safe."""
        self._committed += events
        if self._begun is not None and self._committed >= self._task.events:
            seconds, cpu = monotonic() - self._begun[0], _cpu() - self._begun[1]
            result = Result(events=self._committed, seconds=seconds, cpu=cpu)
            self._task.result.write_text(result.model_dump_json(), "utf-8")
            os._exit(0)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def run(contestant: Callable[[Task, Clock], Coroutine[Any, Any, None]]) -> None:
    """Run a contestant that is a coroutine, on uvloop."""
    task = Task.given()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(contestant(task, Clock(task)))
