"""Trials: short runs, each aimed at one rule. With the rule's bug seeded the checker must object; without it, it must not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from services.enrollment.main import SERVICE as ENROLLMENT
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from shared.crash import Point
from tests.chaos import faults, mail_faults, quiet
from tests.chaos.checks import Violation, told
from tests.chaos.dying import until_hit
from tests.chaos.ground import Ground
from tests.chaos.judge import afterwards, judge
from tests.chaos.operators import Operators
from tests.chaos.part import LEASE, Part
from tests.chaos.scene import Scene, staged
from tests.chaos.watch import Watch

API, RELAY, EAR, TWIN = "network-api", "network-worker", "notifications-all", "notifications-twin"
SERVICES = (NETWORK, NOTIFICATIONS)
PARTS = (
    Part(API, "network", "api"),
    Part(RELAY, "network", "worker", slot=True),
    Part(EAR, "notifications", "all", ("ledger",), slot=True),
)
PEOPLE = Part("enrollment-all", "enrollment", "all", slot=True)
QUIET_SECONDS = 12.0

Act = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is provoked, in which process the rule and its bug are, and the invariants that must be found broken.

    `faults`: changes by part that provoke, with and without the bug. `people`: there are some, and they are written to.
    """

    bug: str
    part: str
    breaks: frozenset[str]
    act: Act
    faults: tuple[tuple[str, str], ...] = ()
    twin: bool = False
    people: bool = False


async def hold(trial: Trial, ground: Ground, seed: int, *, seeded: bool) -> list[Violation]:
    """Run it, with or without the bug; what the checker finds."""
    services = (*SERVICES, ENROLLMENT) if trial.people else SERVICES
    seconds = QUIET_SECONDS + (LEASE if trial.people else 0)
    async with staged(ground, parts_of(trial, seeded=seeded), services, seed) as scene:
        await trial.act(scene)
        waiting = await quiet.quiet(ground, services, seconds, parked=False)
        found = told("I3", [f"not quiet after {seconds:g} s: {waiting}"] if waiting else [])
        found += await judge(scene, Watch(ground, scene.stage))
    return found + afterwards(scene)


def parts_of(trial: Trial, *, seeded: bool) -> list[Part]:
    """The processes of a trial."""
    parts = [
        *PARTS,
        *([PEOPLE] if trial.people else []),
        *([Part(TWIN, "notifications", "worker", ("ledger",), slot=True)] if trial.twin else []),
    ]
    for name, change in (*trial.faults, *([(trial.part, trial.bug)] if seeded else [])):
        parts = [replace(part, changes=(*part.changes, change)) if part.name == name else part for part in parts]
    if trial.twin and seeded:
        parts = [replace(part, changes=(*part.changes, trial.bug)) if part.name == TWIN else part for part in parts]
    return parts


async def ask(scene: Scene, number: int = 40, clients: int = 4) -> None:
    """So many commands that are always granted, from several clients at once."""
    for _ in range(number // clients):
        await asyncio.gather(
            *(
                scene.clients.ask(scene.workload.beacon(scene.chance.choice(scene.workload.beacons)))
                for _ in range(clients)
            )
        )


def crashing(point: Point, part: str, passage: int, clients: int = 4) -> Act:
    """A process dies at a crash point while commands come, from so many clients at once."""

    async def act(scene: Scene) -> None:
        await scene.stage.restart(part, f"{point}:{passage}")
        dying = asyncio.ensure_future(until_hit(scene, part))
        while not dying.done():
            await ask(scene, 8, clients)
        await dying
        await ask(scene)

    return act


async def write(scene: Scene) -> None:
    """Forty pieces of news, each a mail to somebody."""
    await asyncio.gather(*(scene.clients.ask(scene.workload.letters.news()) for _ in range(40)))


async def die_with_a_mail(scene: Scene) -> None:
    """The sender dies just before it hands a mail over."""
    await mail_faults.crash_at_a_mail(Point.MAIL_BEFORE_SEND, EAR).strike(scene)
    await ask(scene)


async def outage(scene: Scene) -> None:
    """The database is away for longer than the consumer waits, while records are under way."""
    await ask(scene)
    asking = asyncio.ensure_future(ask(scene, 160))
    await scene.ground.kill("postgres")
    scene.stage.excused = faults.AWAY_CODES
    await asyncio.sleep(4)
    await scene.ground.revive("postgres")
    await asking
    await ask(scene)


async def repeated(scene: Scene) -> None:
    """Records stand in the topic twice."""
    await ask(scene)
    await scene.injector.repeats(20)
    await ask(scene)


async def reordered(scene: Scene) -> None:
    """Records stand in the topic in the wrong order."""
    await scene.injector.reordered()
    await ask(scene)


async def failing(scene: Scene) -> None:
    """A handler fails on one event; others of its aggregate follow; then it is replayed."""
    victim = scene.workload.victims["raise"]
    await faults.bug("raise", (EAR,)).strike(scene)
    for _ in range(3):
        await scene.clients.ask(scene.workload.beacon(victim))
    await ask(scene)
    operators = Operators(scene.stage, scene.clients, NOTIFICATIONS)
    for letter in await operators.open():
        await operators.redrive(letter["id"])


TRIALS = (
    Trial("ack-first", EAR, frozenset({"I2"}), crashing(Point.CONSUMER_IN_TRANSACTION, EAR, 3)),
    Trial("take", EAR, frozenset({"I3"}), outage, ((EAR, "impatient"),)),
    Trial("no-inbox", EAR, frozenset({"I2"}), repeated),
    Trial(
        "no-fence",
        EAR,
        frozenset({"I2"}),
        ask,
        ((EAR, "alone"), (EAR, "slow"), (TWIN, "alone"), (TWIN, "slow")),
        twin=True,
    ),
    Trial("send-on", RELAY, frozenset({"I5"}), ask, ((RELAY, "flaky"),)),
    Trial("cursor", RELAY, frozenset({"I3"}), ask, ((API, "slow-commit"),)),
    Trial("delete-first", RELAY, frozenset({"I3"}), crashing(Point.RELAY_BEFORE_SEND, RELAY, 3)),
    Trial("no-parking", EAR, frozenset({"I2"}), failing, ((EAR, "faulty"),)),
    Trial("no-sequence", EAR, frozenset({"I2"}), reordered),
    # From one client: with the bug a command passes the point twice, and dies at the odd passage, between its transactions.
    Trial("key-outside", API, frozenset({"I1"}), crashing(Point.API_AFTER_COMMIT, API, 3, clients=1)),
    Trial("hole-accepted", EAR, frozenset({"I2"}), ask, ((EAR, "dropping"),)),
    Trial("no-lease", EAR, frozenset({"I7"}), write, twin=True, people=True),
    Trial("mark-first", EAR, frozenset({"I7"}), die_with_a_mail, people=True),
)
