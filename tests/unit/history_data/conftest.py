"""Fixtures of the data set's tests: its rows read once, and a loader that does not wait."""

from tests.unit.history_data.counted import data
from tests.unit.history_data.fake_gateway import no_waiting

__all__ = ["data", "no_waiting"]
