"""FastStream's batch subscriber, without its type checks and logs, each record parsed by orjson and nothing else."""

from typing import Any

import orjson
from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker

from benchmarks.peers.contest import Clock, Task, run

BATCH = 500


async def hear(task: Task, clock: Clock) -> None:
    """Consume for ever; the clock ends it."""
    broker = KafkaBroker(task.kafka, apply_types=False, logger=None)

    @broker.subscriber(
        task.topic,
        batch=True,
        max_records=BATCH,
        group_id=task.group,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.ACK_FIRST,
        decoder=_parsed,
    )
    async def batch(records: Any) -> None:
        clock.begin()
        clock.committed(len(records))

    await FastStream(broker, logger=None).run()


async def _parsed(message: Any) -> Any:
    return [orjson.loads(record.value) for record in message.raw_message]


if __name__ == "__main__":
    run(hear)
