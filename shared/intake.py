"""The Faust consumer under the streams: it reads from where Postgres says, and calls done what was acked in line.

What it changes in Faust 0.15.3, and why, each pinned by tests/system/faust:
seeking to Kafka's committed offset (it may lie beyond the last effect), stepping over unacked offsets when committing,
dropping records by an own idea of what was read, unlimited hand-over to the agent, and commits that wait for ever.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from time import monotonic
from typing import Any, Protocol
from weakref import WeakSet

from aiokafka import ConsumerRecord
from aiokafka.errors import IllegalStateError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ConsumerMessage, Message

from shared.crash import Point, passage
from shared.member import Member
from shared.records import Received, Slot, Stop
from shared.telemetry import log

IN_FLIGHT = 16
"""Parcels handed to the agent and not yet acked: enough to keep it busy, little to throw away at a rebalance."""
POSITION_PATIENCE = 20.0
"""Seconds that finding the positions may take; Faust takes a longer wait for an order to stop, and consumes nothing."""


class Deliveries(Protocol):
    """What becomes of the records (shared/consumer.py). Both may raise `Stop`: the process ends with its code."""

    async def position(self, slot: Slot, log_start: int) -> int:
        """Return the offset to go on from."""

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        """Apply a chunk in one transaction and return: it is done. Raises `SeekBack` when it starts too far on."""


class Parcel(ConsumerMessage):
    """What the agent gets as one Faust message: records of one partition with offsets that follow each other.

    Its offset is the last record's; `fetch` numbers the fetch that brought it.
    """

    def __init__(self, tp: TP, records: Sequence[ConsumerRecord], fetch: int, generation_id: int) -> None:
        last, nothing = records[-1], (None, None, None, None)
        super().__init__(
            *(tp.topic, tp.partition, last.offset, last.timestamp / 1000, last.timestamp_type, *nothing),
            tp=tp,
            generation_id=generation_id,
        )
        self.first: int = records[0].offset
        self.records = records
        self.fetch = fetch

    @property
    def slot(self) -> Slot:
        """The place in the log that the records come from."""
        return Slot(self.topic, self.partition)

    def received(self) -> list[Received]:
        """Return the records as the core takes them."""
        return [
            Received(r.topic, r.partition, r.offset, r.key, r.value, dict(r.headers), r.timestamp / 1000)
            for r in self.records
        ]


class Intake(driver.Consumer):
    """Faust's consumer, reading from the positions of `app.deliveries` and acking strictly in line."""

    app: Any
    _thread: Member

    def __init__(self, *args: Any, **options: Any) -> None:
        self.in_flight: WeakSet[Message] = WeakSet()
        self._room = asyncio.Event()
        self._fetches = 0
        self._rewound: dict[TP, tuple[int, int]] = {}
        self.acked = monotonic()
        self.suspended_from: float | None = None
        super().__init__(*args, **options)
        self.scheduler = self.app.lane

    def _new_consumer_thread(self) -> Member:
        return Member(self, loop=self.loop, beacon=self.beacon)

    # Where to read from.

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek every assigned partition to its stored position, whatever Kafka has as committed; return them.

        Ends the app with `Stop` when a position does not fit the log, or none can be had in time.
        """
        assigned = sorted(self.assignment())
        self._rewound.clear()
        try:
            async with asyncio.timeout(POSITION_PATIENCE):
                starts = await self.earliest_offsets(*assigned)
                positions = {at: await self._position(at, starts[at]) for at in assigned}
        except Stop as error:
            self.app.halt(error)
            raise
        except TimeoutError:
            late = Stop(75, f"no positions for {POSITION_PATIENCE:g} s, neither from Kafka nor from the database")
            self.app.halt(late)
            raise late from None
        passage(Point.STREAMS_BEFORE_SEEK)
        await self.seek_wait(positions)
        passage(Point.STREAMS_AFTER_SEEK)
        return positions

    async def _position(self, at: TP, start: int) -> int:
        """Ask for one position until it is told; a database that is away for a moment must not end a rebalance."""
        deliveries: Deliveries = self.app.deliveries
        while True:
            try:
                return await deliveries.position(Slot(at.topic, at.partition), start)
            except Stop:
                raise
            except Exception as error:  # noqa: BLE001  (whatever it was, the time given is limited)
                log().warning("position-unread", topic=at.topic, partition=at.partition, error=type(error).__name__)
                await asyncio.sleep(0.5)

    async def rewind(self, at: TP, offset: int) -> None:
        """Read this partition again from `offset`; what is still on its way from elsewhere will be stale."""
        try:
            await self.seek_wait({at: offset})
        except IllegalStateError:
            return  # no longer ours
        self._acked.pop(at, None)
        self._acked_index.pop(at, None)
        self._committed_offset[at] = offset
        self._rewound[at] = (offset, self._fetches)

    def is_stale(self, parcel: Parcel) -> bool:
        """Whether this was on its way when its partition was rewound. Only then is an offset above ours no hole."""
        offset, fetches = self._rewound.get(parcel.tp, (parcel.first, 0))
        if parcel.first <= offset:
            self._rewound.pop(parcel.tp, None)
            return False
        return parcel.fetch <= fetches

    # From the fetch to the agent.

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109  (Faust's signature)
        """Yield what one fetch brings, at most `IN_FLIGHT` parcels ahead of the agent."""
        self._fetches += 1
        async for at, parcel in super().getmany(timeout):
            while len(self.in_flight) >= IN_FLIGHT and self.flow_active:
                self._room.clear()
                try:
                    async with asyncio.timeout(0.2):  # those that a rebalance throws away are not acked
                        await self._room.wait()
                except TimeoutError:
                    continue
            self.in_flight.add(parcel)
            self._read_offset[at] = None  # what was read before is for the stored position to say
            yield at, parcel

    def _to_message(self, tp: TP, record: Sequence[ConsumerRecord]) -> Parcel:
        return Parcel(tp, record, self._fetches, self.app.consumer_generation_id)  # a whole run, see shared/lane.py

    # From the agent to the commit.

    def discard(self, parcel: Parcel) -> None:
        """Take the parcel as not delivered and not to be waited for."""
        self._unacked_messages.discard(parcel)
        self._release(parcel)

    def ack(self, message: Any) -> bool:
        """Mark every record of the parcel as done."""
        self._release(message)
        if not super().ack(message):
            return False
        self._acked[message.tp].extend(range(message.first, message.offset))
        return True

    def _release(self, parcel: Parcel) -> None:
        self.acked = monotonic()
        self.in_flight.discard(parcel)
        self._room.set()

    def _new_offset(self, tp: TP) -> int | None:
        """Return the offset of the first record not acked since the last commit, if that is a step forward."""
        acked, start = sorted(self._acked[tp]), self._committed_offset[tp] or 0
        end, taken = start, 0
        for offset in acked:
            if offset > end:
                break
            end, taken = max(end, offset + 1), taken + 1
        self._acked[tp] = acked[taken:]
        self._acked_index[tp].difference_update(acked[:taken])
        return end if end > start else None

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Keep no gaps: offsets are dense here, so a gap is a loss and never something to step over."""

    # What the watchdog asks.

    def stop_flow(self) -> None:
        """Hand nothing to the agent until `resume_flow`."""
        if self.flow_active:
            self.suspended_from = monotonic()
        super().stop_flow()

    def resume_flow(self) -> None:
        """Hand over again."""
        self.suspended_from = None
        super().resume_flow()

    def while_answering(self, since: float | None) -> float | None:
        """Since when this is wrong with the broker answering: waiting for a broker that is away is no being stuck."""
        if since is None or not self._thread.is_answering(monotonic()):
            return None
        return max(since, self._thread.answering_from)

    @property
    def idle_from(self) -> float | None:
        """When the last sign of life was: an answer to a fetch or an ack; None while there is nothing to fetch."""
        return max(self._thread.fetched, self.acked) if self._active_partitions else None
