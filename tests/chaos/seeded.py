"""Seeded bugs: those that the checker must find. Each takes out one rule of the core, in one process of a test.

A bug is a change as in changes.py. It replaces a method before the service starts, and keeps the method's own shape.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from shared.consumer import Consumer
from shared.contracts.catalog import Address, address
from shared.contracts.event import Envelope
from shared.crash import Point, passage
from shared.errors import Undecodable
from shared.records import Chunk, Holes, Key, Received, Seen, Slot
from shared.service import Service
from shared.store.chunk import StoredChunk
from shared.store.inbox import StoredInboxes
from shared.streams import Streams
from tests.chaos.changes import Change
from tests.chaos.seeded_edges import cursor, delete_first, key_outside, send_on
from tests.chaos.seeded_mail import mark_first, no_lease


def ack_first(service: Service) -> Service:
    """Position and inbox move in a transaction before that of the effects: acknowledged before it is done."""

    async def apply(self: Any, slot: Slot, records: Sequence[Received]) -> list[Key]:
        async with self._inboxes.chunk(slot) as chunk:
            self._holes.refuse(slot, chunk.next, records[0].offset)
            fresh = [(record, address(record.headers)) for record in records if record.offset >= chunk.next]
            seen = await chunk.seen(list({(place.kind, place.subject) for _, place in fresh}))
            before = {key: one.last for key, one in seen.items()}
            ready = await self._sort(chunk, fresh, seen)
            reached = {key: one.last for key, one in seen.items() if one.last > before[key]}
            await chunk.advance(reached, records[-1].offset + 1)
        passage(Point.CONSUMER_IN_TRANSACTION)
        async with self._inboxes.chunk(slot) as chunk:
            await self._handle(chunk.connection, ready)
        return [key for key, one in seen.items() if one.waiting and not one.dead]

    Consumer._apply = apply  # type: ignore[method-assign]
    return service


def take(service: Service) -> Service:
    """Faust's `take()`: what raises in the agent's body is acknowledged all the same, and nobody seeks back."""

    async def listen(self: Any, stream: Any) -> None:
        async for parcels in stream.take(10, within=0.1):
            for parcel in parcels:
                await self._deliveries.deliver(parcel.slot, parcel.received())

    Streams._listen = listen  # type: ignore[method-assign]
    return service


def no_inbox(service: Service) -> Service:
    """What was handled before is not looked at: a repeat is handled again."""

    async def sort(
        self: Any, chunk: Chunk, fresh: Sequence[tuple[Received, Address]], seen: dict[Key, Seen]
    ) -> list[Envelope]:
        ready: list[Envelope] = []
        for record, place in fresh:
            aggregate = seen[place.kind, place.subject]
            ready += self._decoded(record, place, aggregate)
            aggregate.last = max(place.sequence, aggregate.last)
        return ready

    Consumer._sort = sort  # type: ignore[method-assign]
    return service


def no_fence(service: Service) -> Service:
    """The position row is read without its lock: two owners of a partition work side by side."""

    @asynccontextmanager
    async def chunk(self: Any, slot: Slot) -> AsyncIterator[StoredChunk]:
        async with self._database.transaction() as connection:
            sql = "select next from positions where consumer = $1 and topic = $2 and partition = $3"
            yield StoredChunk(
                connection,
                self._consumer,
                slot,
                await connection.fetchval(sql, self._consumer, slot.topic, slot.partition),
            )

    StoredInboxes.chunk = chunk  # type: ignore[method-assign]
    return service


def no_parking(service: Service) -> Service:
    """A dead letter counts as handled: what follows in its aggregate does not wait behind it."""

    async def bury(self: Any, slot: Slot, record: Received, why: tuple[str, str], attempts: int) -> None:
        try:
            place = address(record.headers)
        except Undecodable:
            place = None
        async with self._inboxes.chunk(slot) as chunk:
            await chunk.bury(record, place, *why, attempts)
            await chunk.advance({(place.kind, place.subject): place.sequence} if place else {}, record.offset + 1)

    async def seen(self: Any, keys: Sequence[tuple[str, UUID]]) -> dict[Key, Seen]:
        return {
            key: Seen(one.last, False, one.waiting, one.discarded) for key, one in (await of_ours(self, keys)).items()
        }

    of_ours = StoredChunk.seen
    StoredChunk.seen = seen  # type: ignore[method-assign]
    Consumer._bury = bury  # type: ignore[method-assign]
    return service


def no_sequence(service: Service) -> Service:
    """A gap in an aggregate's sequence is not noticed."""

    async def sort(
        self: Any, chunk: Chunk, fresh: Sequence[tuple[Received, Address]], seen: dict[Key, Seen]
    ) -> list[Envelope]:
        ready: list[Envelope] = []
        for record, place in fresh:
            aggregate = seen[place.kind, place.subject]
            if place.sequence > aggregate.last:
                ready += self._decoded(record, place, aggregate)
                aggregate.last = place.sequence
        return ready

    Consumer._sort = sort  # type: ignore[method-assign]
    return service


def hole_accepted(service: Service) -> Service:
    """A chunk that starts above the position is applied all the same."""
    Holes.refuse = lambda *_: None  # type: ignore[method-assign]
    return service


BUGS: Mapping[str, Change] = {
    made.__name__.replace("_", "-"): made
    for made in (
        ack_first,
        take,
        no_inbox,
        no_fence,
        send_on,
        cursor,
        delete_first,
        no_parking,
        no_sequence,
        key_outside,
        hole_accepted,
        no_lease,
        mark_first,
    )
}
