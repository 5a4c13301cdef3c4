"""A thread that ends the process when it can no longer do its work: a stuck process is worse than a dead one.

It watches *signs*: questions that answer since when something has been wrong (reliability.md section 2, point 7). It
shares nothing with what it watches but those answers, and ends the process with `os._exit` only: a loop that hangs
would hang a polite ending too. A process that was frozen (SIGSTOP, a suspended machine) starts counting anew, since
no time passed for it.
"""

import asyncio
import faulthandler
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Self

STUCK = 70
"""Exit code of a process that is alive and does nothing (EX_SOFTWARE)."""
PERIOD = 0.5
"""Seconds between two looks."""
FREEZE = 3.0
"""A look that comes so many seconds late means that the whole process stood still."""
LOOP_LIMIT = 10.0
"""Seconds the event loop may go without a tick."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that may be wrong for `limit` seconds, not longer.

    `since` answers from another thread: the monotonic time since when it is wrong, or None while all is well.
    """

    name: str
    limit: float
    since: Callable[[], float | None]


def _end(message: str) -> None:
    """Write why and where every thread stands, and end the process without any clean-up."""
    os.write(2, f"watchdog: {message}; exit {STUCK}\n".encode())
    faulthandler.dump_traceback(file=2, all_threads=True)
    os._exit(STUCK)


class Watchdog:
    """Judges the signs twice a second; `end` gets the sentence that says what was wrong and must not return."""

    def __init__(self, *, clock: Callable[[], float] = monotonic, end: Callable[[str], None] = _end) -> None:
        self._clock = clock
        self._end = end
        self._signs: tuple[Sign, ...] = ()
        self._looked = self._counting_from = clock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def add(self, *signs: Sign) -> None:
        """Watch these too, from now on."""
        self._signs += signs

    def look(self) -> None:
        """Judge every sign once."""
        now = self._clock()
        if now - self._looked > FREEZE:
            self._counting_from = now
        self._looked = now
        for sign in self._signs:
            since = sign.since()
            if since is not None and (lasted := now - max(since, self._counting_from)) > sign.limit:
                self._end(f"{sign.name} for {lasted:.1f} s, and the limit is {sign.limit:g} s")

    def start(self) -> Self:
        """Begin to look, in a thread of its own."""
        self._looked = self._counting_from = self._clock()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(PERIOD):
            self.look()


class Ticks:
    """Whether the running event loop still turns: its sign is the time of the last tick."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._ticked = clock()
        self.sign = Sign("the event loop has not turned", LOOP_LIMIT, lambda: self._ticked)

    def tick(self) -> None:
        """Note the time, and come back; call it once in the loop to be watched."""
        self._ticked = self._clock()
        asyncio.get_running_loop().call_later(PERIOD, self.tick)
