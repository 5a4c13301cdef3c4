"""Faust as we start it: a consumer inside our own process, with its group membership and nothing else switched on.

No web server (by default it listens on 0.0.0.0:6066), no producer (the outbox is the one way to publish), no tables, no
topics made by it, no decoding. The settings are those of reliability.md section 2; the tests in tests/system/faust pin
what they rest on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import faust
from faust.app.base import App, BootStrategy
from faust.tables.manager import TableManager
from faust.transport.drivers.aiokafka import Transport
from faust.types import Message

from shared.intake import Deliveries, Intake
from shared.lane import Lane
from shared.records import Stop
from shared.watchdog import STUCK


class _Undecoded(faust.Schema[Any, Any]):
    """Leaves every record as it is: decoding is the catalog's business, and Faust acks what it cannot decode."""

    def compile(self, app: Any, **_: Any) -> Callable[..., Awaitable[Any]]:
        async def decode(message: Message, *, propagate: bool = False) -> Any:
            return app.create_event(None, message, None, message)

        return decode


class _NoTables(TableManager):
    """We keep no tables; without this Faust sleeps a second at each start to wait for some."""

    async def on_start(self) -> None:
        await self._update_channels()
        await self.recovery.start()


class _Boot(BootStrategy):
    """Consumer only: the outbox is the one way to publish, and HTTP is not Faust's."""

    enable_kafka_producer = False
    enable_web = False
    enable_sensors = False


class _Transport(Transport):
    Consumer = Intake


class Group(App):
    """One member of a consumer group. `halted` gets the reason why this process must end; `begun` says that all parts run."""

    BootStrategy = _Boot

    def __init__(self, group: str, bootstrap: str, deliveries: Deliveries, lane: Lane, instance: str | None) -> None:
        self.deliveries = deliveries
        self.lane = lane
        self._home = asyncio.get_running_loop()
        self.halted: asyncio.Future[None] = self._home.create_future()
        self.begun = asyncio.Event()
        self.rebalancing_from: float | None = monotonic()
        super().__init__(
            group,
            broker=[f"kafka://{address}" for address in bootstrap.split(",")],
            Schema=_Undecoded,
            TableManager=_NoTables,
            autodiscover=False,
            table_standby_replicas=0,
            topic_allow_declare=False,
            topic_disable_leader=True,
            broker_session_timeout=10,
            broker_heartbeat_interval=3,
            broker_rebalance_timeout=30,
            broker_request_timeout=30,
            broker_max_poll_records=500,
            stream_buffer_maxsize=1024,
            stream_wait_empty=True,
            producer_threaded=False,
            web_enabled=False,
            reply_create_topic=False,
            worker_redirect_stdouts=False,
            consumer_auto_offset_reset="earliest",
            consumer_group_instance_id=instance,
        )
        self.transport = _Transport(self.conf.broker_consumer, self)

    async def find_broker(self) -> None:
        """Raise OSError when nobody listens: Faust would say so with a dozen tracebacks from two threads."""
        refused = OSError()
        for url in self.conf.broker_consumer:
            try:
                _, writer = await asyncio.open_connection(url.host, url.port)
            except OSError as error:
                refused = error
            else:
                writer.close()
                return
        raise refused

    def halt(self, stop: Stop) -> None:
        """End the run with this reason; the first one counts. May be called from any thread."""
        self._home.call_soon_threadsafe(self._halt, stop)

    def _halt(self, stop: Stop) -> None:
        if not self.halted.done():
            self.halted.set_exception(stop)

    def _crash(self, reason: BaseException) -> None:
        """Tell it when Faust gives up: used as a library, it only sets a flag."""
        super()._crash(reason)
        self.halt(Stop(STUCK, f"Faust gave up: {type(reason).__name__}"))

    def _create_directories(self) -> None:
        """Make no data folder: we keep no tables."""

    async def on_started(self) -> None:
        """Note that every part runs, before the wait for the first assignment."""
        self.begun.set()
        await super().on_started()

    def on_rebalance_start(self) -> None:
        """Note when, for the watchdog."""
        self.rebalancing_from = monotonic()
        super().on_rebalance_start()

    def on_rebalance_end(self) -> None:
        """Note that it is over."""
        self.rebalancing_from = None
        super().on_rebalance_end()
