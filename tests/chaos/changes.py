"""Changes that a test makes in one service process, by name. See entry.py for how they get there."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError

import shared.consumer
import shared.relay
from shared.contracts.event import Envelope
from shared.intake import Intake
from shared.service import Service
from shared.store.database import Database
from shared.streams import Streams
from tests.chaos.injector import ChaosProbed

Change = Callable[[Service], Service]
LEDGER = """
    create table if not exists chaos_ledger (
        id bigint generated always as identity primary key, kind text, aggregate uuid, sequence integer
    )
"""


def ledger(service: Service) -> Service:
    """Write each event into a table, within the transaction of its effects: what is handled twice stands there twice."""

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        await connection.executemany(
            "insert into chaos_ledger (kind, aggregate, sequence) values ($1, $2, $3)",
            [(event.kind, event.subject, event.sequence) for event in events],
        )
        await service.handle(connection, events)

    return replace(service, handle=handle, handles=None)


def faulty(service: Service) -> Service:
    """A handler with a bug, for the one aggregate that the file LEMKIN_CHAOS_FAULTY names: `raise`, `kill`, `wait` or `nap` ID."""
    told = Path(os.environ["LEMKIN_CHAOS_FAULTY"])

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        await service.handle(connection, events)
        how, _, whom = told.read_text("ascii").strip().partition(" ")  # noqa: ASYNC240  (a few bytes)
        if how and any(str(event.subject) == whom for event in events):
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            await asyncio.sleep({"wait": 3600, "nap": 1}.get(how, 0))
            if how == "raise":
                raise ZeroDivisionError

    return replace(service, handle=handle)


def newer(service: Service) -> Service:
    """A newer release: it knows an event that this one does not."""
    service.catalog.events[ChaosProbed.type] = ChaosProbed
    return service


def flaky(service: Service) -> Service:
    """Kafka's client fails to send every fifth record."""

    class Flaky(AIOKafkaProducer):  # type: ignore[misc]
        calls = 0

        async def send(self, *given: Any, **options: Any) -> Any:
            Flaky.calls += 1
            if Flaky.calls % 5 == 0:
                raise KafkaTimeoutError
            return await super().send(*given, **options)

    setattr(shared.relay, "AIOKafkaProducer", Flaky)  # noqa: B010  (a name it does not export)
    return service


def slow_commit(service: Service) -> Service:
    """Every third transaction takes its time between its last statement and its commit: positions commit out of order."""
    number = count()

    def slowly(work: Callable[..., Any]) -> Callable[..., Any]:
        @asynccontextmanager
        async def transaction(self: Database, *, read_only: bool = False) -> AsyncIterator[Any]:
            async with work(self, read_only=read_only) as connection:
                yield connection
                await asyncio.sleep(0.3 if next(number) % 3 == 0 else 0)

        return transaction

    Database.transaction = slowly(Database.transaction)  # type: ignore[method-assign]
    return service


def dropping(service: Service) -> Service:
    """The fifth and the fifteenth parcel are lost between fetch and agent, as when a rebalance overtakes a fetch."""
    number = count(1)

    def losing(getmany: Callable[..., Any]) -> Callable[..., Any]:
        async def some(self: Intake, timeout: float) -> AsyncIterator[Any]:  # noqa: ASYNC109  (Faust's signature)
            async for at, parcel in getmany(self, timeout):
                if next(number) in {5, 15}:
                    self.discard(parcel)
                else:
                    yield at, parcel

        return some

    Intake.getmany = losing(Intake.getmany)  # type: ignore[method-assign]
    return service


def slow(service: Service) -> Service:
    """The handler takes 50 ms a chunk."""

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        await service.handle(connection, events)
        await asyncio.sleep(0.05)

    return replace(service, handle=handle)


def alone(service: Service) -> Service:
    """The process is alone in a group of its own, so that it believes it owns every partition, as others do."""

    def named(make: Callable[..., None]) -> Callable[..., None]:
        def init(self: Streams, group: str, *given: Any, **options: Any) -> None:
            make(self, f"{group}-{os.getpid()}", *given, **options)

        return init

    Streams.__init__ = named(Streams.__init__)  # type: ignore[method-assign]
    return service


def impatient(service: Service) -> Service:
    """A database that is away is waited for one second, not twenty."""
    shared.consumer.PATIENCE = 1.0
    return service


def hasty(service: Service) -> Service:
    """A try may take two seconds, not twenty."""
    shared.consumer.ATTEMPT = 2.0
    return service


CHANGES: Mapping[str, Change] = {
    made.__name__.replace("_", "-"): made
    for made in (ledger, faulty, newer, flaky, slow_commit, dropping, slow, alone, impatient, hasty)
}
