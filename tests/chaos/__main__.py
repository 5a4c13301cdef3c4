"""Run the checker by hand: `python -m tests.chaos [--profile smoke|full] [--seed N] [--keep]`."""

import argparse
import asyncio
import os
import secrets
import sys

from tests.chaos.profiles import FULL, SMOKE
from tests.chaos.run import run


def main() -> int:
    """0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--profile", choices=("smoke", "full"), default="smoke")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("LEMKIN_CHAOS_SEED", secrets.randbelow(10**6))))
    parser.add_argument("--keep", action="store_true", help="leave the folder with history and logs")
    given = parser.parse_args()
    report = asyncio.run(run(FULL if given.profile == "full" else SMOKE, given.seed, keep=given.keep))
    sys.stdout.write(f"{report}\n")
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
