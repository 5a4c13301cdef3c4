"""The crash points: unarmed they do nothing, armed they kill at the n-th passage and not before."""

import signal
import subprocess
import sys
from textwrap import dedent

import pytest

from shared import crash
from shared.crash import Point

PROGRAM = dedent("""
    from shared import crash
    crash.arm("api.before_commit:3")
    for turn in range(1, 6):
        print(turn, flush=True)
        crash.passage(crash.Point.API_AFTER_COMMIT)
        crash.passage(crash.Point.API_BEFORE_COMMIT)
""")


def test_an_armed_point_kills_at_its_nth_passage() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)

    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout.split() == ["1", "2", "3"]


def test_an_empty_text_disarms() -> None:
    crash.arm("process.draining:1")
    crash.arm("")

    crash.passage(Point.PROCESS_DRAINING)  # would end this test run


@pytest.mark.parametrize("spec", ["nowhere:1", "api.before_commit", "api.before_commit:0", "api.before_commit:x", ":1"])
def test_a_wrong_text_is_refused_with_the_rule(spec: str) -> None:
    with pytest.raises(ValueError, match="LEMKIN_CRASH"):
        crash.parse(spec)
