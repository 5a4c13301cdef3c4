"""Shrinking: which rounds of faults a failed run needs to fail again."""

from collections.abc import Callable
from random import Random

from tests.chaos import nemesis
from tests.chaos.profiles import Profile
from tests.chaos.run import Report, run


async def shrink(profile: Profile, failed: Report, say: Callable[[str], None]) -> list[int]:
    """The numbers of rounds left when no half, quarter or eighth of them can be taken out without the failure.

    A failure that comes back by chance only is shrunk to what brought it back in these runs.
    """
    left, parts = list(range(rounds(profile, failed.seed))), 2
    while parts <= len(left):
        size = -(-len(left) // parts)
        for start in range(0, len(left), size):
            fewer = left[:start] + left[start + size :]
            say(f"trying {len(fewer)} of {len(left)} rounds")
            again = await run(profile, failed.seed, only=fewer)
            if {one.invariant for one in again.violations} & {one.invariant for one in failed.violations}:
                left, parts = fewer, 2
                break
        else:
            parts *= 2
    return left


def rounds(profile: Profile, seed: int) -> int:
    """How many rounds of faults a seed has."""
    chance = Random(seed)  # noqa: S311  (the same choice as the run's)
    return len(nemesis.rounds(profile.faults(chance), chance))
