"""Fixtures for all suites: the real servers of `tests/support/platform.py`."""

from tests.support.platform import close_platform, kafka, postgres

__all__ = ["kafka", "postgres"]


def pytest_unconfigure() -> None:
    """Stop the servers after the last test."""
    close_platform()
