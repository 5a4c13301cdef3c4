"""Kafka outside the hot path, on a real broker."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType

from shared.kafka_admin import KafkaAbsent, KafkaAnswered, ensure_topics, identities, lag, log_bounds
from tests.support.reader import read_all

PARTITIONS = 3


@pytest.fixture
def topic() -> str:
    """A name of this test's own."""
    return f"admin-{uuid4().hex[:8]}"


def produce(kafka: str, topic: str, records: int) -> None:
    """Append to the partitions in turn."""
    producer = KafkaProducer(bootstrap_servers=kafka)
    for number in range(records):
        producer.send(topic, key=b"k", value=b"%d" % number, headers=[("h", b"x")], partition=number % PARTITIONS)
    producer.flush()
    producer.close()


def test_topics_are_made_once_by_whoever_comes_first(kafka: str, topic: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(ensure_topics, kafka, [topic, f"{topic}-b"], PARTITIONS) for _ in range(4)]:
            done.result()
    before = identities(kafka, [topic, f"{topic}-b"])
    ensure_topics(kafka, [topic, f"{topic}-b"], PARTITIONS)

    assert identities(kafka, [topic, f"{topic}-b"]) == before
    assert set(log_bounds(kafka, [topic])) == {(topic, number) for number in range(PARTITIONS)}


def test_topics_are_kept_for_ever(kafka: str, topic: str) -> None:
    ensure_topics(kafka, [topic], PARTITIONS)
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    try:
        told = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)], config_filter="all")
    finally:
        admin.close()
    settings = told["topic"][topic]

    assert settings["retention.ms"]["value"] == "-1"
    assert settings["retention.bytes"]["value"] == "-1"
    assert settings["cleanup.policy"]["value"] == "delete"


def test_another_number_of_partitions_breaks_the_contract(kafka: str, topic: str) -> None:
    ensure_topics(kafka, [topic], PARTITIONS)

    with pytest.raises(KafkaAnswered, match=f"topic {topic} has 3 partitions, and the contract says 8"):
        ensure_topics(kafka, [topic], 8)


def test_a_topic_that_is_missing_is_named(kafka: str, topic: str) -> None:
    for ask in (identities, log_bounds):
        with pytest.raises(KafkaAnswered, match=f"no topic named {topic}"):
            ask(kafka, [topic])
    with pytest.raises(KafkaAnswered, match=topic):
        list(read_all(kafka, [topic]))


def test_a_topic_made_again_is_another_one(kafka: str, topic: str) -> None:
    ensure_topics(kafka, [topic], PARTITIONS)
    cluster, before = identities(kafka, [topic])
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    try:
        admin.delete_topics([topic])
    finally:
        admin.close()
    ensure_topics(kafka, [topic], PARTITIONS)

    again, after = identities(kafka, [topic])
    assert again == cluster
    assert after[topic] != before[topic]


def test_bounds_and_lag_count_records(kafka: str, topic: str) -> None:
    ensure_topics(kafka, [topic], PARTITIONS)
    produce(kafka, topic, 7)

    assert log_bounds(kafka, [topic]) == {(topic, 0): (0, 3), (topic, 1): (0, 2), (topic, 2): (0, 2)}
    assert lag(kafka, {(topic, 0): 1, (topic, 1): 2, (topic, 2): 9}) == {(topic, 0): 2, (topic, 1): 0, (topic, 2): 0}
    with pytest.raises(KafkaAnswered, match="no partition 5"):
        lag(kafka, {(topic, 5): 0})


def test_the_reader_sees_every_record_in_order(kafka: str, topic: str) -> None:
    ensure_topics(kafka, [topic, f"{topic}-empty"], PARTITIONS)
    produce(kafka, topic, 1200)

    records = list(read_all(kafka, [topic, f"{topic}-empty"]))

    assert sorted(int(one.value or b"") for one in records) == list(range(1200))
    for partition in range(PARTITIONS):
        offsets = [one.offset for one in records if one.partition == partition]
        assert offsets == list(range(400))
    assert (records[0].topic, records[0].key, records[0].headers) == (topic, b"k", {"h": b"x"})
    assert 1.7e9 < records[0].timestamp < 4e9


def test_without_a_broker_it_gives_up_in_time() -> None:
    with pytest.raises(KafkaAbsent, match=r"Kafka at 127\.0\.0\.1:1"):
        identities("127.0.0.1:1", ["any"], timeout=0.5)
