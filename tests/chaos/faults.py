"""Faults: each is one thing that goes wrong, on purpose, in known parts of the system (the matrix of the design)."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from uuid import UUID, uuid4

from shared.crash import Point
from shared.watchdog import STUCK
from tests.chaos.dying import die, until_hit
from tests.chaos.ground import Ground
from tests.chaos.injector import Injector
from tests.chaos.quiet import AWAY, LOOK
from tests.chaos.scene import GIVE_UP, Scene, slack

PROCESS, TWICE, ENGINE = 15.0, 25.0, 30.0
"""P7: seconds until a killed (or frozen) consumer's partitions have moved; the same when it has no name of its own in the
group and died twice in a row, to be armed and of its crash point: two sessions must end; until all flows once broker or
database are back."""
BURIED_SECONDS = {"raise": 10.0, "kill": 60.0, "wait": 60.0}
"""P6: seconds until a record that a handler fails on is seen as a dead letter; P7 when it kills the process, or never ends."""
READY = 10.0
"""F11: seconds until a process that was killed answers again: five, where eight others do not start on the same two cores."""
AWAY_CODES = frozenset({69, 75})
SEEKS = (Point.STREAMS_BEFORE_SEEK, Point.STREAMS_AFTER_SEEK)
"""Passed once in an assignment."""
CONSUMER_POINTS = (
    Point.CONSUMER_BEFORE_TRANSACTION,
    Point.CONSUMER_IN_TRANSACTION,
    Point.CONSUMER_BEFORE_COMMIT,
    Point.CONSUMER_AFTER_COMMIT,
    Point.CONSUMER_AFTER_ACK,
    *SEEKS,
)
RELAY_POINTS = (Point.RELAY_BEFORE_SEND, Point.RELAY_AFTER_ACK, Point.RELAY_AFTER_DELETE)


Strike = Callable[[Scene], Awaitable[float]]
"""Does it; returns the monotonic time from which the system has `Fault.limit` seconds to flow again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, the parts it touches (two that share none may happen together), and the seconds until all flows again."""

    name: str
    parts: frozenset[str]
    limit: float
    strike: Strike


def crash(point: Point, part: str, chance: random.Random) -> Fault:
    """The process dies at a crash point, at one of its first passages."""
    spec = f"{point}:{1 if point in SEEKS else chance.randint(1, 3)}"

    async def strike(scene: Scene) -> float:
        await die(scene, part, spec)
        return monotonic()

    return Fault(spec, frozenset({part}), TWICE, strike)


def crash_at_a_deadline(point: Point, parts: Sequence[str]) -> Fault:
    """The process that keeps deadlines dies while it runs one. They are put there for it, one after the other."""

    async def strike(scene: Scene) -> float:
        waiting = asyncio.ensure_future(die(scene, parts[0], f"{point}:1"))
        while not waiting.done():
            await deadline(scene)
            await asyncio.wait([waiting], timeout=0.5)
        await waiting
        return monotonic()

    return Fault(f"{point}:1", frozenset(parts), TWICE, strike)


async def deadline(scene: Scene) -> None:
    """A command of the system that is due today, beside those that the state asks for: its effect must be there once."""
    network, key = scene.chance.choice(scene.workload.beacons), f"chaos-{uuid4()}"
    try:
        await put_deadline(scene.ground, network, key, "networks/{id}/set-accession-rule", '{"rule": "treaty"}')
    except AWAY:
        return
    scene.history.add("deadline", id=network, key=key)


async def put_deadline(ground: Ground, network: UUID, key: str, path: str, body: str) -> None:
    """A deadline of a network that is due today."""
    columns = "kind, id, key, due, path, body"
    sql = f"insert into deadlines ({columns}) values ('network', $1, $2, current_date, $3, $4) returning key"
    await ground.rows("network", sql, network, key, path, body)


def lost_lead(api: str, parts: Sequence[str]) -> Fault:
    """The broker stands still until the database ends the relay's transaction; the relay finds its lead lost and dies."""

    async def strike(scene: Scene) -> float:
        for part in parts:
            await scene.stage.restart(part, f"{Point.RELAY_LOST_LEAD}:1")
        await asyncio.gather(*(scene.stage.ready(part) for part in parts))
        pids = {part: scene.stage.pid(part) for part in parts}
        await scene.flow(monotonic(), PROCESS)
        pausing = asyncio.ensure_future(scene.ground.pause("kafka", 8))
        await scene.clients.ask(scene.workload.beacon(scene.chance.choice(scene.workload.beacons)))
        await pausing
        ends = [asyncio.ensure_future(scene.stage.ended(part, pid, 15)) for part, pid in pids.items()]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        return monotonic()

    return Fault(f"{Point.RELAY_LOST_LEAD}:1", frozenset({*parts, "kafka", api}), ENGINE, strike)


