"""What the tests here share; and at the end how many cells were judged."""

import pytest

from tests.contract.authorization.judge import CELLS
from tests.contract.authorization.listening import heard, public

__all__ = ["heard", "public"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the number of cells of this run."""
    parts = ", ".join(f"{part} {count}" for part, count in sorted(CELLS.items()))
    if parts:
        terminalreporter.write_line(f"authorization matrix: {sum(CELLS.values())} cells ({parts})")
