"""A process: its roles side by side in one event loop, its signals, its watchdog, and an exit code that says why.

    0 asked to end   69 a dependency is missing at the start   70 stuck, or an error nobody foresaw
    75 transient for too long   76 a hole in the log   78 configuration   128+n a second signal n

The supervisor restarts on every code but 0 (sysexits.h gives the meanings of 69 to 78).
"""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from traceback import extract_tb
from typing import NoReturn

import uvloop

from shared.crash import Point, passage
from shared.errors import Unavailable
from shared.records import Stop
from shared.telemetry import log
from shared.watchdog import STUCK, Sign, Ticks, Watchdog

DRAIN = 18.0
"""Seconds between the first signal and the end: a supervisor that gives 20 sees an exit, not a kill."""
MISSING = 69
CONFIGURATION = 78


@dataclass(frozen=True)
class Life:
    """What a role is given: the event that tells it to end, and the watchdog that it tells its signs."""

    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    watchdog: Watchdog = field(default_factory=Watchdog)


Role = Callable[[Life], Awaitable[None]]
"""Runs until `stopping` is set, or until its work is done; raises Stop to end the process with a code."""


def chosen(arguments: Sequence[str], roles: Mapping[str, Sequence[Role]]) -> Sequence[Role]:
    """Return the roles that the command line names.

    Raises:
        SystemExit: with 78, when it names none of them.
    """
    if len(arguments) != 1 or arguments[0] not in roles:
        sys.stderr.write(f"one role is needed, one of: {', '.join(roles)}\n")
        raise SystemExit(CONFIGURATION)
    return roles[arguments[0]]


def run(roles: Sequence[Role]) -> NoReturn:
    """Run these until they end or a signal tells them to; then leave the process, with the code that says why.

    Set up the logs before: the lines of libraries are thinned out here.
    """
    for handler in logging.getLogger().handlers:
        handler.addFilter(Sparingly())
    _collect_rarely()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        code = runner.run(_live(roles))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # a thread of a driver that hangs must not keep a finished process


def _collect_rarely() -> None:
    """Look for cycles seldom, and not among what was imported: decoding makes many objects and no cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


async def _live(roles: Sequence[Role]) -> int:
    life, ticks = Life(), Ticks()
    ticks.tick()
    life.watchdog.add(ticks.sign)
    life.watchdog.start()
    _hear_signals(life)
    try:
        async with asyncio.TaskGroup() as group:
            for role in roles:
                group.create_task(_run(role, life))
    except BaseException as error:  # noqa: BLE001  (whatever it is, it must end in an exit code)
        code, why = exit_code(error)
        log().error("process-ended", code=code, why=why)
        return code
    log().info("process-ended", code=0)
    return 0


async def _run(role: Role, life: Life) -> None:
    try:
        await role(life)
    except BaseException:
        _drain(life)  # the other roles are cancelled now, and may hang as well as when they are asked to stop
        raise


def _drain(life: Life) -> None:
    """From now on the process may live for `DRAIN` seconds."""
    begun = monotonic()
    life.watchdog.add(Sign("the process is draining", DRAIN, lambda: begun))


def _hear_signals(life: Life) -> None:
    """Take the first SIGTERM or SIGINT as asking for an orderly end, and end at once with the second."""
    loop = asyncio.get_running_loop()

    def hear(number: signal.Signals) -> None:
        if life.stopping.is_set():
            os._exit(128 + number)
        log().info("process-draining", reason=number.name)
        _drain(life)
        life.stopping.set()
        passage(Point.PROCESS_DRAINING)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, hear, number)


def exit_code(error: BaseException) -> tuple[int, str]:
    """Return the exit code for what ended the roles, and a word on why; of several reasons the most telling."""
    leaves = list(_leaves(error))
    for leaf in leaves:
        if isinstance(leaf, Stop):
            return leaf.code, leaf.why
    for leaf in leaves:
        if isinstance(leaf, Unavailable):
            return MISSING, leaf.what
        if isinstance(leaf, OSError):
            return MISSING, f"{type(leaf).__name__} {leaf.errno}"
    return STUCK, _place(leaves[0])


def _place(error: BaseException) -> str:
    """Class and place of an error, never its message: it may quote a value."""
    steps = extract_tb(error.__traceback__)
    return " in ".join([type(error).__name__, *(f"{step.name}:{step.lineno}" for step in steps[-1:])])


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _leaves(member)
    else:
        yield error


class Sparingly(logging.Filter):
    """Lets each line of code log at most `burst` times in `period` seconds: a client without broker floods the log."""

    def __init__(self, burst: int = 3, period: float = 10.0, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._burst, self._period, self._clock = burst, period, clock
        self._counts: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Let pass the first few of a period; the first of the next one tells how many were held back."""
        now, place = self._clock(), (record.pathname, record.lineno)
        begun, count = self._counts.get(place, (now, 0))
        if now - begun >= self._period:
            if count > self._burst:
                record.msg = f"{record.getMessage()} [{count - self._burst} more were held back]"
                record.args = None
            begun, count = now, 0
        self._counts[place] = (begun, count + 1)
        return count < self._burst