def drain(part: str) -> Fault:
    """Asked to end (SIGTERM), the process dies while it drains."""

    async def strike(scene: Scene) -> float:
        await scene.stage.restart(part, f"{Point.PROCESS_DRAINING}:1")
        await scene.stage.ready(part)
        scene.stage.term(part)
        await until_hit(scene, part)
        return monotonic()

    return Fault(f"{Point.PROCESS_DRAINING}:1", frozenset({part}), TWICE, strike)


def kill(part: str) -> Fault:
    """The process is gone, wherever it stands; started again, it is ready soon if it serves people."""

    async def strike(scene: Scene) -> float:
        pid, killed = scene.stage.pid(part), monotonic()
        scene.stage.signal(part, signal.SIGKILL)
        await scene.stage.ended(part, pid, 5)
        await scene.stage.ready(part)
        if scene.stage.parts[part].role != "worker":
            scene.note("ready again", part, monotonic() - killed, READY)
        return killed

    return Fault(f"kill {part}", frozenset({part, "kafka"}), PROCESS, strike)


def end(part: str) -> Fault:
    """The process is asked to end, in the middle of everything, and must do so in order within 25 s."""

    async def strike(scene: Scene) -> float:
        pid = scene.stage.pid(part)
        scene.stage.term(part)
        await scene.stage.ended(part, pid, 25)
        return monotonic()

    return Fault(f"end {part}", frozenset({part}), PROCESS, strike)


def freeze(parts: Sequence[str], seconds: float = 25) -> Fault:
    """The last of a service's workers stands still beyond its session: a zombie when it wakes, with a successor in its place.

    It touches them all: one that died meanwhile would be a second session that must end.
    """
    part = parts[-1]

    async def strike(scene: Scene) -> float:
        scene.stage.signal(part, signal.SIGSTOP)
        frozen = monotonic()
        await scene.flow(frozen, PROCESS, part.partition("-")[0])
        await asyncio.sleep(max(0.0, frozen + seconds - monotonic()))
        scene.stage.signal(part, signal.SIGCONT)
        return monotonic()

    return Fault(f"freeze {part} {seconds:g} s", frozenset({*parts, "kafka"}), PROCESS, strike)


def engine(name: str, others: Sequence[str], away: float) -> Fault:
    """The broker or the database server is killed (SIGKILL), is away for a while, and comes back."""

    async def strike(scene: Scene) -> float:
        scene.stage.excused |= AWAY_CODES
        await scene.ground.kill(name)
        await asyncio.sleep(away)
        await scene.ground.revive(name)
        return monotonic()

    return Fault(f"kill {name}, away {away:g} s", frozenset({name, *others}), ENGINE, strike)


def bug(how: str, parts: Sequence[str]) -> Fault:
    """A handler fails on one aggregate: it raises, or takes the process with it. It must become a dead letter by itself."""
    service = parts[0].partition("-")[0]

    async def strike(scene: Scene) -> float:
        victim, told = scene.workload.victims[how], scene.ground.layout.run / "faulty"
        scene.stage.excused |= frozenset({-signal.SIGKILL, STUCK})
        told.write_text(f"{how} {victim}", "ascii")
        asked = await scene.clients.ask(scene.workload.beacon(victim))
        begun, until = monotonic(), monotonic() + GIVE_UP * slack()
        sql = "select 1 from dead_letters where aggregate = $1 and outcome is null"
        while not (found := await _rows(scene, service, sql, victim)) and monotonic() < until:  # noqa: ASYNC110  (another process)
            await asyncio.sleep(LOOK)
        told.write_text("", "ascii")
        took = monotonic() - begun if found and asked.outcome == "ok" else float("inf")
        scene.note("buried", how, took, BURIED_SECONDS[how])
        return monotonic()

    return Fault(f"handler {how}s", frozenset(parts), PROCESS, strike)


async def _rows(scene: Scene, service: str, sql: str, *given: object) -> Sequence[object]:
    """The rows of a query, none while the database is away."""
    try:
        return await scene.ground.rows(service, sql, *given)
    except AWAY:
        return ()


def pause(seconds: float) -> Fault:
    """The broker is there and says nothing."""

    async def strike(scene: Scene) -> float:
        scene.stage.excused |= AWAY_CODES
        await scene.ground.pause("kafka", seconds)
        return monotonic()

    return Fault(f"pause kafka {seconds:.0f} s", frozenset({"kafka"}), ENGINE, strike)


def inject(name: str, what: Callable[[Injector], Awaitable[None]]) -> Fault:
    """The test producer puts something into the topic."""

    async def strike(scene: Scene) -> float:
        await what(scene.injector)
        return monotonic()

    return Fault(f"inject {name}", frozenset({"kafka"}), PROCESS, strike)
