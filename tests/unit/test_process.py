"""A process and its exit codes: real signals to real processes, because that is what a supervisor sends."""

import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import dedent

import pytest

from shared import process
from shared.errors import Unavailable
from shared.process import Sparingly, exit_code
from shared.records import Stop

PRELUDE = dedent("""
    import asyncio, sys
    from shared import process
    from shared.errors import Unavailable
    from shared.process import run
    from shared.records import Stop
    from shared.telemetry import configure

    configure("test", "worker")

    async def until_told(life):
        print("ready", flush=True)
        await life.stopping.wait()
        print("stopping", flush=True)

    async def never_ends(life):
        await until_told(life)
        await asyncio.Event().wait()

    async def hole(life):
        raise Stop(76, "a hole")

    async def clings(life):
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                print("cancelled, and it does not care", flush=True)

    async def missing(life):
        raise Unavailable("Kafka")

    async def bug(life):
        raise ZeroDivisionError("a value that must not be logged")

    async def done(life):
        pass

""")


@contextmanager
def program(last_line: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process that runs this after the roles above are defined."""
    command = [sys.executable, "-c", PRELUDE + last_line]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        try:
            yield started
        finally:
            started.kill()


def line(started: subprocess.Popen[str]) -> str:
    """Return the next line it prints."""
    assert started.stdout is not None
    return started.stdout.readline().strip()


def test_a_first_signal_asks_for_an_orderly_end() -> None:
    with program("run([until_told, until_told])") as started:
        assert [line(started), line(started)] == ["ready", "ready"]
        started.terminate()
        out, _ = started.communicate(timeout=10)

    assert started.returncode == 0
    assert out.split() == ["stopping", "stopping"]


def test_a_second_signal_ends_at_once() -> None:
    with program("run([never_ends])") as started:
        assert line(started) == "ready"
        started.send_signal(signal.SIGINT)
        assert line(started) == "stopping"
        started.terminate()
        started.communicate(timeout=10)

    assert started.returncode == 128 + signal.SIGTERM


def test_an_end_that_takes_too_long_is_cut_off() -> None:
    with program("process.DRAIN = 0.5; run([never_ends])") as started:
        assert line(started) == "ready"
        started.terminate()
        _, err = started.communicate(timeout=10)

    assert started.returncode == 70
    assert "the process is draining" in err


def test_a_role_that_clings_to_life_does_not_keep_a_failed_process() -> None:
    with program("process.DRAIN = 0.5; run([clings, hole])") as started:
        _, err = started.communicate(timeout=10)

    assert started.returncode == 70
    assert "the process is draining" in err


@pytest.mark.parametrize(
    ("roles", "code"),
    [("[done]", 0), ("[until_told, hole]", 76), ("[until_told, missing]", 69), ("[until_told, bug]", 70)],
)
def test_the_exit_code_says_why(roles: str, code: int) -> None:
    with program(f"run({roles})") as started:
        out, err = started.communicate(timeout=10)

    assert started.returncode == code
    assert "must not be logged" not in out + err


def test_of_several_reasons_the_most_telling_counts() -> None:
    error = ExceptionGroup("", [RuntimeError(), ExceptionGroup("", [Unavailable("Kafka"), Stop(75, "too long")])])

    assert exit_code(error) == (75, "too long")
    assert exit_code(ExceptionGroup("", [RuntimeError(), ConnectionRefusedError(111, "refused")]))[0] == 69


def test_an_unforeseen_error_tells_its_place_and_not_its_message() -> None:
    def fails() -> None:
        raise ZeroDivisionError("secret")

    with pytest.raises(ZeroDivisionError) as raised:
        fails()
    code, why = exit_code(raised.value)

    assert code == 70
    assert why.startswith("ZeroDivisionError in fails:")


def test_an_unknown_role_is_a_fault_of_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        process.chosen(["wroker"], {"api": [], "worker": []})

    assert ended.value.code == 78
    assert "api, worker" in capsys.readouterr().err


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_of_one_line_is_thinned_out_and_counted() -> None:
    clock = Clock()
    sparingly = Sparingly(burst=3, period=10, clock=clock)

    def flood(lines: int) -> list[str]:
        records = [logging.LogRecord("aiokafka", 30, "conn.py", 7, "down %d", (n,), None) for n in range(lines)]
        return [record.getMessage() for record in records if sparingly.filter(record)]

    assert flood(1000) == ["down 0", "down 1", "down 2"]
    assert sparingly.filter(logging.LogRecord("aiokafka", 30, "conn.py", 8, "another line", None, None))
    clock.now = 10
    assert flood(2) == ["down 0 [997 more were held back]", "down 1"]
