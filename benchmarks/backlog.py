"""A backlog of real events: memberships through their life, interleaved at random, on one topic."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from string import ascii_uppercase
from typing import Any
from uuid import UUID, uuid5

import orjson
from confluent_kafka import Consumer, Producer, TopicPartition

from shared.contracts.catalog import encode, headers
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, Provenance
from shared.contracts.ids import membership_id
from shared.contracts.network.membership import (
    IntentDeclared,
    MembershipActivated,
    MembershipResumed,
    MembershipSuspended,
    StateAcceded,
    StateInvited,
)
from shared.contracts.topics import PARTITIONS
from shared.kafka_admin import ensure_topics

LIFE: Sequence[type[Event]] = (
    *(StateInvited, IntentDeclared, StateAcceded, MembershipActivated, MembershipSuspended),
    *(MembershipResumed, MembershipSuspended, MembershipResumed, MembershipSuspended, MembershipResumed),
)
"""A membership's first ten events."""
STATES = 193
_NAMESPACE = UUID(int=0xBE)
_FIRST_DAY = date(1994, 4, 7)
_FIRST_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


def pairs(count: int) -> Iterator[tuple[UUID, str]]:
    """That many pairs of a network and a state."""
    codes = ["".join(letters) for letters in islice(product(ascii_uppercase, repeat=3), STATES)]
    return ((uuid5(_NAMESPACE, f"network/{nth // STATES}"), codes[nth % STATES]) for nth in range(count))


def events(memberships: int, each: int) -> Iterator[Envelope]:
    """The first `each` events of that many memberships; each one's are in order, those of different ones in any."""
    life = [(network, state) for network, state in pairs(memberships) for _ in range(each)]
    random.Random(1).shuffle(life)  # noqa: S311  (an order, not a secret)
    versions: dict[UUID, int] = {}
    for nth, (network, state) in enumerate(life):
        id = membership_id(network, state)
        versions[id] = sequence = versions.get(id, 0) + 1
        yield envelope(id, network, state, sequence, nth)


def envelope(id: UUID, network: UUID, state: str, sequence: int, nth: int) -> Envelope:
    """The fact with that sequence in a membership's life, the `nth` recorded."""
    return Envelope(
        id=uuid5(id, str(sequence)),
        kind="membership",
        subject=id,
        sequence=sequence,
        recorded=_FIRST_RECORDED + timedelta(milliseconds=nth),
        occurred_on=PartialDate.of(_FIRST_DAY + timedelta(days=90 * sequence + nth % 90)),
        corrects=None,
        entry=Entry.RECORD,
        actor=UUID(int=7),
        scopes=tuple(sorted(("secretariat", f"network:{network}", f"state:{state}"))),
        provenance=Provenance(source=UUID(int=8), page="3", row=f"memberships/{nth}"),
        correlation=uuid5(id, "correlation"),
        causation=None,
        reason=None,
        traceparent=None,
        event=LIFE[sequence - 1].model_validate({"network": network, "state": state}),
    )


def produce(bootstrap: str, topic: str, memberships: int, each: int) -> None:
    """Make the topic and put the events on it, as the relay would: same value, key, headers and partitioner."""
    ensure_topics(bootstrap, [topic], PARTITIONS)
    # Idempotent: a repeat would be counted as new by those who count records.
    settings = {"partitioner": "murmur2", "linger.ms": 20, "enable.idempotence": True}
    producer: Any = Producer({"bootstrap.servers": bootstrap, **settings})
    for event in events(memberships, each):
        wire = encode(event)
        producer.produce(topic, orjson.dumps(wire), key=str(event.subject).encode(), headers=headers(wire))
        producer.poll(0)
    if producer.flush(60):
        raise RuntimeError("Kafka did not take the backlog within a minute")
    if (held := _held(bootstrap, topic)) != memberships * each:
        raise RuntimeError(f"the topic holds {held} events instead of {memberships * each}")


def _held(bootstrap: str, topic: str) -> int:
    """How many records the topic holds."""
    consumer: Any = Consumer({"bootstrap.servers": bootstrap, "group.id": "backlog"})
    ends = [consumer.get_watermark_offsets(TopicPartition(topic, nth), timeout=30) for nth in range(PARTITIONS)]
    consumer.close()
    return sum(high - low for low, high in ends)
