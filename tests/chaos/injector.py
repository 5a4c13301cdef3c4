"""The test producer: puts into a topic what no service of ours would: repeats, wrong orders, poison, the future."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import orjson
import stamina
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

from shared.contracts.catalog import encode, headers
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event, Provenance
from shared.contracts.network.regional_network import AccessionRule, AccessionRuleSet, NetworkConceived
from shared.contracts.topics import topic
from shared.records import Key
from tests.support.reader import read_all

TOPIC = topic("network")
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
Header = tuple[str, bytes]


class ChaosProbed(Event, type="network.chaos-probed"):
    """What only a newer release says (tests/chaos/changes.py `newer`)."""


@dataclass
class Injected:
    """What was put there, so that the checker expects it.

    `handled`: by forged aggregate, the sequences that a consumer must have handled in the end. `poison`: offsets by
    partition of records that become dead letters; those with headers only in consumers that decode them.
    """

    handled: dict[Key, Sequence[int]] = field(default_factory=dict)
    raw: set[tuple[int, int]] = field(default_factory=set)
    undecodable: set[tuple[int, int]] = field(default_factory=set)
    repeats: int = 0

    @property
    def keys(self) -> frozenset[Key]:
        """The forged aggregates."""
        return frozenset(self.handled)


class Injector:
    """Writes to the topic of the network service."""

    def __init__(self, bootstrap: str, chance: random.Random) -> None:
        self.injected = Injected()
        self._bootstrap = bootstrap
        self._random = chance

    async def repeats(self, count: int = 40) -> None:
        """Records that stand in the log already, old and new, once more."""
        there = await asyncio.to_thread(lambda: [one for one in read_all(self._bootstrap, [TOPIC]) if one.headers])
        chosen = self._random.sample(there, min(count, len(there)))
        await self._send([(one.key, one.value, list(one.headers.items())) for one in chosen])
        self.injected.repeats += len(chosen)

    async def reordered(self) -> None:
        """The third event of an aggregate before its second: it must wait for it."""
        id = uuid4()
        await self._send([self._forged(id, number) for number in (1, 3, 2)])
        self.injected.handled["network", id] = (1, 2, 3)

    async def raw(self) -> None:
        """Bytes that are no event at all."""
        self.injected.raw |= set(await self._send([(None, b"\xff\x00 no event", [])]))

    async def undecodable(self) -> None:
        """A record that says which event it is, but cannot be read; the next event of its aggregate waits behind it."""
        id = uuid4()
        key, _, about = self._forged(id, 1)
        places = await self._send([(key, b"{", about), self._forged(id, 2)])
        self.injected.undecodable.add(places[0])
        self.injected.handled["network", id] = (2,)

    async def future(self) -> None:
        """An event of a newer release between two that are known: it and its successor wait for that release."""
        id = uuid4()
        await self._send([self._forged(id, 1), self._forged(id, 2, ChaosProbed()), self._forged(id, 3)])
        self.injected.handled["network", id] = (1, 2, 3)

    def _forged(self, id: UUID, sequence: int, event: Event | None = None) -> tuple[bytes, bytes, list[Header]]:
        if event is None:
            first = NetworkConceived(slug=f"forged-{id.hex[:12]}", name="Forged")
            event = first if sequence == 1 else AccessionRuleSet(rule=AccessionRule.TREATY)
        envelope = Envelope(
            id=uuid4(),
            kind="network",
            subject=id,
            sequence=sequence,
            recorded=RECORDED + timedelta(seconds=sequence),
            occurred_on=PartialDate.parse(f"2012-01-0{sequence}"),
            corrects=None,
            entry=Entry.RECORD,
            actor=UUID(int=1),
            scopes=("secretariat",),
            provenance=Provenance(synthetic=True),
            correlation=uuid4(),
            causation=None,
            reason=None,
            traceparent=None,
            event=event,
        )
        wire = encode(envelope)
        return str(id).encode(), orjson.dumps(wire), headers(wire)

    async def _send(
        self, records: Sequence[tuple[bytes | None, bytes | None, Sequence[Header]]]
    ) -> list[tuple[int, int]]:
        """Send in order; partition and offset of each. A broker that is just coming back is waited for."""
        producer = AIOKafkaProducer(bootstrap_servers=self._bootstrap, enable_idempotence=True)
        try:
            async for attempt in stamina.retry_context(on=KafkaConnectionError, attempts=None, timeout=30, wait_max=1):
                with attempt:
                    await producer.start()
            done = [
                await producer.send_and_wait(TOPIC, value, key, headers=list(about)) for key, value, about in records
            ]
        finally:
            await producer.stop()
        return [(one.partition, one.offset) for one in done]
