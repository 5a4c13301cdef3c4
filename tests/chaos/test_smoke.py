"""A thousand commands under twenty and more faults, every crash point among them: nothing lost, doubled or out of order.

LEMKIN_CHAOS_SEED repeats a run: the same commands are drawn and the same faults in the same order. A run that fails leaves
its folder with the history and all logs.
"""

import os
import secrets
import sys

import pytest

from tests.chaos.profiles import POINTS, SMOKE
from tests.chaos.run import run


async def test_every_promise_is_kept_under_a_thousand_commands_and_twenty_faults(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = int(os.environ.get("LEMKIN_CHAOS_SEED", secrets.randbelow(1_000_000)))
    report = await run(SMOKE, seed)
    with capsys.disabled():
        sys.stdout.write(f"\n{report}\n")
    assert not report.violations, str(report)
    assert report.commands >= SMOKE.commands
    assert report.granted >= SMOKE.commands // 2, "most wishes were refused: the run shows little"
    assert report.mails >= 100, "few messages went out: the run shows little"
    assert report.faults >= 20
    assert report.hits == POINTS
