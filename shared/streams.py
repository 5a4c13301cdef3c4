"""Streams: Faust's group membership, fetching and rebalancing under our own idea of where to go on and what is done.

Faust alone loses events on any exception (reliability.md section 1; pinned by tests/system/faust). So it does what it
is good at, inside our process and without its web server or producer. Where to read from is the position stored with
the effects (shared/intake.py), what is done is what a delivery committed, no exception leaves the agent's body, and the
offset that Kafka keeps is a hint for Kafka's own tools.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from aiokafka.errors import KafkaError

from shared.crash import Point, passage
from shared.errors import Unavailable
from shared.faust_app import Group
from shared.intake import Deliveries, Intake
from shared.lane import Lane
from shared.records import SeekBack, Stop
from shared.telemetry import HEARING, log
from shared.watchdog import STUCK, Sign

T = TypeVar("T")

LEAVE_PATIENCE = 5.0
"""Seconds to leave the group in, once the process must end with an error anyway."""
STOP_PATIENCE = 11.0
"""Seconds to leave it in when asked to end: together with the wait for a start less than a process may drain."""


class Streams:
    """Hears topics as one member of a consumer group, until told to stop.

    With `isolated`, each partition is worked on by itself (folds: the position row is per partition); without, one
    chunk after the other (reactions, which lock aggregates). A chunk holds up to `chunk` records. `instance` is a name
    that outlives a restart: a process that comes back under it takes its partitions over at once instead of after the
    session of its predecessor.
    """

    def __init__(
        self,
        group: str,
        bootstrap: str,
        topics: Sequence[str],
        deliveries: Deliveries,
        *,
        isolated: bool,
        chunk: int,
        instance: str | None = None,
    ) -> None:
        self._name = group
        self._bootstrap = bootstrap
        self._topics = topics
        self._deliveries = deliveries
        self._isolated = isolated
        self._lane = Lane(chunk)
        self._instance = instance
        self._group: Group | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until `stopping` is set; then finish what was begun, commit, and leave the group.

        Raises:
            Unavailable: no broker could be reached at the start.
            Stop: the process must end with the code it carries.
        """
        group = self._group = Group(self._name, self._bootstrap, self._deliveries, self._lane, self._instance)
        topic = group.topic(*self._topics, internal=False)
        group.agent(topic, name="agent", isolated_partitions=self._isolated)(self._listen)
        joined, told = asyncio.ensure_future(self._join(group)), asyncio.ensure_future(stopping.wait())
        ends: list[asyncio.Future[Any]] = [told, group.halted]
        try:
            await asyncio.wait([joined, *ends], return_when=asyncio.FIRST_COMPLETED)
            if joined.done():
                joined.result()
                HEARING.set(1)
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            begun = asyncio.ensure_future(group.begun.wait())  # a thread that is stopped while it starts lives on
            await asyncio.wait([joined, begun], return_when=asyncio.FIRST_COMPLETED, timeout=LEAVE_PATIENCE)
            for waiting in (joined, told, begun):
                waiting.cancel()
            await self._leave(group, STOP_PATIENCE if stopping.is_set() else LEAVE_PATIENCE)
            halted = group.halted.exception() if group.halted.done() else None
        if halted is not None:
            raise halted

    @property
    def signs(self) -> tuple[Sign, ...]:
        """What the watchdog should know of; each holds its breath while the broker itself is silent."""
        return (
            Sign("the flow of records is suspended", 40, lambda: self._since(lambda intake: intake.suspended_from)),
            Sign("nothing was fetched or done", 40, lambda: self._since(lambda intake: intake.idle_from)),
            Sign("the group rebalances", 80, lambda: self._since(lambda intake: intake.app.rebalancing_from)),
        )

    @property
    def intake(self) -> Intake | None:
        """Faust's consumer, while there is one."""
        intake = self._group.consumer if self._group is not None and self._group.started else None
        return intake if isinstance(intake, Intake) else None

    def _since(self, look: Callable[[Intake], float | None]) -> float | None:
        intake = self.intake
        return None if intake is None else intake.while_answering(look(intake))

    async def _join(self, group: Group) -> None:
        """Start, join and take up the first assignment."""
        try:
            await group.find_broker()
            await group.start()
        except (KafkaError, OSError) as error:
            what = f"Kafka at {self._bootstrap}"
            raise Unavailable(what) from error

    async def _leave(self, group: Group, patience: float) -> None:
        """Leave, or go without: what is done is committed, and the group notices after its session timeout.

        A library that hangs may swallow a cancellation as well: so it is not cancelled, but left behind.
        """
        leaving = asyncio.ensure_future(group.stop())
        done, _ = await asyncio.wait([leaving], timeout=patience)
        error = leaving.exception() if done and not leaving.cancelled() else TimeoutError()
        if error is not None:
            log().warning("group-not-left", consumer=self._name, error=type(error).__name__)

    async def _listen(self, stream: Any) -> None:
        """Be the agent: what comes here is done one parcel after the other (isolated: those of one partition)."""
        async for event in stream.noack().events():
            await self._take(event)

    async def _take(self, event: Any) -> None:
        """Deliver one parcel. Nothing is raised but a cancellation, and that only when the delivery has ended."""
        parcel, group, intake = event.value, event.app, event.app.consumer
        if group.halted.done() or intake.is_stale(parcel):
            intake.discard(parcel)
            return
        try:
            await to_its_end(self._deliveries.deliver(parcel.slot, parcel.received()))
        except SeekBack as back:
            intake.discard(parcel)
            await intake.rewind(parcel.tp, back.offset)
        except Stop as stop:
            intake.discard(parcel)
            group.halt(stop)
        except Exception as error:  # noqa: BLE001  (an exception that leaves an agent's body loses the event)
            intake.discard(parcel)
            group.halt(Stop(STUCK, f"a delivery raised {type(error).__name__}"))
        else:
            event.ack()
            passage(Point.CONSUMER_AFTER_ACK)


async def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Await this; a cancellation is passed on only when it has ended, never between an effect and its commit."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # looked at, so that it is not reported as lost: the next owner meets it again
        raise cancelled
    return task.result()
