"""FastStream's batch subscriber with at-least-once acks, a transaction for each batch, without its type checks and logs."""

from typing import Any

import orjson
from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker

from benchmarks.peers.contest import Clock, Task, run

BATCH = 500


async def drain(task: Task, clock: Clock) -> None:
    """Consume for ever; the clock ends it."""
    broker = KafkaBroker(task.kafka, apply_types=False, logger=None)
    projector = await task.projector()

    @broker.subscriber(
        task.topic,
        batch=True,
        max_records=BATCH,
        group_id=task.group,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.NACK_ON_ERROR,
        decoder=_records,
    )
    async def batch(records: Any) -> None:
        clock.begin()
        new = await projector.apply_batch(
            [(record.partition, record.offset, orjson.loads(record.value)) for record in records]
        )
        clock.committed(new)

    await FastStream(broker, logger=None).run()


async def _records(message: Any) -> Any:
    """The records as they came: the transaction needs their offsets."""
    return message.raw_message


if __name__ == "__main__":
    run(drain)
