"""Start one part and wait until it serves; if it does not, say why in its own words."""

import time
from pathlib import Path
from threading import Event
from typing import Protocol

from deploy.embedded.failures import INTERNAL, TRY_AGAIN, StartFailure
from deploy.embedded.processes import Child, Command

POLL_SECONDS = 0.02
LAST_LINES = 5


class Parts(Protocol):
    """Something that can be prepared, started and asked whether it serves."""

    def prepare(self) -> Command:
        """Make what it needs on disk; returns how to start it."""
        ...

    def is_ready(self, pid: int) -> bool:
        """Whether the process `pid` serves."""
        ...


class StopAsked(Exception):
    """Somebody asked the platform to stop while it was starting."""


def start(part: Parts, run: Path, seconds: float) -> Child:
    """Prepare, start and wait; raises StartFailure, and leaves nothing running, when it is not ready in `seconds`."""
    child = launch(part, run)
    try:
        wait_until_ready(part, child, seconds, Event())
    except BaseException:
        child.ask_to_stop()
        child.wait(seconds)
        raise
    return child


def launch(part: Parts, run: Path) -> Child:
    """Prepare and start without waiting; raises StartFailure when the program cannot be run."""
    command = part.prepare()
    try:
        return Child(command, run)
    except OSError as error:
        message = f"{command.name} could not be started: {error.strerror}: {command.argv[0]}"
        raise StartFailure(message, "run `./lemkin doctor`", INTERNAL) from error


def wait_until_ready(part: Parts, child: Child, seconds: float, stop: Event) -> None:
    """Wait until `part` serves; raises StartFailure with the last lines of its output, StopAsked when `stop` is set."""
    until = time.monotonic() + seconds
    name, log = child.command.name, child.command.log
    while not part.is_ready(child.pid):
        code = child.ended()
        if code is not None:
            message = f"{name} ended with code {code} while starting: {last_lines(log)}"
            raise StartFailure(message, f"see {log}", INTERNAL)
        if time.monotonic() > until:
            message = f"{name} was not ready within {seconds:.0f} s: {last_lines(log)}"
            raise StartFailure(message, f"see {log}; on a busy machine, try again", TRY_AGAIN)
        if stop.wait(POLL_SECONDS):
            raise StopAsked


def last_lines(log: Path) -> str:
    """The end of a log in one line."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return " | ".join(lines[-LAST_LINES:]) or "no output"
