"""Nemesis: strikes in rounds. Faults that touch different parts come together; each round ends when all flows again."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.chaos.faults import Fault
from tests.chaos.scene import Scene

MOST_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Round:
    """Faults that happen together."""

    faults: tuple[Fault, ...]

    @property
    def limit(self) -> float:
        """The longest of their limits."""
        return max(fault.limit for fault in self.faults)


def rounds(faults: Sequence[Fault], chance: random.Random) -> list[Round]:
    """The faults in an order drawn from the seed, packed so that no part is touched twice in a round."""
    packed: list[list[Fault]] = []
    for fault in chance.sample(faults, len(faults)):
        for other in packed:
            if len(other) < MOST_AT_ONCE and all(fault.parts.isdisjoint(one.parts) for one in other):
                other.append(fault)
                break
        else:
            packed.append([fault])
    return [Round(tuple(one)) for one in packed]


async def strike(scene: Scene, schedule: Sequence[Round]) -> None:
    """All rounds, one after the other."""
    for one in schedule:
        scene.history.add("fault", names=[fault.name for fault in one.faults])
        since = max(await asyncio.gather(*(fault.strike(scene) for fault in one.faults)))
        await scene.flow(since, one.limit)
        scene.stage.excused = frozenset()
