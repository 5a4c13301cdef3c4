"""Tells at the end how many cells were judged."""

import sys
from collections.abc import Iterator

import pytest

from tests.contract.authorization.judge import CELLS


@pytest.fixture(scope="session", autouse=True)
def told() -> Iterator[None]:
    """Print the number of cells of this run."""
    yield
    parts = ", ".join(f"{part} {count}" for part, count in sorted(CELLS.items()))
    print(f"\n[matrix] {sum(CELLS.values())} cells: {parts}", file=sys.__stderr__, flush=True)
