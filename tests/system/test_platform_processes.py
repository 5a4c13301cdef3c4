"""Which processes a start may end: those on record, and no other."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.embedded import ports
from deploy.embedded.processes import MARK, SERVICE, Child, Command, Record, end_leftovers, record_path, records
from tests.support.platform import free_port

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process of the same command that carries the mark `mine`."""
    with subprocess.Popen(SLEEP, env={**os.environ, MARK: "mine"}) as process:
        yield process
        process.kill()


def record(pid: int, created: float, mark: str) -> Record:
    """A record of a sleeping service."""
    return Record(
        name="sleeper", pid=pid, created=created, argv=SLEEP, mark=mark, stop_signal=signal.SIGTERM, tier=SERVICE
    )


def test_a_recorded_process_is_ended_and_its_record_removed(tmp_path: Path) -> None:
    command = Command(name="sleeper", argv=SLEEP, environment={}, log=tmp_path / "log", directory=tmp_path)
    child = Child(command, tmp_path)
    assert [left.pid for left in end_leftovers(tmp_path)] == [child.pid]
    child.wait(0)
    assert not psutil.pid_exists(child.pid)
    assert list(records(tmp_path)) == []


def test_a_process_that_was_forked_but_not_yet_recorded_is_found_by_its_mark(
    tmp_path: Path, bystander: subprocess.Popen[bytes]
) -> None:
    record(0, 0.0, "mine").write(tmp_path)
    assert [left.name for left in end_leftovers(tmp_path)] == ["sleeper"]
    assert not psutil.pid_exists(bystander.pid)


def test_a_process_that_only_has_the_recorded_id_is_left_alone(
    tmp_path: Path, bystander: subprocess.Popen[bytes]
) -> None:
    started = psutil.Process(bystander.pid).create_time()
    record(bystander.pid, started - 3600, "another").write(tmp_path)
    assert end_leftovers(tmp_path) == []
    assert bystander.poll() is None
    assert not record_path(tmp_path, "sleeper").exists()


def test_a_record_that_a_crash_cut_short_is_passed_over(tmp_path: Path) -> None:
    record_path(tmp_path, "sleeper").write_text('{"name": "slee')
    assert list(records(tmp_path)) == []
    assert end_leftovers(tmp_path) == []


def test_ports_are_kept_while_free_and_chosen_again_when_taken(tmp_path: Path) -> None:
    book, first = tmp_path / "ports.json", free_port()
    chosen = ports.choose({"a": first, "b": first}, book)
    assert chosen["a"] != chosen["b"]
    assert ports.choose({"a": free_port(), "b": free_port()}, book) == chosen
    with socket.create_server(("127.0.0.1", chosen["a"])):
        moved = ports.choose({"a": chosen["a"], "b": first}, book)
    assert moved["a"] not in chosen.values()
    assert moved["b"] == chosen["b"]
