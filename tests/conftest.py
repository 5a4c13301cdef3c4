"""Fixtures for all suites: the real servers of `tests/support/platform.py`."""

from tests.support.living import living
from tests.support.platform import close_platform, kafka, postgres

__all__ = ["kafka", "living", "postgres"]


def pytest_unconfigure() -> None:
    """Stop the servers after the last test."""
    close_platform()
