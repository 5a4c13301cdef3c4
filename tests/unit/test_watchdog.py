"""The watchdog: it ends a process that hangs, and spares one that was frozen or that recovered in time."""

import signal
import subprocess
import sys
from textwrap import dedent

import pytest

from shared.watchdog import FREEZE, PERIOD, STUCK, Sign, Watchdog


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A watchdog with a clock of the test's, and what it said instead of ending the process."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.said: list[str] = []
        self.wrong_since: float | None = None
        self.watchdog = Watchdog(clock=self.clock, end=self.said.append)
        self.watchdog.add(Sign("the flow was suspended", 40, lambda: self.wrong_since))

    def let(self, seconds: float) -> None:
        """Let time pass, looked at as often as the thread does."""
        end = self.clock.now + seconds
        while self.clock.now < end:
            self.clock.now += PERIOD
            self.watchdog.look()


@pytest.fixture
def watched() -> Watched:
    """A watchdog over one sign with a limit of 40 s."""
    return Watched()


def test_a_sign_that_lasts_beyond_its_limit_ends_the_process(watched: Watched) -> None:
    watched.wrong_since = watched.clock.now

    watched.let(40)
    assert watched.said == []
    watched.let(PERIOD)

    assert watched.said == ["the flow was suspended for 40.5 s, and the limit is 40 s"]


def test_a_sign_that_recovers_counts_anew(watched: Watched) -> None:
    watched.wrong_since = watched.clock.now
    watched.let(39)
    watched.wrong_since = None
    watched.let(39)
    watched.wrong_since = watched.clock.now
    watched.let(39)

    assert watched.said == []


def test_a_frozen_process_counts_from_its_return(watched: Watched) -> None:
    watched.wrong_since = watched.clock.now
    watched.clock.now += 3600  # nobody looked: SIGSTOP, then SIGCONT
    watched.watchdog.look()
    watched.let(40)
    assert watched.said == []

    watched.let(PERIOD)
    assert len(watched.said) == 1


def test_a_late_look_is_no_freeze(watched: Watched) -> None:
    watched.wrong_since = watched.clock.now
    for _ in range(20):
        watched.clock.now += FREEZE
        watched.watchdog.look()

    assert watched.said[0].startswith("the flow was suspended for 42.0 s")


HANGING = dedent("""
    import asyncio, time
    from shared.watchdog import Sign, Ticks, Watchdog

    async def main():
        ticks = Ticks()
        ticks.tick()
        watchdog = Watchdog()
        watchdog.add(Sign("the loop stood still", 1, ticks.sign.since))
        watchdog.start()
        await asyncio.sleep(1.5)
        print("turning", flush=True)
        time.sleep(60)

    asyncio.run(main())
""")


def test_a_loop_that_hangs_ends_the_process_with_70_and_says_where() -> None:
    ended = subprocess.run([sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == STUCK
    assert ended.stdout == "turning\n"
    assert "the loop stood still for" in ended.stderr
    assert "time.sleep" in ended.stderr or "in main" in ended.stderr


STOPPED = dedent("""
    import asyncio
    from shared.watchdog import Sign, Ticks, Watchdog

    async def main():
        ticks = Ticks()
        ticks.tick()
        watchdog = Watchdog()
        watchdog.add(Sign("the loop stood still", 1, ticks.sign.since))
        watchdog.start()
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, input)
        await asyncio.sleep(1.5)

    asyncio.run(main())
""")


def test_a_stopped_and_continued_process_lives_on() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STOPPED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(FREEZE + 1)  # the freeze itself is what is tested
        process.send_signal(signal.SIGCONT)
        process.communicate("go on\n", timeout=10)

    assert process.returncode == 0
