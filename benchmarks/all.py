"""Runs every benchmark and writes docs/benchmarks.md: figures, the machine they were taken on, and the commands that print them."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict

from benchmarks.figures import Figure
from deploy.embedded import jars
from deploy.embedded.databases import PROGRAMS
from deploy.embedded.layout import ROOT

REPORT = ROOT / "docs" / "benchmarks.md"
PACKAGES = ("faust-streaming", "aiokafka", "confluent-kafka", "faststream", "asyncpg", "pydantic", "fastapi", "uvloop")
OPENING = """\
# Benchmarks

<!-- Written by `python -m benchmarks.all`: edit nothing here. -->

Every figure is of one run on one machine. Ratios carry over to other machines, times do not, so no time is tested anywhere.
PostgreSQL flushes every commit (fsync and synchronous_commit on). Goals are those of the design's performance table.
"""


class Program(BaseModel):
    """A benchmark: its module, and what it measures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str


PROGRAMS_IN_ORDER = (
    Program(name="drain", title="A backlog drained into a projection, exactly once"),
    Program(name="consume", title="Records consumed and parsed, and nothing else"),
    Program(name="latency", title="From a command accepted to a projection committed"),
    Program(name="relay", title="A full outbox drained into Kafka"),
    Program(name="commands", title="Commands a second of 16 clients"),
    Program(name="lists", title="A page of 50 rows through the gateway"),
    Program(name="people", title="What names cost"),
    Program(name="pages", title="A page of the console, beside the reads of the same facts"),
    Program(name="asof", title="Counts as of a date"),
    Program(name="footprint", title="Memory at rest and time to start"),
    Program(name="first_run", title="The first start on a machine, and later ones"),
)


def measured(program: Program, *, quick: bool) -> Sequence[Figure] | None:
    """The figures of one benchmark, or None when it failed (it has said why)."""
    with tempfile.TemporaryDirectory(prefix="lemkin-figures-") as folder:
        file = Path(folder) / "figures.json"
        argv = [
            sys.executable,
            "-P",
            "-m",
            f"benchmarks.{program.name}",
            "--json",
            str(file),
            *(["--quick"] if quick else []),
        ]
        done = subprocess.run(argv, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
        if done.returncode:
            return None
        return [Figure.model_validate(one) for one in json.loads(file.read_text("utf-8"))]


def report(found: Mapping[Program, Sequence[Figure] | None], *, quick: bool = False) -> str:
    """The page; it says so when the sizes were the smallest."""
    size = " --quick" if quick else ""
    return "\n".join(
        [
            OPENING,
            *_machine(),
            *(line for program, figures in found.items() for line in _section(program, figures, size)),
        ]
    )


def _machine() -> Iterator[str]:
    memory = psutil.virtual_memory().total / 2**30
    kafka = next(jar.coordinate.rpartition(":")[2] for jar in jars.locked() if jar.name.startswith("kafka_2.13-"))
    postgres = subprocess.run(
        [PROGRAMS / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    yield f"- date: {datetime.now(UTC):%Y-%m-%d}, commit {commit.stdout.strip() or 'unknown'}"
    yield f"- machine: {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}"
    yield f"- load average at the end: {os.getloadavg()[2]:.1f}; above 1 or so other work has spoiled times and ratios"
    yield f"- Python {platform.python_version()}, Apache Kafka {kafka}, PostgreSQL {postgres}"
    yield f"- {', '.join(f'{name} {version(name)}' for name in PACKAGES)}"
    yield ""


def _section(program: Program, figures: Sequence[Figure] | None, size: str) -> Iterator[str]:
    yield f"## {program.title}"
    yield ""
    yield f"`python -m benchmarks.{program.name}{size}`{': the smallest size, so the ratios are rough' if size else ''}"
    yield ""
    if figures is None:
        yield "It failed in this run, so there are no figures."
    else:
        yield "| row | what | figure | goal | told |"
        yield "|---|---|---|---|---|"
        for one in figures:
            yield f"| {one.row} | {one.what} | {one.shown} | {one.goal} | {one.note} |"
    yield ""


def main() -> int:
    """Run them one after the other; 1 when one failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--quick", action="store_true", help="smallest sizes: shows that all work, figures mean nothing"
    )
    parser.add_argument("--to", type=Path, default=REPORT, help="the page to write")
    options = parser.parse_args()
    found = {program: measured(program, quick=options.quick) for program in PROGRAMS_IN_ORDER}
    options.to.write_text(report(found, quick=options.quick), "utf-8")
    return 1 if None in found.values() else 0


if __name__ == "__main__":
    sys.exit(main())
