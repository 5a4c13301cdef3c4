"""What hangs: records and deadlines are set aside by themselves and the rest goes on; a process that must end does end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from time import monotonic
from typing import TypeVar

import pytest
import pytest_asyncio

from services.notifications.main import SERVICE as NOTIFICATIONS
from tests.chaos import quiet
from tests.chaos.faults import AWAY_CODES, ENGINE, PROCESS, bug, put_deadline
from tests.chaos.ground import Ground, grounded
from tests.chaos.judge import afterwards, judge
from tests.chaos.operators import Operators
from tests.chaos.scene import GIVE_UP, Scene, slack, staged
from tests.chaos.trials import EAR, PARTS, SERVICES, ask
from tests.chaos.watch import Watch

T = TypeVar("T")
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with grounded() as started:
        yield started


def on(ground: Ground, *changes: str) -> AbstractAsyncContextManager[Scene]:
    parts = [replace(part, changes=(*part.changes, *changes)) if part.name == EAR else part for part in PARTS]
    return staged(ground, parts, SERVICES, 7)


async def _until(look: Callable[[], Awaitable[T]], seen: Callable[[T], bool]) -> None:
    async with asyncio.timeout(GIVE_UP * slack()):
        while not seen(await look()):  # noqa: ASYNC110  (another process)
            await asyncio.sleep(quiet.LOOK)


async def test_a_handler_that_never_ends_becomes_a_dead_letter(ground: Ground) -> None:
    async with on(ground, "faulty", "hasty") as scene:
        await bug("wait", (EAR,)).strike(scene)
        assert await scene.flow(monotonic(), PROCESS) < PROCESS * slack()
        operators = Operators(scene.stage, scene.clients, NOTIFICATIONS)
        assert [letter["reason"] for letter in await operators.open()] == ["crash"]
        for letter in await operators.open():
            assert await operators.redrive(letter["id"]) == "redriven"
        assert await quiet.quiet(ground, SERVICES, 12, parked=False) == ""
        assert await judge(scene, Watch(ground, scene.stage)) == []
    assert afterwards(scene) == []


async def test_what_waits_behind_a_discarded_letter_and_kills_as_well_becomes_one_too(ground: Ground) -> None:
    async with on(ground, "faulty") as scene:
        victim = scene.workload.victims["kill"]
        told = ground.layout.run / "faulty"
        await quiet.quiet(ground, SERVICES, 12)
        await bug("kill", (EAR,)).strike(scene)
        await scene.clients.ask(scene.workload.beacon(victim))
        await scene.flow(monotonic(), PROCESS)
        scene.stage.excused = frozenset({-signal.SIGKILL})
        told.write_text(f"kill {victim}", "ascii")
        operators = Operators(scene.stage, scene.clients, NOTIFICATIONS)
        [first] = await operators.open()
        assert await operators.discard(first["id"]) == "away"
        await _until(operators.open, lambda letters: bool(letters) and letters[0]["id"] != first["id"])
        told.write_text("", "ascii")
        assert await scene.flow(monotonic(), PROCESS) < PROCESS * slack()
        [second] = await operators.open()
        assert (second["reason"], second["sequence"]) == ("crash", first["sequence"] + 1)
        assert await operators.redrive(second["id"]) == "redriven"
        assert await quiet.quiet(ground, SERVICES, 12, parked=False) == ""


async def test_a_deadline_that_nothing_can_run_fails_alone(ground: Ground) -> None:
    async with on(ground) as scene:
        beacon = scene.workload.beacons[0]
        await put_deadline(ground, beacon, "chaos-unknown", "networks/{id}/of-another-release", "{}")
        await ask(scene)
        sql = "select 1 from deadlines where attempts > 0 and failed is null"
        await _until(lambda: ground.rows("network", sql), bool)
        assert await scene.flow(monotonic(), PROCESS) < PROCESS * slack()
    assert afterwards(scene) == []


async def test_asked_to_end_without_a_broker_every_process_does_so_in_order(ground: Ground) -> None:
    async with on(ground) as scene:
        await ground.kill("kafka")
        await ask(scene)
        for part in PARTS:
            pid, asked = scene.stage.pid(part.name), monotonic()
            scene.stage.term(part.name)
            assert await scene.stage.ended(part.name, pid, 25)
            assert monotonic() - asked < 18 * slack()
            scene.stage.excused = AWAY_CODES
        await ground.revive("kafka")
        assert await scene.flow(monotonic(), ENGINE) < ENGINE * slack()
        assert await quiet.quiet(ground, SERVICES, 12, parked=False) == ""
        assert await judge(scene, Watch(ground, scene.stage)) == []
    assert afterwards(scene) == []


async def test_a_process_frozen_in_the_middle_of_a_try_goes_on_when_it_wakes(ground: Ground) -> None:
    async with on(ground, "faulty", "hasty") as scene:
        victim = scene.workload.victims["nap"]
        (ground.layout.run / "faulty").write_text(f"nap {victim}", "ascii")
        for _ in range(4):
            await scene.clients.ask(scene.workload.beacon(victim))
        sql = "select from pg_stat_activity where usename = 'notifications_app' and state = 'idle in transaction'"
        await _until(lambda: ground.rows("postgres", sql), bool)
        scene.stage.signal(EAR, signal.SIGSTOP)
        await asyncio.sleep(6)
        scene.stage.signal(EAR, signal.SIGCONT)
        assert await scene.flow(monotonic(), PROCESS) < PROCESS * slack()
        assert await quiet.quiet(ground, SERVICES, 12, parked=False) == ""
        assert await judge(scene, Watch(ground, scene.stage)) == []
    assert afterwards(scene) == []
