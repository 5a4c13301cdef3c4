"""Consumer: one chunk of one partition becomes one transaction. No effect twice, none lost, none out of order.

Knows no Faust, no Kafka and no driver: records come in through `deliver`, everything stored goes through `Inboxes`, and
what an event means is the business of `handle`. The rules are reliability.md section 2, points 3 to 6.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from shared.contracts.catalog import Address, Catalog, address
from shared.contracts.event import Envelope
from shared.crash import Point, passage
from shared.errors import ContractError, Undecodable, UnknownEvent, place_of
from shared.records import Chunk, Holes, Inboxes, Key, Received, SeekBack, Seen, Slot, Stop

PATIENCE = 20.0
"""Seconds one chunk may be retried on transient errors before the process ends with exit code 75."""
ATTEMPT = 20.0
"""Seconds one try may take; then its handler is taken for one that never ends, and the process ends with exit code 70."""
LATE = 1.0
"""A timer so many seconds late means that the whole process stood still (SIGSTOP), not that its handler did."""
HALT_AFTER = 20
"""Failures of our own handlers in a row after which the consumer waits for `lemkin resume`."""
HALT_PAUSE = 5.0
TRANSIENT_TOO_LONG, ENDLESS = 75, 70
WHOLE_CHUNK_TRIES, RECORD_TRIES = 2, 4
_KILLED = ("crash", "killed us")

T = TypeVar("T")
Handle = Callable[[Any, Sequence[Envelope]], Awaitable[None]]
"""Applies the effects of events, in order, within the transaction whose connection is the first argument."""


class Consumer:
    """Delivers chunks to one service's handler. `handles` names the event types worth decoding; None means all."""

    def __init__(
        self,
        inboxes: Inboxes,
        catalog: Catalog,
        handle: Handle,
        *,
        handles: frozenset[str] | None,
        is_transient: Callable[[BaseException], bool],
    ) -> None:
        self._inboxes = inboxes
        self._catalog = catalog
        self._handle = handle
        self._handles = handles
        self._is_transient = is_transient
        self._holes = Holes()

    async def position(self, slot: Slot, log_start: int) -> int:
        """The offset to go on from, after what waited and can go on now has gone on. Raises Stop."""
        next_offset = await self._patiently(slot, partial(self._inboxes.position, slot, log_start))
        for key in await self._patiently(slot, partial(self._inboxes.waiting_keys, slot)):
            await self.drain(slot, key)
        return next_offset

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        """Apply a chunk; when this returns, it may be acknowledged. Raises SeekBack or Stop."""
        passage(Point.CONSUMER_BEFORE_TRANSACTION)
        try:
            await self._deliver(slot, chunk)
        except Stop as stop:
            if stop.code == TRANSIENT_TOO_LONG:  # the record is not to blame: it must not count as one that kills
                with suppress(Exception):
                    await self._inboxes.unmark(slot)
            raise

    async def _deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        marker = await self._patiently(slot, partial(self._inboxes.mark, slot, chunk[0].offset))
        if marker.failures_in_row > HALT_AFTER:
            await self._patiently(slot, partial(self._inboxes.unmark, slot))  # to wait is not to die of the record
            await asyncio.sleep(HALT_PAUSE)
            raise SeekBack(marker.next)
        if marker.attempts <= WHOLE_CHUNK_TRIES:
            try:
                await self._do(slot, chunk)
            except (SeekBack, Stop):
                raise
            except Exception:  # noqa: BLE001  (permanent: one of them raises it, and is found below)
                await self._one_by_one(slot, chunk, 0)
        else:
            await self._one_by_one(slot, chunk, marker.attempts)

    async def again(self, chunk: Chunk, record: Received) -> Key:
        """Apply one record that was set aside, in the open transaction. A repeat is nothing, one too early waits."""
        place = address(record.headers)
        key = (place.kind, place.subject)
        aggregate = (await chunk.seen([key]))[key]
        if place.sequence == aggregate.last + 1:
            if ready := self._decoded(record, place, aggregate):
                await self._handle(chunk.connection, ready)
            await chunk.advance({key: place.sequence}, None)
        elif place.sequence > aggregate.last:
            await chunk.park(record, place, "gap")
        return key

    async def drain(self, slot: Slot, key: Key) -> None:
        """Apply what waits for this aggregate, in order, each in its own transaction, as far as it goes. Raises Stop."""
        while tries := await self._patiently(slot, partial(self._inboxes.mark_waiting, key)):
            try:
                if not await self._patiently(slot, partial(self._drain_one, slot, key, tries)):
                    break
            except Stop as stop:
                if stop.code == TRANSIENT_TOO_LONG:
                    with suppress(Exception):
                        await self._inboxes.unmark_waiting(key)
                raise

    async def _one_by_one(self, slot: Slot, chunk: Sequence[Received], attempts: int) -> None:
        for nth, record in enumerate(chunk):
            if nth:
                marker = await self._patiently(slot, partial(self._inboxes.mark, slot, record.offset))
                attempts = marker.attempts
                if marker.failures_in_row > HALT_AFTER:
                    raise SeekBack(marker.next)
            if attempts > RECORD_TRIES:
                await self._patiently(slot, partial(self._bury, slot, record, _KILLED, attempts))
                continue
            try:
                await self._do(slot, [record])
            except (SeekBack, Stop):
                raise
            except Exception as error:  # noqa: BLE001  (a handler may raise anything; the record is kept with it)
                await self._patiently(slot, partial(self._bury, slot, record, _why(error), max(attempts, 1)))

    async def _do(self, slot: Slot, records: Sequence[Received]) -> None:
        for key in await self._patiently(slot, partial(self._apply, slot, records)):
            await self.drain(slot, key)

    async def _apply(self, slot: Slot, records: Sequence[Received]) -> list[Key]:
        """One transaction; returns the aggregates whose waiting records can go on now."""
        async with self._inboxes.chunk(slot) as chunk:
            self._holes.refuse(slot, chunk.next, records[0].offset)
            passage(Point.CONSUMER_IN_TRANSACTION)
            fresh = [(record, address(record.headers)) for record in records if record.offset >= chunk.next]
            seen: dict[Key, Seen] = {}
            if fresh:
                seen = await chunk.seen(list({(place.kind, place.subject) for _, place in fresh}))
                before = {key: one.last for key, one in seen.items()}
                ready = await self._sort(chunk, fresh, seen)
                if ready:
                    await self._handle(chunk.connection, ready)
                reached = {key: one.last for key, one in seen.items() if one.last > before[key]}
                await chunk.advance(reached, records[-1].offset + 1)
            passage(Point.CONSUMER_BEFORE_COMMIT)
        passage(Point.CONSUMER_AFTER_COMMIT)
        return [key for key, one in seen.items() if one.waiting and not one.dead]

    async def _sort(
        self, chunk: Chunk, fresh: Sequence[tuple[Received, Address]], seen: dict[Key, Seen]
    ) -> list[Envelope]:
        """Drop repeats, park what must wait, and decode what comes next in its aggregate."""
        ready: list[Envelope] = []
        for record, place in fresh:
            aggregate = seen[place.kind, place.subject]
            if place.sequence <= aggregate.last:
                continue
            if aggregate.dead or place.sequence > aggregate.last + 1:
                await chunk.park(record, place, "behind" if aggregate.dead else "gap")
                aggregate.waiting = True
                continue
            try:
                ready += self._decoded(record, place, aggregate)
            except UnknownEvent:
                await chunk.park(record, place, "unknown")
                continue
            aggregate.last = place.sequence
        return ready

    def _decoded(self, record: Received, place: Address, aggregate: Seen) -> list[Envelope]:
        if aggregate.forgoes(place):
            return []
        if self._handles is not None and place.type not in self._handles:
            self._catalog.check(place.type, place.version)
            return []
        if record.value is None:
            raise Undecodable("a record without a value")
        return [self._catalog.received(record.value, place, record.topic)]

    async def _drain_one(self, slot: Slot, key: Key, tries: int) -> bool:
        record: Received | None = None
        try:
            async with self._inboxes.chunk(slot) as chunk:
                record = await chunk.waiting(key)
                if record is not None and not (await chunk.seen([key]))[key].dead:
                    if tries > RECORD_TRIES:
                        await self._set_aside(chunk, record, _KILLED, tries)
                        return False
                    await self.again(chunk, record)
                    await chunk.unpark(address(record.headers))
                    return True
        except UnknownEvent:
            pass
        except Exception as error:
            if record is None or self._is_transient(error):
                raise
            async with self._inboxes.chunk(slot) as chunk:
                await self._set_aside(chunk, record, _why(error), tries)
            return False
        await self._inboxes.unmark_waiting(key)  # nothing was tried, or nothing came of it: it killed nobody
        return False

    async def _set_aside(self, chunk: Chunk, record: Received, why: tuple[str, str], attempts: int) -> None:
        """What waited is a dead letter now."""
        place = address(record.headers)
        await chunk.bury(record, place, *why, attempts)
        await chunk.unpark(place)

    async def _bury(self, slot: Slot, record: Received, why: tuple[str, str], attempts: int) -> None:
        """The record becomes a dead letter; what follows it in its aggregate will wait behind it."""
        try:
            place = address(record.headers)
        except Undecodable:
            place = None
        async with self._inboxes.chunk(slot) as chunk:
            self._holes.refuse(slot, chunk.next, record.offset)
            if record.offset >= chunk.next:
                await chunk.bury(record, place, *why, attempts)
                await chunk.advance({}, record.offset + 1)

    async def _patiently(self, slot: Slot, attempt: Callable[[], Awaitable[T]]) -> T:
        """Retry transient errors with growing, jittered pauses for PATIENCE seconds, then Stop 75; one try has ATTEMPT."""
        end, pause, where = monotonic() + PATIENCE, 0.05, f"{slot.topic}/{slot.partition}"
        while True:
            due = monotonic() + ATTEMPT
            try:
                async with asyncio.timeout(ATTEMPT) as limit:
                    return await attempt()
            except Exception as error:
                if limit.expired() and monotonic() < due + LATE:
                    raise Stop(ENDLESS, f"{where}: a try did not end in {ATTEMPT:g} s") from error
                end = monotonic() + PATIENCE if limit.expired() else end  # we were frozen: for us no time has passed
                if not self._is_transient(error):
                    raise
                if monotonic() + pause > end:
                    raise Stop(TRANSIENT_TOO_LONG, f"{where}: transient for too long: {place_of(error)}") from error
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  (jitter, not a secret)
            pause = min(pause * 2, 2.0)


def _why(error: BaseException) -> tuple[str, str]:
    return "poison" if isinstance(error, ContractError) else "handler", place_of(error)
