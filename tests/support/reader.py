"""An independent reader of the log: what a check reads with it shares no code with the consumer it checks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from shared.kafka_admin import KafkaAbsent, log_bounds


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One record as it stands in the log; `timestamp` in seconds since 1970."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes]
    timestamp: float


def read_all(bootstrap: str, topics: Sequence[str], *, timeout: float = 30) -> Iterator[LogRecord]:
    """Yield every record that the topics held when asked; in order within a partition, in no order across them.

    Joins no group and commits nothing.

    Raises:
        KafkaAbsent: no broker answered within `timeout` seconds, at the start or between two batches.
        KafkaAnswered: a topic does not exist.
    """
    ends = {at: end for at, (start, end) in log_bounds(bootstrap, topics, timeout=timeout).items() if end > start}
    waiting = {TopicPartition(*at): end for at, end in ends.items()}
    if not waiting:
        return
    options = {"group_id": None, "enable_auto_commit": False, "auto_offset_reset": "earliest"}
    with closing(KafkaConsumer(bootstrap_servers=bootstrap, **options)) as reader:
        reader.assign(list(waiting))
        reader.seek_to_beginning()
        while waiting:
            batches = reader.poll(timeout_ms=timeout * 1000)
            if not batches:
                message = f"Kafka at {bootstrap} sent no record for {timeout:g} s, and {len(waiting)} partitions wait"
                raise KafkaAbsent(message)
            for at, records in batches.items():
                end = waiting.get(at, 0)
                yield from (_as_read(record) for record in records if record.offset < end)
                if records[-1].offset + 1 >= end:
                    waiting.pop(at, None)


def _as_read(record: Any) -> LogRecord:
    """Translate the client's record into ours."""
    headers = dict(record.headers)
    return LogRecord(
        record.topic, record.partition, record.offset, record.key, record.value, headers, record.timestamp / 1000
    )
