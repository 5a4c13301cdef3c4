"""Stage: the service processes of a run, each started, killed, stopped and started again by us, role by role."""

import asyncio
import os
import signal
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from time import monotonic

from deploy.embedded import keys, processes
from deploy.embedded.processes import Child, Command
from deploy.embedded.topology import KEYSTORE, MAIL
from shared.contracts.topics import SERVICES, topic
from tests.chaos.changes import LEDGER
from tests.chaos.ground import Ground
from tests.chaos.history import History
from tests.chaos.part import Part, process_of
from tests.support.platform import free_port

START_SECONDS = 60.0
BACK_OFF = 0.3
"""Seconds until a process that ended is started again, as a supervisor does."""


class Stage:
    """Keeps the parts alive until told otherwise. Every end of a process is noted with its code and its reason."""

    def __init__(self, ground: Ground, history: History, parts: Sequence[Part]) -> None:
        self.ground = ground
        self.history = history
        self.parts = {part.name: part for part in parts}
        self.ports = {**ground.ports, MAIL: free_port(), **{part.name: free_port() for part in parts}}
        self.ports |= {name: self.ports.get(f"{name}-api", self.ports.get(f"{name}-all", 0)) for name in SERVICES}
        self.crashes: dict[str, str] = {}
        """The crash point armed in each running process, `point:n`."""
        self.hits: list[str] = []
        self.ends: list[tuple[str, int]] = []
        """Ends that no fault explains: process and exit code."""
        self._children: dict[str, Child] = {}
        self.excused: frozenset[int] = frozenset()
        """Exit codes that the present fault explains (69 and 75 while the broker or the database is away)."""
        self._expected: set[str] = set()
        self._asked: set[str] = set()
        self._held: set[str] = set()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def services(self) -> list[str]:
        """The services on this stage."""
        return sorted({part.service for part in self.parts.values()})

    @property
    def processes(self) -> Mapping[str, int]:
        """How many processes each service has."""
        return Counter(part.service for part in self.parts.values())

    @asynccontextmanager
    async def running(self, crash_migration: str = "") -> AsyncIterator[None]:
        """Start, and stop at the end."""
        try:
            await self.start(crash_migration)
            yield
        finally:
            await self.stop()

    async def start(self, crash_migration: str = "") -> None:
        """Make topics and databases, migrate, start every part and wait until each is ready.

        The migration of the service `crash_migration` dies between two of its steps first, and is run again.
        """
        ground = self.ground
        keys.make(ground.layout.keys, SERVICES)
        keys.make_kek(ground.layout.kek)
        topics = [topic(service) for service in SERVICES]
        await asyncio.to_thread(ground.make_topics, topics)
        for name in (*self.services, *([KEYSTORE] if "enrollment" in self.services else [])):
            await asyncio.to_thread(ground.make_database, name)
        if crash_migration and await asyncio.to_thread(self.migrate, crash_migration, "migrate.between:1") == -9:
            self.hits.append("migrate.between")
        codes = await asyncio.gather(*(asyncio.to_thread(self.migrate, service) for service in self.services))
        self.ends += [(f"{name}-migrate", code) for name, code in zip(self.services, codes, strict=True) if code]
        for service in sorted({part.service for part in self.parts.values() if "ledger" in part.changes}):
            grant = f"grant select, insert on chaos_ledger to {service}_app"
            await asyncio.to_thread(ground.postgres.server.run, f"{LEDGER}; {grant};", service)
        for name in self.parts:
            self._launch(name, {})
        self._keeper = asyncio.ensure_future(self._keep())
        await asyncio.gather(*(self.ready(name) for name in self.parts))

    async def stop(self) -> None:
        """Ask every part to end (SIGTERM), and note those that did not end in order."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        for name in self._children:
            self.term(name)
        await asyncio.gather(*(asyncio.to_thread(child.wait, 25) for child in self._children.values()))
        for name, child in self._children.items():
            self._note_end(name, -9 if (code := child.ended()) is None else code)

    def migrate(self, service: str, crash: str = "") -> int:
        """Run the migration of a service; its exit code."""
        part = Part(f"{service}-migrate", service, "migrate")
        command = self._command(part, {"LEMKIN_CRASH": crash} if crash else {})
        with command.log.open("ab") as log:
            done = subprocess.run(
                command.argv,
                env=dict(command.environment),
                cwd=command.directory,
                stdout=log,
                stderr=log,
                check=False,
                timeout=START_SECONDS,
            )
        return done.returncode

    def orphans(self) -> list[str]:
        """Processes that are alive after everything was stopped."""
        records = processes.records(self.ground.layout.run)
        return [record.name for record in records if record.name in self.parts and record.process()]

    # What may be done to a process.

    def pid(self, name: str) -> int:
        """Its process id now."""
        return self._children[name].pid

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send it a signal; an end that this causes is explained."""
        if number == signal.SIGKILL:
            self._expected.add(name)
        os.kill(self.pid(name), number)

    def term(self, name: str) -> None:
        """Ask it to end; an armed one may die of its crash point on the way."""
        if not self.crashes.get(name):
            self._asked.add(name)
        self._children[name].ask_to_stop()

    def gone(self, name: str) -> bool:
        """Whether it has ended and was not started again yet."""
        return self._children[name].ended() is not None

    async def restart(self, name: str, crash: str = "", environment: Mapping[str, str] | None = None) -> None:
        """Kill it, and start it once with a crash point armed and further settings; its next start is a plain one."""
        self._held.add(name)
        try:
            child, self.crashes[name] = self._children[name], ""
            if child.ended() is None:
                os.kill(child.pid, signal.SIGKILL)
                await asyncio.to_thread(child.wait, 5)
            self._launch(name, {**(environment or {}), **({"LEMKIN_CRASH": crash} if crash else {})})
            self.crashes[name] = crash
        finally:
            self._held.discard(name)

    def change(self, part: Part) -> None:
        """Start it as this from its next start on."""
        self.parts[part.name] = part

    async def ready(self, name: str) -> None:
        """Wait until it answers."""
        async with asyncio.timeout(START_SECONDS):
            while not await asyncio.to_thread(self._is_ready, name):  # noqa: ASYNC110  (another process)
                await asyncio.sleep(0.05)

    async def ended(self, name: str, pid: int, seconds: float) -> bool:
        """Wait until this process of the part is gone; False when it still lives after so many seconds."""
        until = monotonic() + seconds
        while (child := self._children[name]).pid == pid and child.ended() is None:
            if monotonic() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    def _is_ready(self, name: str) -> bool:
        process = process_of(self.parts[name], self.ground.layout, self.ports, self.services)
        return process.is_ready(self._children[name].pid)

    def _command(self, part: Part, extra: Mapping[str, str]) -> Command:
        command = process_of(part, self.ground.layout, self.ports, self.services).prepare()
        environment = {**command.environment, **extra}
        if part.changes:
            environment["LEMKIN_CHAOS_FAULTY"] = str(self.ground.layout.run / "faulty")
            environment["LEMKIN_CHAOS"] = " ".join(part.changes)
        if part.slot:
            environment["LEMKIN_INSTANCE"] = part.name
        return command.model_copy(update={"environment": environment})

    def _launch(self, name: str, extra: Mapping[str, str]) -> None:
        self._children[name] = Child(self._command(self.parts[name], extra), self.ground.layout.run)
        self.history.add("start", part=name, pid=self.pid(name), **extra)

    async def _keep(self) -> None:
        while True:
            for name, child in list(self._children.items()):
                code = child.ended()
                if code is not None and name not in self._held:
                    self._note_end(name, code)
                    self._held.add(name)
                    asyncio.get_running_loop().call_later(BACK_OFF, self._start_again, name)
            await asyncio.sleep(0.05)

    def _start_again(self, name: str) -> None:
        self._held.discard(name)
        self._launch(name, {})

    def _note_end(self, name: str, code: int) -> None:
        armed, self.crashes[name] = self.crashes.get(name, ""), ""
        hit = bool(armed) and code == -signal.SIGKILL and name not in self._expected
        asked = name in self._asked and code == 0
        explained = hit or asked or name in self._expected or code in self.excused
        if hit:
            self.hits.append(armed.partition(":")[0])
        if not explained:
            self.ends.append((name, code))
        self._expected.discard(name)
        self._asked.discard(name)
        self.history.add("exit", part=name, code=code, crash=armed if hit else "", explained=explained)
