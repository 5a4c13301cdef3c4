"""Dying: a process is armed with a crash point, and waited for until it has died there."""

import asyncio

from tests.chaos.quiet import LOOK
from tests.chaos.scene import Scene, slack

HIT_SECONDS = 25.0
ARMED = 3
"""How often a process is armed anew that ended otherwise."""


async def die(scene: Scene, part: str, spec: str) -> None:
    """Arm the process and wait until it has died there; again where something else ended it (the broker was away)."""
    point = spec.partition(":")[0]
    for _ in range(ARMED):
        hits = scene.stage.hits.count(point)
        await scene.stage.restart(part, spec)
        await until_hit(scene, part)
        if scene.stage.crashes[part] or scene.stage.hits.count(point) > hits:
            return


async def until_hit(scene: Scene, part: str) -> None:
    """Until the armed process has died, or has had time enough; whether it did is for the coverage to say."""
    await scene.stage.ended(part, scene.stage.pid(part), HIT_SECONDS * slack())
    async with asyncio.timeout(5):
        while scene.stage.crashes[part] and scene.stage.gone(part):  # noqa: ASYNC110  (another process)
            await asyncio.sleep(LOOK / 4)
