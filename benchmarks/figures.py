"""Figures: what a benchmark prints and hands to the report. Ratios of one run on one machine; times are told, never judged."""

import argparse
import asyncio
import json
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from tests.support.platform import close_platform


class Figure(BaseModel):
    """One line of a table: what was compared, the value with its unit (`x` for a ratio), the goal in words or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    what: str
    value: float
    unit: str = "x"
    goal: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        """The value as a person reads it."""
        digits = 0 if self.value >= 100 else 1 if self.value >= 10 else 2
        return f"{self.value:,.{digits}f}{'' if self.unit == 'x' else ' '}{self.unit}"


class Measure(Protocol):
    """A benchmark."""

    def __call__(self, *, quick: bool) -> Coroutine[Any, Any, Sequence[Figure]]:
        """Run it (`quick`: at the smallest size that shows that it works) and return its figures."""


def main(measure: Measure) -> None:
    """Run a benchmark from its command line: `--quick` for the small size, `--json FILE` for the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--quick", action="store_true", help="the smallest size: shows that it works, figures mean nothing"
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    try:
        found = asyncio.run(measure(quick=options.quick))
    finally:
        close_platform()
    for figure in found:
        goal, note = f"  goal {figure.goal}" if figure.goal else "", f"  ({figure.note})" if figure.note else ""
        print(f"row {figure.row:>2}  {figure.shown:>12}  {figure.what}{goal}{note}")
    if options.json:
        options.json.write_text(json.dumps([figure.model_dump() for figure in found]), "utf-8")


def tell(sentence: str) -> None:
    """Progress, beside the figures."""
    print(f"  {sentence}", file=sys.stderr, flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0..1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
