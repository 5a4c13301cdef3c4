"""The limit: a plain loop over confluent-kafka with the same SQL and nothing else.

No dead letters, no check of the order, no decoding beyond orjson.
"""

from typing import Any

import orjson
from confluent_kafka import Consumer

from benchmarks.peers.contest import Clock, Task, run

BATCH = 500


async def drain(task: Task, clock: Clock) -> None:
    """Consume for ever; the clock ends it. It blocks the loop while it waits for records: nothing else runs."""
    projector = await task.projector()
    settings = {"bootstrap.servers": task.kafka, "group.id": task.group, "auto.offset.reset": "earliest"}
    consumer: Any = Consumer({**settings, "enable.auto.commit": False})
    consumer.subscribe([task.topic])
    while True:
        messages = consumer.consume(BATCH, 0.05)
        if messages:
            clock.begin()
            new = await projector.apply_batch(
                [(one.partition(), one.offset(), orjson.loads(one.value())) for one in messages]
            )
            consumer.commit(asynchronous=True)
            clock.committed(new)


if __name__ == "__main__":
    run(drain)
