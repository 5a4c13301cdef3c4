"""Starts that cannot succeed say why; one that can only succeed later does so without a hand."""

import os
import socket
from collections.abc import Iterator

import pytest

from tests.containers.stack import Stack, health

LATE_SECONDS = 120


@pytest.fixture
def project(stack: Stack) -> Iterator[str]:
    """A project of the test's own, whose images are those of the stack."""
    name = f"lemkin-test-{os.getpid()}-bad"
    yield name
    Stack(name).down()


def test_a_port_that_is_taken_is_named(project: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = Stack(project, LEMKIN_PORT=str(port)).compose("up", "--detach", "--no-deps", "gateway", check=False)
    assert done.returncode != 0
    assert f"127.0.0.1:{port}" in done.stderr
    assert "in use" in done.stderr or "allocated" in done.stderr


def test_an_image_that_is_missing_is_named(project: str) -> None:
    stack = Stack(project, LEMKIN_KAFKA_IMAGE="lemkin/no-such-kafka:1")
    done = stack.compose("up", "--detach", "--pull", "never", check=False)
    assert done.returncode != 0
    assert "lemkin/no-such-kafka:1" in done.stderr
    assert stack.compose("ps", "--quiet").stdout == ""


def test_a_database_that_comes_late_is_waited_for(stack: Stack) -> None:
    stack.compose("stop", "postgres")
    stack.compose("restart", "enrollment")
    stack.wait(
        lambda found: health(found["enrollment"]) != "healthy" and found["postgres"]["State"]["Status"] == "exited",
        LATE_SECONDS,
        "enrollment counts as healthy without its database",
    )
    restarts = stack.containers()["enrollment"]["RestartCount"]
    stack.wait(
        lambda found: found["enrollment"]["RestartCount"] > restarts, LATE_SECONDS, "enrollment does not try again"
    )
    said = stack.compose("logs", "--no-color", "--tail", "40", "enrollment").stdout
    assert '"code": 69' in said
    stack.compose("start", "postgres")
    stack.wait(
        lambda found: all(health(found[name]) == "healthy" for name in ("postgres", "enrollment")),
        LATE_SECONDS,
        "enrollment does not find its database",
    )
