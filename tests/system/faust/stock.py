"""Stock Faust apps, run in the test's own loop as a library, the way we run ours."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import faust
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition

from shared.kafka_admin import ensure_topics

PATIENCE = 20.0

Agent = Callable[["Run", Any], Awaitable[None]]


class Bug(Exception):
    """What a handler raises."""


class Stock(faust.App):
    """A Faust app as it comes; only its data folder is left out."""

    def _create_directories(self) -> None:
        """Touch no disk."""


def stock(bootstrap: str = "127.0.0.1:1", name: str = "", **options: Any) -> Stock:
    """A Faust app with its own settings, but for what would open ports or make topics."""
    return Stock(
        name or f"stock-{uuid4().hex[:12]}",
        broker=f"kafka://{bootstrap}",
        autodiscover=False,
        **{"topic_allow_declare": False, "topic_disable_leader": True, "web_enabled": False, **options},
    )


async def until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds; TimeoutError when it does not for too long."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  (Faust has no event for what we wait for)
            await asyncio.sleep(0.02)


@dataclass
class Run:
    """One agent over some records of one partition. `begun` is what it saw, `effects` what it took to its end."""

    bootstrap: str
    agent: Agent
    records: int = 6
    value: Callable[[int], bytes] = lambda number: b"%d" % number
    serializer: str = "raw"
    name: str = field(default_factory=lambda: f"stock-{uuid4().hex[:12]}")
    begun: list[int] = field(default_factory=list)
    effects: list[int] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    decode_errors: list[bool] = field(default_factory=list)
    """For each call of the decode error hook, whether the message was acked before."""

    def prepare(self) -> None:
        """Make the topic and its records."""
        ensure_topics(self.bootstrap, [self.name], 1)
        producer = KafkaProducer(bootstrap_servers=self.bootstrap)
        for number in range(self.records):
            producer.send(self.name, value=self.value(number), partition=0)
        producer.flush()
        producer.close()

    async def committed(self) -> int | None:
        """The offset that Kafka has for the group."""
        return await asyncio.to_thread(self._committed)

    def _committed(self) -> int | None:
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        try:
            found = admin.list_group_offsets([self.name])[self.name].get(TopicPartition(self.name, 0))
        finally:
            admin.close()
        return None if found is None or found.offset < 0 else found.offset

    async def _hear_decode_error(self, _: Exception, message: Any) -> None:
        self.decode_errors.append(message.acked)

    @asynccontextmanager
    async def running(self, **options: Any) -> AsyncIterator[Stock]:
        """Run the app; stop it at the end."""
        await asyncio.to_thread(self.prepare)
        app = stock(self.bootstrap, self.name, table_standby_replicas=0, stream_wait_empty=False, **options)
        topic = app.topic(self.name, internal=False, value_serializer=self.serializer)

        async def agent(stream: Any) -> None:
            await self.agent(self, stream)

        app.agent(topic, name="agent")(agent)
        await app.start()
        channels: Any = app.topics
        for channel in channels:
            channel.on_value_decode_error = self._hear_decode_error
        try:
            yield app
        finally:
            await app.stop()
