"""Run: one run of the checker from the empty machine to the verdict."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from services.gateway.application.views.table import VIEWS
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.contracts.published import CATALOG
from shared.contracts.topics import topic
from shared.crash import Point
from shared.service import Service
from tests.chaos import checks, evidence, gateway, nemesis, quiet, settle
from tests.chaos.checks import Violation, told
from tests.chaos.clients import Clients
from tests.chaos.faults import Scene
from tests.chaos.ground import grounded
from tests.chaos.history import History
from tests.chaos.injector import Injector
from tests.chaos.profiles import PARTS, Profile
from tests.chaos.stage import Stage
from tests.chaos.watch import Watch, bounded
from tests.chaos.workload import Workload

SERVICES: Sequence[Service] = (NETWORK, NOTIFICATIONS, GATEWAY)
QUIET_SECONDS = 120.0
BURIED_SECONDS = {"raise": 10.0, "kill": 60.0}
"""P6: seconds until a record that a handler fails on is seen as a dead letter; P7 when it takes the process with it."""


@dataclass(frozen=True)
class Report:
    """What a run found, and its figures by name."""

    violations: Sequence[Violation]
    figures: dict[str, object]

    def __str__(self) -> str:
        """One line a figure, then one a violation."""
        lines = [f"{name:<22} {value}" for name, value in self.figures.items()]
        return "\n".join([*lines, *(f"VIOLATION {one.invariant}: {one.seen}" for one in self.violations)])


async def run(profile: Profile, seed: int, *, keep: bool = False) -> Report:
    """Everything once. `keep` leaves the folder with the history and all logs."""
    begun = monotonic()
    async with grounded(keep=keep) as ground:
        history = History(ground.layout.data / "history.jsonl")
        chance = random.Random(seed)  # noqa: S311  (a repeatable choice, not a secret)
        (ground.layout.run / "faulty").touch()
        stage = Stage(ground, history, PARTS)
        workload = Workload(seed)
        async with stage.running(crash_migration=GATEWAY.name):
            clients = Clients(stage, history, workload)
            injector = Injector(ground.kafka.bootstrap, chance)
            scene = Scene(ground, stage, clients, workload, history, injector, chance, [one.name for one in SERVICES])
            try:
                watch, found = await _strike(scene, profile)
                found += await settle.settle(scene, SERVICES)
                found += await _judge(scene, watch)
                found += await settle.replayed(clients, history.asked, chance)
            finally:
                await clients.close()
        found += told("I8", [f"{name} ended with code {code}, and no fault explains it" for name, code in stage.ends])
        found += told("I10", [f"{name} is an orphan" for name in stage.orphans()])
        history.close()
    return Report(found, _figures(scene, seed, monotonic() - begun))


async def _strike(scene: Scene, profile: Profile) -> tuple[Watch, list[Violation]]:
    """Let the clients ask while the nemesis strikes; then heal, and wait until all is quiet."""
    setting = [await scene.clients.ask(wish) for wish in scene.workload.setting()]
    if refused := [one for one in setting if one.outcome != "ok"]:
        raise RuntimeError(f"the setting was refused: {refused[0]}")
    watch = Watch(scene.ground, scene.stage)
    watching = asyncio.ensure_future(watch.run())
    raging = asyncio.Event()
    asking = [asyncio.ensure_future(_ask(scene, profile, raging)) for _ in range(profile.clients)]
    try:
        await nemesis.strike(scene, nemesis.rounds(profile.faults(scene.chance), scene.chance))
        raging.set()
        await asyncio.gather(*asking)
        waiting = await quiet.quiet(scene.ground, SERVICES, QUIET_SECONDS)
    finally:
        for task in (*asking, watching):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    found = told("I3", [f"not quiet after {QUIET_SECONDS:g} s: {waiting}"] if waiting else [])
    slow = [f"all flowed again after {took:.1f} s, not {limit:g}" for took, limit in scene.recoveries if took > limit]
    late = [f"a handler that {how}s: {took:.1f} s" for how, took in scene.buried.items() if took > BURIED_SECONDS[how]]
    return watch, [*found, *told("I8", slow), *told("I6", late)]


async def _ask(scene: Scene, profile: Profile, raging: asyncio.Event) -> None:
    """Be one client: ask until the commands are asked, and as long as faults go on."""
    while len(scene.history.asked) < profile.commands or not raging.is_set():
        await scene.clients.ask(scene.workload.draw())
        with suppress(TimeoutError):
            await asyncio.wait_for(raging.wait(), profile.pause * scene.chance.uniform(0.5, 1.5))


async def _judge(scene: Scene, watch: Watch) -> list[Violation]:
    """Read everything, and hold the promises against it."""
    seen = await evidence.read(scene.ground, [one.name for one in SERVICES], CATALOG)
    injected = scene.injector.injected
    owner, records = seen.stores[NETWORK.name], seen.topics[topic(NETWORK.name)]
    reading = checks.read_topic(records, injected.keys)
    scene.history.add("read", repeats=reading.repeats, events=len(owner.journal))
    found = [*checks.commands(scene.history.asked, owner), *reading.violations, *checks.log_of(owner, reading, records)]
    found += checks.repeats(reading.repeats, injected.repeats, scene.history)
    found += checks.deadlines(scene.history, owner) + checks.reactions(owner)
    for service in SERVICES:
        found += checks.arrived(service, seen)
        found += checks.effects(service, seen, injected.handled)
        found += checks.states(service, seen.stores[service.name])
    shown = await gateway.read(scene.ground)
    found += gateway.check(shown, owner.journal, VIEWS)
    found += gateway.explained(watch, owner.journal, VIEWS)
    found += bounded(watch, 2)
    missed = sorted(set(Point) - set(scene.stage.hits))
    return [*found, *told("coverage", [f"{point} was not hit" for point in missed])]


def _figures(scene: Scene, seed: int, seconds: float) -> dict[str, object]:
    asked, history = scene.history.asked, scene.history
    took = sorted(seconds for seconds, _ in scene.recoveries)
    names = [name for line in history.of("fault") for name in line.data["names"]]
    read = history.of("read")[-1].data
    return {
        "seed": seed,
        "seconds": f"{seconds:.0f}",
        "commands": f"{len(asked)} ({dict(Counter(one.outcome for one in asked))})",
        "in doubt, then settled": sum(one.unknowns for one in asked),
        "events": read["events"],
        "repeats in the topic": read["repeats"],
        "faults": len(names),
        "crash points hit": f"{len(set(scene.stage.hits))} of {len(Point)}",
        "flowed again after": f"{took[0]:.1f} to {took[-1]:.1f} s",
    }
