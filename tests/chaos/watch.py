"""Watch: what is looked at while a run goes on: memory, connections, and what the gateway shows at every moment."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import date
from time import time

import orjson
import psutil

from shared.records import Key
from tests.chaos.checks import Violation, told
from tests.chaos.ground import Ground
from tests.chaos.quiet import AWAY
from tests.chaos.stage import Stage

PERIOD = 0.4
SETTLED = 10.0
"""Seconds after which a process has loaded what it needs; growth is counted from then."""
GROWTH = 64 * 1024 * 1024
CONNECTIONS = 16
"""The largest pool has twelve; the listener, and what a kill has left behind for a moment."""

Shown = tuple[int, date, bytes]
"""A version, the first day of a row, and its document in canonical JSON."""


class Watch:
    """Looks again and again until cancelled."""

    def __init__(self, ground: Ground, stage: Stage) -> None:
        self.shown: dict[Key, set[Shown]] = defaultdict(set)
        self.highest: dict[str, int] = {}
        """Most connections of a role at one time."""
        self.memory: dict[tuple[str, int], list[int]] = defaultdict(list)
        """Resident bytes of each process, look by look, from when it has settled."""
        self.went_back: list[str] = []
        self._versions: dict[Key, int] = {}
        self._ground = ground
        self._stage = stage

    async def run(self) -> None:
        """Look."""
        while True:
            self._look_at_memory()
            with suppress(*AWAY):
                await self._look_at_connections()
            if "gateway" in self._stage.services:
                with suppress(*AWAY):
                    await self._look_at_the_gateway()
            await asyncio.sleep(PERIOD)

    def _look_at_memory(self) -> None:
        for name in self._stage.parts:
            with suppress(psutil.Error):
                process = psutil.Process(self._stage.pid(name))
                if time() - process.create_time() > SETTLED:
                    self.memory[name, process.pid].append(process.memory_info().rss)

    async def _look_at_connections(self) -> None:
        sql = "select usename, count(*) as there from pg_stat_activity where usename like '%_app' group by usename"
        for row in await self._ground.rows("postgres", sql):
            self.highest[row["usename"]] = max(row["there"], self.highest.get(row["usename"], 0))

    async def _look_at_the_gateway(self) -> None:
        rows = await self._ground.rows(
            "gateway",
            """
            select o.kind, o.id, o.version, lower(s.valid) as since, s.document::text as document from objects o
            left join snapshots s on s.kind = o.kind and s.id = o.id and upper_inf(s.known)
            """,
        )
        for row in rows:
            key = row["kind"], row["id"]
            if row["version"] < self._versions.get(key, 0):
                self.went_back.append(f"{key[0]}/{key[1]} went back from {self._versions[key]} to {row['version']}")
            self._versions[key] = row["version"]
            if row["document"] is not None:
                document = orjson.dumps(orjson.loads(row["document"]), option=orjson.OPT_SORT_KEYS)
                self.shown[key].add((row["version"], row["since"], document))


@asynccontextmanager
async def watching(ground: Ground, stage: Stage) -> AsyncIterator[Watch]:
    """Look as long as the block lasts."""
    watch = Watch(ground, stage)
    task = asyncio.ensure_future(watch.run())
    try:
        yield watch
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def bounded(watch: Watch, processes: Mapping[str, int]) -> list[Violation]:
    """I10: no process grows without end, and no service holds more connections than its pools."""
    found = [
        f"{name} grew by {(max(seen) - seen[0]) // 1024 // 1024} MB"
        for (name, _), seen in watch.memory.items()
        if max(seen) - seen[0] > GROWTH
    ]
    most = {f"{service}_app": number * CONNECTIONS for service, number in processes.items()}
    found += [f"{role} held {n} connections" for role, n in watch.highest.items() if n > most.get(role, n)]
    return told("I10", found)
