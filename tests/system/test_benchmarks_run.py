"""Each benchmark works: at its smallest size it prints figures, and what it compares has done the same work (it checks)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("faststream", reason="the dependency group `bench` is not installed")

from benchmarks.all import PROGRAMS_IN_ORDER, Program, report
from benchmarks.figures import Figure
from deploy.embedded.layout import ROOT

SECONDS = 240


@pytest.mark.parametrize("program", PROGRAMS_IN_ORDER, ids=lambda program: program.name)
def test_it_prints_figures(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    argv = [sys.executable, "-P", "-m", f"benchmarks.{program.name}", "--quick", "--json", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    figures = [Figure.model_validate(one) for one in json.loads(file.read_text("utf-8"))]
    assert figures
    assert all(figure.value > 0 for figure in figures)
    assert all(figure.shown in done.stdout and figure.what in done.stdout for figure in figures)


def test_a_benchmark_that_failed_is_said_to_have_failed() -> None:
    one = Figure(row=1, what="ours over a peer", value=41.234, goal=">= 40x")
    page = report({PROGRAMS_IN_ORDER[0]: [one], PROGRAMS_IN_ORDER[1]: None})
    assert "| 1 | ours over a peer | 41.2x | >= 40x |  |" in page
    assert page.count("It failed in this run") == 1
