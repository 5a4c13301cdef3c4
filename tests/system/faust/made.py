"""Apps of both kinds that are not started, and messages for them."""

from typing import Any

import faust
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from shared.faust_app import Group
from shared.lane import Lane
from shared.records import Slot
from tests.system.faust.stock import stock

AT = TP("events", 0)


class Nobody:
    """Deliveries that are never asked."""

    async def position(self, slot: Slot, log_start: int) -> int:
        raise NotImplementedError

    async def deliver(self, slot: Slot, chunk: object) -> None:
        raise NotImplementedError


class Apps:
    """Makes apps that are not started, and closes the loops that Faust opens for their threads all the same."""

    def __init__(self) -> None:
        self._made: list[faust.App] = []

    def stock(self, **options: Any) -> faust.App:
        """Faust as it comes."""
        self._made.append(stock(**options))
        return self._made[-1]

    def ours(self) -> Group:
        """Faust as we start it."""
        group = Group("group", "127.0.0.1:1", Nobody(), Lane(500), None)
        self._made.append(group)
        return group

    def both(self) -> tuple[faust.App, Group]:
        """One of each."""
        return self.stock(), self.ours()

    def close(self) -> None:
        """Close what was opened."""
        for app in self._made:
            consumer: Any = app._consumer
            if consumer is not None:
                consumer._thread.thread_loop.close()


def message(offset: int) -> ConsumerMessage:
    """A Faust message at this offset."""
    return ConsumerMessage("events", 0, offset, 0.0, 0, None, None, b"", None, tp=AT)
