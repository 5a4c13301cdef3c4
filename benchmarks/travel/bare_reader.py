"""The bare parts, second half: a confluent-kafka loop with the SQL of the plain projection, which stamps what it committed."""

import asyncio
from typing import Any

import orjson
import uvloop
from confluent_kafka import Consumer

from benchmarks.peers.contest import Task
from benchmarks.travel.stamps import Stamps


async def read(task: Task) -> None:
    """Until killed. Polling blocks the loop: nothing else runs here."""
    stamps, projector = Stamps(task.result), await task.projector()
    settings = {"bootstrap.servers": task.kafka, "group.id": task.group, "auto.offset.reset": "earliest"}
    consumer: Any = Consumer({**settings, "enable.auto.commit": False})
    consumer.subscribe([task.topic])
    while True:
        first = consumer.poll(0.1)
        if first is None:
            continue
        batch = [
            (one.partition(), one.offset(), orjson.loads(one.value())) for one in (first, *consumer.consume(500, 0))
        ]
        await projector.apply_batch(batch)
        stamps.put(wire["id"] for _, _, wire in batch)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(read(Task.given()))
