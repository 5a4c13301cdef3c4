"""Waking the relay after a commit: in the same process by a call, across processes by a notification outside the command's
transaction (inside it costs 60 % of the command rate)."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from shared.store.database import AWAY, Database

CHANNEL = "outbox"
APART = 0.005
"""Seconds between two notifications of a process: what comes in between is told by the next one."""


class Wake:
    """Call it after each commit. Until `to` names a relay in this process, `notify` tells those in others."""

    def __init__(self) -> None:
        self._relay: Callable[[], None] | None = None
        self._committed = asyncio.Event()

    def to(self, relay: Callable[[], None]) -> None:
        """Wake this relay."""
        self._relay = relay

    def __call__(self) -> None:
        """Something was committed."""
        if self._relay is not None:
            self._relay()
        else:
            self._committed.set()

    async def notify(self, database: Database, stopped: asyncio.Event) -> None:
        """Tell relays in other processes, until stopped. A notification that fails is made good by their poll."""
        while not stopped.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._committed.wait(), 1)
            if self._committed.is_set():
                self._committed.clear()
                with suppress(*AWAY):
                    async with database.transaction() as connection:
                        await connection.execute(f"notify {CHANNEL}")
                await asyncio.sleep(APART)


async def hear(database: Database, relay: Callable[[], None], stopped: asyncio.Event) -> None:
    """Pass other processes' notifications on to this relay until stopped; connect again when the connection is lost."""
    while not stopped.is_set():
        with suppress(*AWAY):
            await database.listen(CHANNEL, relay, stopped)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), 2)
