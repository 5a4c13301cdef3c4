"""Run the checker by hand: `python -m tests.chaos [--profile smoke|full] [--seed N] [--only 3,5] [--keep] [--shrink]`."""

import argparse
import asyncio
import os
import secrets
import sys

from tests.chaos.profiles import FULL, SMOKE
from tests.chaos.run import run
from tests.chaos.shrink import shrink


def say(text: str) -> None:
    """Tell the person who waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def main() -> int:
    """0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--profile", choices=("smoke", "full"), default="smoke")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("LEMKIN_CHAOS_SEED", secrets.randbelow(10**6))))
    parser.add_argument("--only", help="numbers of the rounds of faults to strike with")
    parser.add_argument("--keep", action="store_true", help="leave the folder with history and logs")
    parser.add_argument("--shrink", action="store_true", help="after a failure, find the rounds that are needed for it")
    given = parser.parse_args()
    profile = FULL if given.profile == "full" else SMOKE
    only = [int(number) for number in given.only.split(",")] if given.only else None
    report = await run(profile, given.seed, only=only, keep=given.keep)
    say(str(report))
    if report.violations and given.shrink:
        left = await shrink(profile, report, say)
        say(f"needed: --seed {report.seed} --only {','.join(map(str, left))}")
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
