"""The limit of hearing: confluent-kafka, each record parsed by orjson and nothing else."""

from typing import Any

import orjson
from confluent_kafka import Consumer

from benchmarks.peers.contest import Clock, Task, run

BATCH = 500


async def hear(task: Task, clock: Clock) -> None:
    """Consume for ever; the clock ends it."""
    settings = {"bootstrap.servers": task.kafka, "group.id": task.group, "auto.offset.reset": "earliest"}
    consumer: Any = Consumer({**settings, "enable.auto.commit": True})
    consumer.subscribe([task.topic])
    while True:
        messages = consumer.consume(BATCH, 0.05)
        if messages:
            clock.begin()
            clock.committed(len([orjson.loads(one.value()) for one in messages]))


if __name__ == "__main__":
    run(hear)
