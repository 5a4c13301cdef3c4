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
from shared.errors import ContractError, Undecodable, UnknownEvent
from shared.records import Chunk, Inboxes, Key, Received, SeekBack, Seen, Slot, Stop

PATIENCE = 20.0
"""Seconds one chunk may be retried on transient errors before the process ends with exit code 75."""
HALT_AFTER = 20
"""Failures of our own handlers in a row after which the consumer waits for `lemkin resume`."""
HALT_PAUSE = 5.0
TRANSIENT_TOO_LONG = 75
WHOLE_CHUNK_TRIES = 2
RECORD_TRIES = 4

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
        self._holes: dict[Slot, int] = {}

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
                healed = await self._patiently(slot, partial(self._apply, slot, chunk))
            except (SeekBack, Stop):
                raise
            except Exception:  # noqa: BLE001  (permanent: one of them raises it, and is found below)
                await self._one_by_one(slot, chunk, 0)
            else:
                for key in healed:
                    await self.drain(slot, key)
        else:
            await self._one_by_one(slot, chunk, marker.attempts)

    async def again(self, chunk: Chunk, record: Received) -> Key:
        """Apply one record that was set aside, in the open transaction. A repeat is nothing, one too early waits."""
        place = address(record.headers)
        key = (place.kind, place.subject)
        aggregate = (await chunk.seen([key]))[key]
        if place.sequence == aggregate.last + 1:
            ready = self._decoded(record, place, aggregate)
            if ready:
                await self._handle(chunk.connection, ready)
            await chunk.advance({key: place.sequence}, None)
        elif place.sequence > aggregate.last:
            await chunk.park(record, place, "gap")
        return key

    async def drain(self, slot: Slot, key: Key) -> None:
        """Apply what waits for this aggregate, in order, each in its own transaction, as far as it goes."""
        while await self._patiently(slot, partial(self._drain_one, slot, key)):
            pass

    async def _one_by_one(self, slot: Slot, chunk: Sequence[Received], attempts: int) -> None:
        for nth, record in enumerate(chunk):
            if nth:
                marker = await self._patiently(slot, partial(self._inboxes.mark, slot, record.offset))
                attempts = marker.attempts
                if marker.failures_in_row > HALT_AFTER:
                    raise SeekBack(marker.next)
            if attempts > RECORD_TRIES:
                await self._patiently(slot, partial(self._bury, slot, record, "crash", "killed us", attempts))
                continue
            try:
                healed = await self._patiently(slot, partial(self._apply, slot, [record]))
            except (SeekBack, Stop):
                raise
            except Exception as error:  # noqa: BLE001  (a handler may raise anything; the record is kept with it)
                told = partial(self._bury, slot, record, _reason(error), place_of(error), max(attempts, 1))
                await self._patiently(slot, told)
            else:
                for key in healed:
                    await self.drain(slot, key)

    async def _apply(self, slot: Slot, records: Sequence[Received]) -> list[Key]:
        """One transaction; returns the aggregates whose waiting records can go on now."""
        async with self._inboxes.chunk(slot) as chunk:
            self._refuse_a_hole(slot, chunk.next, records[0].offset)
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
        return [self._catalog.decode(record.value)]

    async def _drain_one(self, slot: Slot, key: Key) -> bool:
        record: Received | None = None
        try:
            async with self._inboxes.chunk(slot) as chunk:
                record = await chunk.waiting(key)
                if record is None or (await chunk.seen([key]))[key].dead:
                    return False
                await self.again(chunk, record)
                await chunk.unpark(address(record.headers))
                return True
        except UnknownEvent:
            return False
        except Exception as error:
            if record is None or self._is_transient(error):
                raise
            async with self._inboxes.chunk(slot) as chunk:
                place = address(record.headers)
                await chunk.bury(record, place, _reason(error), place_of(error), 1)
                await chunk.unpark(place)
            return False

    async def _bury(self, slot: Slot, record: Received, reason: str, error: str, attempts: int) -> None:
        """The record becomes a dead letter; what follows it in its aggregate will wait behind it."""
        try:
            place = address(record.headers)
        except Undecodable:
            place = None
        async with self._inboxes.chunk(slot) as chunk:
            self._refuse_a_hole(slot, chunk.next, record.offset)
            if record.offset >= chunk.next:
                await chunk.bury(record, place, reason, error, attempts)
                await chunk.advance({}, record.offset + 1)

    def _refuse_a_hole(self, slot: Slot, expected: int, first: int) -> None:
        if first <= expected:
            self._holes.pop(slot, None)
            return
        if self._holes.get(slot) == expected:
            raise Stop(76, f"{slot.topic}/{slot.partition} has no offset {expected}: the log continues at {first}")
        self._holes[slot] = expected
        raise SeekBack(expected)

    async def _patiently(self, slot: Slot, attempt: Callable[[], Awaitable[T]]) -> T:
        """Retry transient errors with growing, jittered pauses for PATIENCE seconds, then Stop 75."""
        end, pause = monotonic() + PATIENCE, 0.05
        while True:
            try:
                return await attempt()
            except Exception as error:
                if not self._is_transient(error):
                    raise
                if monotonic() + pause > end:
                    raise Stop(
                        TRANSIENT_TOO_LONG, f"{slot.topic}/{slot.partition}: transient for too long: {place_of(error)}"
                    ) from error
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  (jitter, not a secret)
            pause = min(pause * 2, 2.0)


def _reason(error: BaseException) -> str:
    return "poison" if isinstance(error, ContractError) else "handler"


def place_of(error: BaseException) -> str:
    """Class, code and place of an error; never its message, which may quote a value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{' ' + error.code if hasattr(error, 'code') else ''}{where}"
