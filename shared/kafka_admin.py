"""What is asked of Kafka outside the hot path: make the topics, name the log, measure it.

Everything here is synchronous and opens its own short connection: call it at start or from the CLI, in an event
loop only through `asyncio.to_thread`. It is the one module of services that imports the `kafka` package.
"""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from time import monotonic, sleep
from typing import Any, TypeAlias

from kafka import KafkaAdminClient, OffsetSpec, TopicPartition
from kafka.errors import KafkaError, TopicAlreadyExistsError

Place: TypeAlias = tuple[str, int]
"""A topic and one of its partitions."""


class KafkaAnswered(Exception):
    """Kafka was asked, and its answer breaks a rule of ours (a missing topic, another number of partitions)."""


class KafkaAbsent(Exception):
    """Kafka could not be reached, or did not do in time what it was asked."""


def ensure_topics(bootstrap: str, topics: Sequence[str], partitions: int, *, timeout: float = 30) -> None:
    """Make the topics that are missing, kept for ever, and check the number of partitions of all of them.

    The partitions are a contract: a key's records keep their order only while its partition stays the same. The
    replication factor is the broker's default (1 on a single broker). Calling it twice, or from several processes at
    once, is harmless. `timeout` in seconds bounds each of its steps: to connect, to create, to see the topics.

    Raises:
        KafkaAbsent: no broker answered within `timeout`.
        KafkaAnswered: a topic exists with another number of partitions; that topic is left as it is.
    """
    with _asking(bootstrap, timeout) as admin:
        found = _partitions(admin, topics)
        missing = {
            topic: {"num_partitions": partitions, "configs": {"retention.ms": "-1", "cleanup.policy": "delete"}}
            for topic in topics
            if topic not in found
        }
        if missing:
            with suppress(TopicAlreadyExistsError):  # another process made it between our two questions
                admin.create_topics(missing, timeout_ms=timeout * 1000)
            admin.wait_for_topics(list(missing), timeout_ms=timeout * 1000)
            found = _partitions(admin, topics)
    for topic, numbers in found.items():
        if len(numbers) != partitions:
            message = f"topic {topic} has {len(numbers)} partitions, and the contract says {partitions}"
            raise KafkaAnswered(message)


def identities(bootstrap: str, topics: Sequence[str], *, timeout: float = 30) -> tuple[str, Mapping[str, str]]:
    """Return the cluster's id and each topic's id: both change when the data was wiped or a topic made again.

    Raises:
        KafkaAbsent: no broker answered within `timeout` seconds.
        KafkaAnswered: a topic does not exist.
    """
    with _asking(bootstrap, timeout) as admin:
        cluster = str(admin.describe_cluster()["cluster_id"])
        described = _described(admin, topics)
    _refuse_missing(topics, described)
    return cluster, {topic: str(about["topic_id"]) for topic, about in described.items()}


def log_bounds(bootstrap: str, topics: Sequence[str], *, timeout: float = 30) -> Mapping[Place, tuple[int, int]]:
    """Return per partition the first offset kept and the offset the next record will take.

    Raises:
        KafkaAbsent: no broker answered within `timeout` seconds.
        KafkaAnswered: a topic does not exist.
    """
    with _asking(bootstrap, timeout) as admin:
        found = _partitions(admin, topics)
        _refuse_missing(topics, found)
        places = [TopicPartition(topic, number) for topic, numbers in found.items() for number in numbers]
        starts = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
        ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    return {(at.topic, at.partition): (starts[at].offset, ends[at].offset) for at in sorted(places)}


def lag(bootstrap: str, positions: Mapping[Place, int], *, timeout: float = 30) -> Mapping[Place, int]:
    """Return per partition how many records stand in the log at or after the given next offset.

    Raises:
        KafkaAbsent: no broker answered within `timeout` seconds.
        KafkaAnswered: a topic or a partition does not exist.
    """
    bounds = log_bounds(bootstrap, sorted({topic for topic, _ in positions}), timeout=timeout)
    for topic, partition in positions.keys() - bounds.keys():
        message = f"topic {topic} has no partition {partition}"
        raise KafkaAnswered(message)
    return {place: max(0, bounds[place][1] - position) for place, position in positions.items()}


@contextmanager
def _asking(bootstrap: str, timeout: float) -> Iterator[KafkaAdminClient]:
    """Open an administrator's connection for the length of a `with` block; what Kafka fails to do is `KafkaAbsent`."""
    _find_broker(bootstrap, timeout)
    patience = {"bootstrap_timeout_ms": timeout * 1000, "request_timeout_ms": timeout * 1000}
    try:
        with closing(KafkaAdminClient(bootstrap_servers=bootstrap, **patience)) as admin:
            yield admin
    except KafkaError as error:
        message = f"Kafka at {bootstrap} did not serve us within {timeout:g} s: {error}"
        raise KafkaAbsent(message) from error


def _find_broker(bootstrap: str, timeout: float) -> None:
    """Wait for one of the addresses to listen: a client that finds none leaves its thread and its sockets behind."""
    end = monotonic() + timeout
    while True:
        for address in bootstrap.split(","):
            host, _, port = address.rpartition(":")
            with suppress(OSError), socket.create_connection((host, int(port)), timeout):
                return
        if monotonic() > end:
            message = f"Kafka at {bootstrap} did not answer within {timeout:g} s"
            raise KafkaAbsent(message)
        sleep(0.1)


def _described(admin: KafkaAdminClient, topics: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return what the broker says about those of the topics that exist."""
    return {about["name"]: about for about in admin.describe_topics(list(topics)) if about["error_code"] == 0}


def _partitions(admin: KafkaAdminClient, topics: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return the partition numbers of those of the topics that exist."""
    return {
        name: sorted(partition["partition_index"] for partition in about["partitions"])
        for name, about in _described(admin, topics).items()
    }


def _refuse_missing(topics: Sequence[str], found: Mapping[str, object]) -> None:
    """Raise `KafkaAnswered` for topics that the broker does not know."""
    missing = sorted(set(topics) - found.keys())
    if missing:
        message = f"Kafka has no topic named {', '.join(missing)}"
        raise KafkaAnswered(message)
