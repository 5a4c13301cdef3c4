"""The thread in which Faust's consumer is a member of its group: it notes when the broker answers, and never waits on it.

A commit that hangs, fails or comes too late changes nothing for us; neither does a group that cannot be left politely.
"""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from shared.telemetry import log

COMMIT_PATIENCE = 5.0
"""Seconds a commit to Kafka may take before it is given up; it is only a hint."""
LEAVE_PATIENCE = 10.0
"""Seconds to leave the group in; its coordinator may be away."""
SILENCE = 10.0
"""Seconds without an answer after which the broker counts as away; heartbeats alone bring one every three seconds."""
FETCH = 1
"""Kafka's number of the fetch request."""


class Member(driver.AIOKafkaConsumerThread):
    """Faust's consumer thread; it also notes when the broker last answered, and does not wait for ever to commit."""

    answered = 0.0
    """When any answer came (monotonic)."""
    answering_from = 0.0
    """When the broker began to answer after its last silence."""
    fetched = 0.0
    """When the last answer to a fetch came."""

    def _create_consumer(self, loop: asyncio.AbstractEventLoop) -> AIOKafkaConsumer:
        consumer = super()._create_consumer(loop)
        client = consumer._client  # noqa: SLF001  (the one place that every answer passes)
        send = client.send

        async def noted(*args: Any, **options: Any) -> Any:
            response = await send(*args, **options)
            now = monotonic()
            if not self.is_answering(now):
                self.answering_from = now
            self.answered = now
            if response.API_KEY == FETCH:
                self.fetched = now
            return response

        client.send = noted
        return consumer

    def is_answering(self, now: float) -> bool:
        """Whether the broker is there."""
        return now - self.answered < SILENCE

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        """Tell Kafka, if it listens: it is only a hint. Faust's own gives up the whole app when a commit fails."""
        mine = {at: offset for at, offset in offsets.items() if at in self.assignment()}
        self.tp_last_committed_at.update(dict.fromkeys(mine, monotonic()))
        try:
            async with asyncio.timeout(COMMIT_PATIENCE):
                await self._ensure_consumer().commit({TopicPartition(*at): offset for at, offset in mine.items()})
        except (KafkaError, TimeoutError):
            return False
        return True

    async def on_thread_stop(self) -> None:
        """Leave the group. aiokafka lets a cancellation of its own out when a fetch has just failed; Faust waits then."""
        try:
            async with asyncio.timeout(LEAVE_PATIENCE):
                await super().on_thread_stop()
        except (asyncio.CancelledError, TimeoutError, KafkaError) as error:
            log().warning("group-not-left", consumer=self.app.conf.id, error=type(error).__name__)
