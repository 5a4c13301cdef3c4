"""Keeps started parts alive: what ends is started again, later and later while it keeps ending; logs stay bounded."""

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from deploy.embedded import state
from deploy.embedded.failures import StartFailure
from deploy.embedded.processes import INFRASTRUCTURE, SERVICE, STOP_SECONDS, Child
from deploy.embedded.startup import Parts, launch

FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
# A part that ran this long has recovered: its next end is treated as the first.
STEADY_SECONDS = 60.0
LOG_LIMIT = 20_000_000


class Kept:
    """One part and its present process."""

    def __init__(self, part: Parts, child: Child, port: int) -> None:
        """`child` is running."""
        self.part = part
        self.child: Child | None = child
        self.port = port
        self.command = child.command
        self.restarts = 0
        self.last_code: int | None = None
        self._delay = FIRST_DELAY
        self._since = time.monotonic()
        self._retry_at = 0.0

    def check(self, run: Path, say: Callable[[str], None]) -> bool:
        """Start it again if it has ended and its time has come; returns whether anything changed."""
        now = time.monotonic()
        if self.child is None:
            return now >= self._retry_at and self._start_again(run, say)
        code = self.child.ended()
        if code is None:
            return False
        self.child.wait(0)
        self.child, self.last_code = None, code
        if code == 0 or now - self._since > STEADY_SECONDS:  # 0: somebody asked it to end, so that it begins again
            self._delay = FIRST_DELAY
        self._retry_at = now + self._delay
        say(f"{self.command.name} ended with code {code}; again in {self._delay:g} s (see {self.command.log})")
        self._delay = min(self._delay * 2, LONGEST_DELAY)
        return True

    def state(self) -> state.Part:
        """What the state file says about it."""
        pid = self.child.pid if self.child else 0
        return state.Part(pid=pid, port=self.port, restarts=self.restarts, last_code=self.last_code)

    def _start_again(self, run: Path, say: Callable[[str], None]) -> bool:
        self._since = time.monotonic()
        self.restarts += 1
        try:
            self.child = launch(self.part, run)
        except StartFailure as failure:
            say(failure.message)
            self._retry_at = self._since + self._delay
        return True


def stop_all(kept: Iterable[Kept]) -> None:
    """End them: the services together, then the infrastructure together."""
    running = [each.child for each in kept if each.child]
    for tier in (SERVICE, INFRASTRUCTURE):
        children = [child for child in running if child.command.tier == tier]
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + STOP_SECONDS
        for child in children:
            child.wait(until - time.monotonic())


def bound_log(log: Path) -> None:
    """Move what is in an over-long log aside; the process goes on writing at its (new) end, since it appends."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        shutil.copyfile(log, log.with_name(log.name + ".1"))
        with log.open("r+b") as file:
            file.truncate()
