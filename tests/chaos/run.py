"""Run: one run of a profile from the empty machine to the verdict."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from services.enrollment.main import SERVICE as ENROLLMENT
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.crash import Point
from shared.service import Service
from tests.chaos import nemesis, quiet, settle
from tests.chaos.checks import Violation, told
from tests.chaos.ground import grounded
from tests.chaos.judge import afterwards, judge
from tests.chaos.profiles import PARTS, POINTS, Profile
from tests.chaos.repeated import repeats
from tests.chaos.scene import Scene, staged
from tests.chaos.watch import Watch, watching

SERVICES: Sequence[Service] = (NETWORK, ENROLLMENT, NOTIFICATIONS, GATEWAY)
QUIET_SECONDS = 120.0


@dataclass(frozen=True)
class Report:
    """What a run found. `recoveries`: seconds after each round of faults until all flowed again."""

    seed: int
    seconds: float
    commands: int
    granted: int
    doubts: int
    events: int
    repeats: int
    faults: int
    hits: frozenset[Point]
    mails: int
    mail_repeats: int
    recoveries: Sequence[float]
    violations: Sequence[Violation]
    folder: Path

    def __str__(self) -> str:
        """A line for each figure and each violation."""
        of = Counter[str]()
        for one in self.violations:
            of[one.sort] += one.number
        lines = (
            f"seed {self.seed}, {self.seconds:.0f} s",
            f"{self.commands} commands, {self.granted} granted, {self.doubts} answers in doubt and settled",
            f"{self.events} events, {self.repeats} repeats in the topic",
            f"{self.mails} mails taken, {self.mail_repeats} of them repeats",
            f"{self.faults} faults, {len(self.hits)} of {len(POINTS)} crash points hit",
            f"all flowed again after {min(self.recoveries):.1f} to {max(self.recoveries):.1f} s",
            f"{of['lost']} lost, {of['doubled']} doubled, {of['out of order']} out of order",
        )
        wrong = [f"VIOLATION {one.invariant}: {one.seen}" for one in self.violations]
        return "\n".join([*lines, *wrong, *([f"its history and logs: {self.folder}"] if wrong else [])])


async def run(profile: Profile, seed: int, *, only: Collection[int] | None = None, keep: bool = False) -> Report:
    """Everything once. `only`: the rounds of faults to strike with, by number (None: all of the seed).

    A run that finds anything leaves its folder with the history and all logs; so does any with `keep`.
    """
    begun = monotonic()
    async with grounded(keep=keep) as ground:
        async with staged(ground, PARTS, SERVICES, seed, crash_migration=GATEWAY.name) as scene:
            async with watching(scene.ground, scene.stage) as watch:
                await _rage(scene, profile, only)
            found = await _healed(scene, watch)
        missed = sorted(POINTS - set(scene.stage.hits)) if only is None else []
        found += told("coverage", [f"{point} was not hit" for point in missed])
        found += afterwards(scene)
        ground.keep = keep or bool(found)
    return _report(scene, seed, monotonic() - begun, found)


async def _rage(scene: Scene, profile: Profile, only: Collection[int] | None) -> None:
    """Let the clients ask while the nemesis strikes."""
    over = asyncio.Event()
    asking = [asyncio.ensure_future(_ask(scene, profile, over)) for _ in range(profile.clients)]
    try:
        drawn = nemesis.rounds(profile.faults(scene.chance), scene.chance)
        await nemesis.strike(scene, [one for nth, one in enumerate(drawn) if only is None or nth in only])
        over.set()
        await asyncio.gather(*asking)
    finally:
        for task in asking:
            task.cancel()


async def _healed(scene: Scene, watch: Watch) -> list[Violation]:
    """Wait until all is quiet, let the operators do their part, and judge."""
    waiting = await quiet.quiet(scene.ground, SERVICES, QUIET_SECONDS)
    found = told("I3", [f"not quiet after {QUIET_SECONDS:g} s: {waiting}"] if waiting else [])
    found += await settle.settle(scene)
    found += await judge(scene, watch)
    return found + await settle.replayed(scene.clients, scene.history.asked, scene.chance)


async def _ask(scene: Scene, profile: Profile, over: asyncio.Event) -> None:
    """Be one client: ask until the commands are asked, and as long as faults go on."""
    while len(scene.history.asked) < profile.commands or not over.is_set():
        await scene.clients.ask(scene.workload.draw())
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), profile.pause * scene.chance.uniform(0.5, 1.5))


def _report(scene: Scene, seed: int, seconds: float, found: Sequence[Violation]) -> Report:
    history = scene.history
    read = history.of("read")[-1].data
    return Report(
        seed=seed,
        seconds=seconds,
        commands=len(history.asked),
        granted=sum(one.outcome == "ok" for one in history.asked),
        doubts=sum(one.unknowns for one in history.asked),
        events=read["events"],
        repeats=read["repeats"],
        faults=sum(len(line.data["names"]) for line in history.of("fault")),
        hits=frozenset(Point(hit) for hit in scene.stage.hits),
        mails=len(scene.post.taken),
        mail_repeats=len(repeats(scene.post.taken)),
        recoveries=scene.recoveries,
        violations=found,
        folder=scene.ground.layout.data,
    )
