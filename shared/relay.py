"""Relay: sends the outbox to Kafka in order, and deletes what Kafka has acknowledged. One leads at a time in a service."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any, Protocol

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.contracts.catalog import headers
from shared.contracts.topics import topic
from shared.crash import Point, passage
from shared.errors import Unavailable
from shared.store import outbox
from shared.store.database import Database, is_transient
from shared.telemetry import log

CHUNK = 2_000
POLL = 0.25
"""Seconds between looks at the outbox when nobody wakes the relay."""


GRACE = 3.0
"""Seconds that what is being sent may still take once the process is asked to end."""


class Producer(Protocol):
    """What the relay needs of a Kafka client."""

    async def send(
        self, topic: str, value: bytes, key: bytes, *, headers: Sequence[tuple[str, bytes]]
    ) -> "asyncio.Future[Any]":
        """Queue a record; the future ends when it is acknowledged."""


def producer(bootstrap: str) -> AIOKafkaProducer:
    """An idempotent producer that keeps order and waits for all in-sync replicas."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap, enable_idempotence=True, acks="all", linger_ms=0, request_timeout_ms=20_000
    )


class Relay:
    """Drains one service's outbox. `wake()` after each commit; a poll stands behind it."""

    def __init__(self, service: str, database: Database, bootstrap: str) -> None:
        self._topic = topic(service)
        self._database = database
        self._bootstrap = bootstrap
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was committed."""
        self._woken.set()

    async def run(self, stopped: asyncio.Event) -> None:
        """Send until stopped. After any failure: a new producer, and again from the oldest row that is left."""
        pause = 0.1
        while not stopped.is_set():
            sender = producer(self._bootstrap)
            try:
                await self._until(stopped, asyncio.wait_for(sender.start(), 30))
                pause = 0.1
                await self._until(stopped, self._send_all(sender, stopped))
            except Exception as error:
                if not (isinstance(error, KafkaError | Unavailable) or is_transient(error)):
                    raise
                log().warning("relay-failed", error=type(error).__name__)
            finally:
                with suppress(Exception):
                    await asyncio.wait_for(sender.stop(), 5)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), pause)
            pause = min(pause * 2, 5.0)

    async def _until(self, stopped: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
        """Do this, and once stopped for `GRACE` seconds more: a client without a broker retries for ever."""
        task, told = asyncio.ensure_future(work), asyncio.ensure_future(stopped.wait())
        try:
            await asyncio.wait([task, told], return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait_for(task, GRACE)
        finally:
            task.cancel()
            told.cancel()

    async def _send_all(self, sender: Producer, stopped: asyncio.Event) -> None:
        while not stopped.is_set():
            self._woken.clear()
            if await self.drain(sender) < CHUNK:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), POLL)

    async def drain(self, sender: Producer) -> int:
        """Send the oldest rows in order and delete those acknowledged; how many. Raises the first failure to send."""
        failure: BaseException | None = None
        async with self._database.transaction() as connection:
            if not await outbox.lead(connection):
                return 0
            rows = await outbox.oldest(connection, CHUNK)
            if not rows:
                return 0
            passage(Point.RELAY_BEFORE_SEND)
            acknowledged, failure = await self._send(sender, [(row["id"], row["event"].encode()) for row in rows])
            passage(Point.RELAY_AFTER_ACK)
            try:
                await outbox.delete(connection, [row["position"] for row in rows[:acknowledged]])
            except Exception:
                passage(Point.RELAY_LOST_LEAD)  # the transaction ended under a slow send: another may lead by now
                raise
        if failure is not None:
            raise failure
        passage(Point.RELAY_AFTER_DELETE)
        return len(rows)

    async def _send(self, sender: Producer, events: Sequence[tuple[Any, bytes]]) -> tuple[int, BaseException | None]:
        """How many from the first on are safe in Kafka, and what stopped the rest: after a failure nothing counts."""
        sent: list[asyncio.Future[Any]] = []
        stopped_by: BaseException | None = None
        for id, value in events:
            try:
                about = headers(orjson.loads(value))
                sent.append(await sender.send(self._topic, value, str(id).encode(), headers=about))
            except KafkaError as error:
                stopped_by = error
                break
        for nth, result in enumerate(await asyncio.gather(*sent, return_exceptions=True)):
            if isinstance(result, BaseException):
                return nth, result
        return len(sent), stopped_by
