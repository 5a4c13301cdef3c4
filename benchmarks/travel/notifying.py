"""The network service with other wakes. Arguments: the role, then `inside` or `silent`; everything else is the same.

`inside`: the relay is told by a NOTIFY in each command's transaction. `silent`: nobody tells it, it looks four times a second.
"""

import asyncio
import sys
from collections.abc import Sequence

from services.network.main import SERVICE
from shared.contracts.event import Envelope
from shared.roles import start
from shared.settings import Settings
from shared.store.database import Database
from shared.store.journal import Journal
from shared.store.wake import CHANNEL, Wake


class Telling(Journal):
    """A journal that notifies in the transaction in which it appends."""

    async def append(self, events: Sequence[Envelope]) -> None:
        """Append, and tell the relay at the commit."""
        await _append(self, events)
        await self._connection.execute(f"notify {CHANNEL}")


_append = Journal.append


async def keep_quiet(self: Wake, database: Database, stopped: asyncio.Event) -> None:
    """Tell nobody until stopped."""
    await stopped.wait()


if __name__ == "__main__":
    role, wake = sys.argv[1:]
    Wake.notify = keep_quiet  # type: ignore[method-assign]  # the peers differ in this and in nothing else
    if wake == "inside":
        Journal.append = Telling.append  # type: ignore[method-assign,assignment]
    start(SERVICE, Settings(), [role])
