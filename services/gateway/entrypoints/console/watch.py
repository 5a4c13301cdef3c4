"""Watch: how the whole is, looked at every few seconds while somebody looks at pages (console.md R9, P26)."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any

from services.gateway.adapters.arrivals import newest
from services.gateway.adapters.services import Services
from services.gateway.application.health import Statuses, merged
from services.gateway.entrypoints.console.live import Live
from shared.store.database import AWAY, Database

PAUSE = 5.0
"""Seconds between two looks: what is still behind at the second one has been so for that long (R9)."""
WANTED = 60.0
"""Seconds after the last page in which anybody may still want to know."""
VIEW = "operations"
"""What pages about the whole call themselves in the stream of changes."""


class Watch:
    """`health` is what the API tells under /health, empty before the first two looks; `behind`: when the newest fact was recorded,
    while others wait to arrive; `live`: the streams that are told."""

    def __init__(self, database: Database, services: Services, stopping: asyncio.Event) -> None:
        self.live = Live(database, stopping)
        self._database, self._services, self._stopping = database, services, stopping
        self._wanted = -WANTED
        self._before: Statuses | None = None
        self.health: Mapping[str, Any] = {}
        self.behind: datetime | None = None

    def wanted(self) -> None:
        """Somebody looks at a page."""
        self._wanted = monotonic()

    async def run(self) -> None:
        """Until stopped."""
        while not self._stopping.is_set():
            if monotonic() < self._wanted + WANTED:
                with suppress(*AWAY):
                    await self.look()
            else:
                self._before, self.health, self.behind = None, {}, None
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), PAUSE)

    async def look(self) -> None:
        """Look once; what changed since the look before is told to the pages that show it."""
        before, now = self._before, await self._services.statuses()
        self._before = now
        if before is None:
            return
        was, self.health = self.health, merged(before, now)
        self.behind = await self._newest() if _waits(was) and _waits(self.health) else None
        if _sign(was) != _sign(self.health):
            await self.live.tell(frozenset({VIEW}))

    async def _newest(self) -> datetime | None:
        async with self._database.transaction(read_only=True) as connection:
            return await newest(connection)


def _waits(health: Mapping[str, Any]) -> bool:
    """Whether facts wait to arrive here."""
    return bool(health.get("lag", {}).get("gateway", {}).get("events_behind"))


def _sign(health: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(health.get(name) for name in ("services", "dead_letters", "parked"))
