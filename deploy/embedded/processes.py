"""Child processes that leave no orphan: each one is recorded on disk before and after it starts.

A record holds the process id, its start time, its command and a random mark that stands in its environment.
A later start ends exactly the recorded processes, never one that only has the same name or a reused id.
"""

import json
import os
import secrets
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict

from deploy.embedded.accounts import Account

MARK = "LEMKIN_PROCESS_MARK"
# psutil derives the start time from the boot time, which moves a little when the clock is set.
SAME_START_SECONDS = 2.0
STOP_SECONDS = 22.0
INFRASTRUCTURE, SERVICE = 0, 1
# Where programs are, in what words they speak, and how they get out where only a proxy does.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


class Command(BaseModel):
    """What to run: argv, the whole environment, where its output goes, as whom, and how it is asked to stop.

    `tier` orders stopping: services (1) before the infrastructure (0) that they use.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    directory: Path
    account: Account | None = None
    stop_signal: int = signal.SIGTERM
    tier: int = SERVICE


class Record(BaseModel):
    """A started process as it stands on disk; `pid` is 0 while it is being started."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    pid: int
    created: float
    argv: tuple[str, ...]
    mark: str
    stop_signal: int
    tier: int

    def write(self, run: Path) -> None:
        """Put the record on disk, whole or not at all."""
        path = record_path(run, self.name)
        path.with_suffix(".new").write_text(self.model_dump_json(), "utf-8")
        path.with_suffix(".new").replace(path)

    def process(self) -> psutil.Process | None:
        """The living process that this record means, if there is one."""
        if self.pid:
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(self.pid)
                same = abs(process.create_time() - self.created) < SAME_START_SECONDS or _mark(process) == self.mark
                return process if same and process.status() != psutil.STATUS_ZOMBIE else None
            return None
        # The starter died between fork and record: only the mark tells which process it was.
        return next((each for each in psutil.process_iter() if _mark(each) == self.mark), None)


class Child:
    """A process started by this one."""

    def __init__(self, command: Command, run: Path) -> None:
        """Start it; raises OSError when the program cannot be executed."""
        self.command = command
        self._path = record_path(run, command.name)
        mark = secrets.token_hex(16)
        record = Record(
            name=command.name,
            pid=0,
            created=0.0,
            argv=command.argv,
            mark=mark,
            stop_signal=command.stop_signal,
            tier=command.tier,
        )
        record.write(run)
        account = command.account
        with command.log.open("ab") as log:
            self._popen = subprocess.Popen(
                command.argv,
                env={**command.environment, MARK: mark},
                cwd=command.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Its own session: Ctrl-C in the terminal reaches the supervisor alone, which stops all in order.
                start_new_session=True,
                umask=0o077,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=() if account else None,
            )
        self.pid = self._popen.pid
        record.model_copy(update={"pid": self.pid, "created": _created(self.pid)}).write(run)

    def ended(self) -> int | None:
        """The exit code (negative: the signal), or None while it runs."""
        return self._popen.poll()

    def ask_to_stop(self) -> None:
        """Send its stop signal; no error if it has ended."""
        self._popen.send_signal(self.command.stop_signal)

    def wait(self, seconds: float) -> None:
        """Wait for its end, kill it when `seconds` are over, and forget its record."""
        try:
            self._popen.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._path.unlink(missing_ok=True)


def record_path(run: Path, name: str) -> Path:
    """Where the record of process `name` stands."""
    return run / f"{name}.process.json"


def records(run: Path) -> Iterator[Record]:
    """All records in `run`; one that a crash left unreadable is skipped."""
    for path in sorted(run.glob("*.process.json")):
        with suppress(ValueError, FileNotFoundError):
            yield Record.model_validate(json.loads(path.read_text("utf-8")))


def end_leftovers(run: Path) -> list[Record]:
    """End the processes that a killed supervisor left, services first; returns those that were still alive."""
    alive = [(record, process) for record in records(run) if (process := record.process())]
    for tier in (SERVICE, INFRASTRUCTURE):
        _end((record, process) for record, process in alive if record.tier == tier)
    for path in run.glob("*.process.*"):
        path.unlink()
    return [record for record, _ in alive]


def _end(tier: Iterable[tuple[Record, psutil.Process]]) -> None:
    processes = []
    for record, process in tier:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(record.stop_signal)
            processes.append(process)
    _, stubborn = psutil.wait_procs(processes, timeout=STOP_SECONDS)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=STOP_SECONDS)


def minimal_environment() -> dict[str, str]:
    """What any program needs from ours; HOME is left out on purpose, nothing of ours may depend on it."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def _created(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0


def _mark(process: psutil.Process) -> str | None:
    try:
        environment: dict[str, str] = process.environ()
    except (psutil.Error, OSError):
        return None
    return environment.get(MARK)
