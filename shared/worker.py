"""The worker of a service: hears its topics, sends its outbox, runs its deadlines. Knows no FastAPI."""

import asyncio
import time
from collections.abc import Sequence
from pkgutil import resolve_name

from shared.consumer import Consumer
from shared.contracts.topics import topic
from shared.errors import Unavailable
from shared.health import Health
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, identities
from shared.process import Life
from shared.records import Received, Slot, Stop
from shared.relay import Relay
from shared.service import Service
from shared.serving import serve
from shared.settings import Settings, open_database
from shared.store.database import Database, is_transient
from shared.store.inbox import StoredInboxes
from shared.store.wake import Wake, hear
from shared.streams import Streams
from shared.telemetry import HEARING, LAG_AGE
from shared.timekeeper import Timekeeper

FOLDS, REACTIONS = 500, 50
"""Records of one transaction at most: folds write sets of rows, reactions lock an aggregate each."""


class Deliveries:
    """A consumer whose effects wake the relay, and whose last record tells how far behind we are."""

    def __init__(self, consumer: Consumer, relay: Relay) -> None:
        self._consumer = consumer
        self._relay = relay

    async def position(self, slot: Slot, log_start: int) -> int:
        """Where to go on (shared.intake.Deliveries)."""
        return await self._consumer.position(slot, log_start)

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        """Deliver, then let the relay send what the reactions stated (shared.intake.Deliveries)."""
        await self._consumer.deliver(slot, chunk)
        LAG_AGE.set(max(0.0, time.time() - chunk[-1].timestamp))
        self._relay.wake()


async def work(service: Service, settings: Settings, wake: Wake, life: Life) -> None:
    """The role `worker`: hear, relay, keep deadlines, until told to stop.

    Raises Unavailable when the broker is absent at the start, Stop when the process must end with its code.
    """
    HEARING.set(0)
    async with open_database(settings) as database:
        relay = Relay(service.name, database, settings.kafka)
        wake.to(relay.wake)
        timekeeper = Timekeeper(database, service.catalog, service.commands, relay.wake)
        streams = await _streams(service, settings, database, relay)
        life.watchdog.add(*streams.signs)
        async with asyncio.TaskGroup() as group:
            group.create_task(relay.run(life.stopping))
            group.create_task(timekeeper.run(life.stopping))
            group.create_task(hear(database, relay.wake, life.stopping))
            group.create_task(streams.run(life.stopping))
            for name in service.beside:
                group.create_task(resolve_name(name)(settings, database, relay.wake, life.stopping))


async def work_alone(service: Service, settings: Settings, wake: Wake, life: Life) -> None:
    """The same in a process without an api: it answers health and metrics itself."""
    async with open_database(settings) as database:
        health = serve(Health(database, service.name), settings.address, life.stopping)
        async with asyncio.TaskGroup() as group:
            group.create_task(health)
            group.create_task(work(service, settings, wake, life))


async def inboxes_of(service: Service, settings: Settings, database: Database) -> StoredInboxes:
    """The positions of a service in the log as it is now. Raises Unavailable, or Stop 78 when a topic is missing."""
    topics = [topic(name) for name in service.hears]
    try:
        cluster, ids = await asyncio.to_thread(identities, settings.kafka, topics, timeout=10)
    except KafkaAbsent as error:
        raise Unavailable(f"Kafka at {settings.kafka}") from error
    except KafkaAnswered as error:
        raise Stop(78, str(error)) from error
    return StoredInboxes(database, service.name, cluster, ids)


def consumer_of(service: Service, inboxes: StoredInboxes) -> Consumer:
    """The consumer of a service."""
    return Consumer(inboxes, service.catalog, service.handle, handles=service.handles, is_transient=is_transient)


async def _streams(service: Service, settings: Settings, database: Database, relay: Relay) -> Streams:
    consumer = consumer_of(service, await inboxes_of(service, settings, database))
    topics = [topic(name) for name in service.hears]
    return Streams(
        service.name,
        settings.kafka,
        topics,
        Deliveries(consumer, relay),
        isolated=service.isolated,
        chunk=FOLDS if service.isolated else REACTIONS,
        instance=settings.instance,
    )
