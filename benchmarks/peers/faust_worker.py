"""Faust as its documentation starts it: an app with one agent, on uvloop, JSON decoded by orjson, without the web server."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

import faust
import mode.loop

from benchmarks.peers.contest import Clock, Task


def work(agent: Callable[[Any, Task, Clock], Awaitable[None]]) -> None:
    """Run `faust worker` with this agent until the clock ends it."""
    mode.loop.use("uvloop")
    task = Task.given()
    app = faust.App(
        task.group,
        broker=f"kafka://{task.kafka}",
        topic_allow_declare=False,
        topic_disable_leader=True,
        datadir=task.result.parent / task.group,
    )
    topic = app.topic(task.topic, value_serializer="json", internal=False)

    async def listen(stream: Any) -> None:
        await agent(stream, task, Clock(task))

    app.agent(topic, name="drain")(listen)
    sys.argv[1:] = ["--quiet", "worker", "--without-web", "--loglevel", "error"]
    app.main()
