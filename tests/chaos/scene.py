"""Scene: everything of one run that its faults, its operators and its judge may touch."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from deploy.embedded.topology import MAIL
from shared.service import Service
from tests.chaos.clients import Clients
from tests.chaos.ground import Ground
from tests.chaos.history import History
from tests.chaos.injector import Injector
from tests.chaos.part import Part
from tests.chaos.post import Post, listening
from tests.chaos.quiet import heard
from tests.chaos.setting import prepare
from tests.chaos.stage import Stage
from tests.chaos.workload import Workload

GIVE_UP = 60.0
"""P7: nothing is stuck for longer."""
CORES = os.cpu_count() or 1


def slack() -> float:
    """By how much limits of time are stretched now: 1 on a machine of our own, up to 3 when others load it as well.

    A run itself keeps two processes waiting for each core; what is beyond that is not its own.
    """
    return min(3.0, max(1.0, os.getloadavg()[0] / CORES / 2))


@dataclass
class Scene:
    """What a fault may touch."""

    ground: Ground
    stage: Stage
    clients: Clients
    workload: Workload
    history: History
    injector: Injector
    chance: random.Random
    services: Sequence[Service]
    post: Post
    recoveries: list[float] = field(default_factory=list)
    """Seconds after each round of faults until all flowed again."""
    late: list[str] = field(default_factory=list)
    """What took longer than it may."""

    def note(self, what: str, about: str, seconds: float, limit: float) -> None:
        """Write down how long something took, and whether that was too long."""
        limit *= slack()
        self.history.add(what, about=about, seconds=seconds, limit=limit)
        if seconds > limit:
            self.late.append(f"{what} ({about}) after {seconds:.1f} s, not {limit:.0f}")

    async def flow(self, since: float, limit: float, only: str = "") -> float:
        """Send a beacon through every partition to every consumer; the seconds since then until the last arrived.

        `only`: to the consumer of this service, where others may be away for reasons of their own.
        """
        names = [service.name for service in self.services if only in {"", service.name}]
        sent = await asyncio.gather(*(self.clients.ask(self.workload.beacon(id)) for id in self.workload.beacons))
        versions = {UUID(one.answer["id"]): one.answer["version"] for one in sent if one.outcome == "ok"}
        sent_at = monotonic() - since
        waits = [heard(self.ground, name, versions, GIVE_UP * slack()) for name in names]
        arrived = [at - since for at in await asyncio.gather(*waits)]
        took = max(sent_at, *arrived) if len(versions) == len(sent) else float("inf")
        slowest = max(names, key=lambda name: arrived[names.index(name)])
        self.note("flows", slowest, took, limit)
        self.recoveries.append(took)
        return took


@asynccontextmanager
async def staged(
    ground: Ground, parts: Sequence[Part], services: Sequence[Service], seed: int, crash_migration: str = ""
) -> AsyncIterator[Scene]:
    """A started stage with its setting (setting.py) and a mail server. Everything is stopped at the end."""
    history = History(ground.layout.data / "history.jsonl")
    chance = random.Random(seed)  # noqa: S311  (a repeatable choice, not a secret)
    (ground.layout.run / "faulty").write_text("", "ascii")
    stage, workload, post = Stage(ground, history, parts), Workload(seed), Post()
    async with AsyncExitStack() as all_of_it:
        all_of_it.callback(history.close)
        await all_of_it.enter_async_context(listening(post, stage.ports[MAIL]))
        await all_of_it.enter_async_context(stage.running(crash_migration))
        clients = Clients(stage, history, workload)
        all_of_it.push_async_callback(clients.close)
        injector = Injector(ground.kafka.bootstrap, chance)
        await prepare(stage, clients, workload)
        yield Scene(ground, stage, clients, workload, history, injector, chance, services, post)
