"""Starts, watches and stops one installation. See topology.py for what runs."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import IO, Self

import psutil

from deploy.embedded import databases, jars, keys, ports, processes, secret_files, state
from deploy.embedded.failures import INTERNAL, TRY_AGAIN, StartFailure
from deploy.embedded.kafka import Kafka
from deploy.embedded.keeper import Kept, bound_log, stop_all
from deploy.embedded.layout import JARS, Layout
from deploy.embedded.mail import MailSink
from deploy.embedded.postgres import Postgres
from deploy.embedded.services import ServiceProcess, names_issuer
from deploy.embedded.sign_in import SignInIssuer, fresh_secret
from deploy.embedded.startup import Parts, last_lines, launch, wait_until_ready
from deploy.embedded.topology import ISSUER, MAIL, PARTITIONS, Service, Topology, worker_name
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, ensure_topics

START_SECONDS = 90.0
MIGRATE_SECONDS = 300.0
WATCH_SECONDS = 0.25
ROUNDS_PER_LOG_CHECK = 240
ROUNDS_PER_COMPLAINT = 40
LEAST_DISK = 500_000_000


class Supervisor:
    """One installation in `layout`; a context manager: at its end nothing of it runs."""

    def __init__(
        self,
        layout: Layout,
        topology: Topology,
        workers: int,
        say: Callable[[str], None],
    ) -> None:
        """`workers` processes a service beside its API, or 0: one process does both. `say` tells a person."""
        self.ports: dict[str, int] = {}
        self.stop_asked = Event()
        self._layout = layout
        self._topology = topology
        self._workers = workers
        self._say = say
        self._phase: state.Phase = "starting"
        self._kept: list[Kept] = []
        self._changing = Lock()
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Take the data directory; raises StartFailure when another supervisor holds it or the disk is nearly full."""
        os.umask(0o077)
        # A core dump would hold secrets and personal data.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        self._layout.make()
        self._lock = self._take()
        free = shutil.disk_usage(self._layout.data).free
        if free < LEAST_DISK:
            self._lock.close()
            message = (
                f"only {free / 1e6:.0f} MB are free in {self._layout.data}, at least {LEAST_DISK / 1e6:.0f} are needed"
            )
            raise StartFailure(
                message,
                "free some disk space, or name another place with --data",
                TRY_AGAIN,
            )
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything in order and give the data directory back."""
        self.enter_phase("stopping")
        stop_all(self._kept)
        self._layout.state.unlink(missing_ok=True)
        if self._lock:
            self._lock.close()

    def enter_phase(self, phase: state.Phase) -> None:
        """Tell the machine how far it is."""
        self._phase = phase
        self._write()

    def start(self) -> None:
        """Start all and return when every part is ready.

        Raises StartFailure, or StopAsked when `stop_asked` was set meanwhile.
        """
        layout, topology = self._layout, self._topology
        left = processes.end_leftovers(layout.run)
        if left:
            self._say(f"ended what an earlier run had left: {', '.join(record.name for record in left)}")
        self.ports = self._choose_ports()
        self.enter_phase("starting")
        names = [service.name for service in topology.services]
        keys.make(layout.keys, names)
        if topology.key_databases:
            keys.make_kek(layout.kek)
        with ThreadPoolExecutor(2) as pool:
            # Both are awaited, so that a failure of one leaves no half-started other behind.
            for part in (
                pool.submit(self._start_kafka),
                pool.submit(self._start_postgres),
            ):
                part.result()
        beside = [self._launch(MailSink(layout, self.ports[MAIL]))] if topology.sends_mail else []
        if topology.signs_in and not names_issuer():
            fresh_secret(layout)
            beside.append(self._launch(SignInIssuer(layout, self.ports[ISSUER], self.ports[topology.front])))
        started = beside + [
            self._launch(process) for service in topology.services for process in self._processes(service)
        ]
        for kept in started:
            self._wait(kept)

    def watch(self) -> None:
        """Keep everything running until `stop_asked` is set."""
        rounds = 0
        while not self.stop_asked.wait(WATCH_SECONDS):
            rounds += 1
            try:
                self._look(bound_logs=rounds % ROUNDS_PER_LOG_CHECK == 0)
            except OSError as problem:
                # A full disk must not end what still runs; the next look tries again.
                if rounds % ROUNDS_PER_COMPLAINT == 1:
                    self._say(f"cannot keep everything running: {problem}")

    def _look(self, *, bound_logs: bool) -> None:
        changed = [kept.check(self._layout.run, self._say) for kept in self._kept]
        if any(changed):
            self._write()
        if bound_logs:
            for kept in self._kept:
                bound_log(kept.command.log)

    def _take(self) -> IO[str]:
        taken = self._layout.take()
        if taken is None:
            known = state.read(self._layout.state)
            who = f" (process {known.pid})" if known else ""
            message = f"Lemkin already runs on {self._layout.data}{who}"
            raise StartFailure(message, "`lemkin status` shows it, `lemkin down` stops it", TRY_AGAIN)
        return taken

    def _choose_ports(self) -> dict[str, int]:
        front = self._topology.front
        wanted = self._topology.wanted_ports(self._workers)
        if not ports.is_free(wanted[front]):
            message = f"port {wanted[front]} on {ports.LOOPBACK} is in use by another program"
            raise StartFailure(message, "choose another with --port, or stop that program", TRY_AGAIN)
        return ports.choose(wanted, self._layout.ports, fixed=(front,))

    def _start_kafka(self) -> None:
        layout = self._layout
        files = jars.install(JARS, self._say)
        port, controller = self.ports["kafka"], self.ports["kafka-controller"]
        kafka = Kafka(layout.kafka, layout.logs, files, port, controller, train=self._topology.trains_kafka)
        self._wait(self._launch(kafka))
        try:
            ensure_topics(kafka.bootstrap, self._topology.topics, PARTITIONS)
        except KafkaAbsent as error:
            raise StartFailure(str(error), f"see {layout.logs}/kafka.log", TRY_AGAIN) from error
        except KafkaAnswered as error:
            raise StartFailure(str(error), "restore a backup into a new data directory", INTERNAL) from error

    def _start_postgres(self) -> None:
        layout = self._layout
        postgres = Postgres(
            layout.postgres,
            layout.secrets,
            layout.logs,
            self.ports["postgres"],
            self._say,
        )
        self._wait(self._launch(postgres))
        server = postgres.server
        databases.close_shared_databases(server)
        with_database = [service for service in self._topology.services if service.has_database]
        for name in (*self._topology.databases, *self._topology.key_databases):
            passwords = {kind: secret_files.password(layout.password(name, kind)) for kind in ("app", "migrator")}
            databases.make_roles(server, name, passwords)
            databases.make_database(server, name, name)
        with ThreadPoolExecutor(len(with_database) or 1) as pool:
            list(pool.map(self._migrate, with_database))

    def _migrate(self, service: Service) -> None:
        command = ServiceProcess(service, "migrate", service.name, self._layout, self.ports).prepare()
        log = self._layout.logs / f"{service.name}-migrate.log"
        with log.open("wb") as output:
            done = subprocess.run(
                command.argv,
                env=dict(command.environment),
                cwd=command.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=MIGRATE_SECONDS,
            )
        if done.returncode:
            message = f"the migration of {service.name} ended with code {done.returncode}: {last_lines(log)}"
            raise StartFailure(message, f"see {log}", INTERNAL)

    def _processes(self, service: Service) -> list[ServiceProcess]:
        layout, chosen = self._layout, self.ports
        if not self._workers:
            return [ServiceProcess(service, "all", service.name, layout, chosen)]
        workers = (worker_name(service.name, number) for number in range(self._workers))
        return [
            ServiceProcess(service, "api", service.name, layout, chosen),
            *(ServiceProcess(service, "worker", name, layout, chosen) for name in workers),
        ]

    def _launch(self, part: Parts) -> Kept:
        child = launch(part, self._layout.run)
        kept = Kept(part, child, self.ports[child.command.name])
        with self._changing:
            self._kept.append(kept)
        return kept

    def _wait(self, kept: Kept) -> None:
        if kept.child:
            wait_until_ready(kept.part, kept.child, START_SECONDS, self.stop_asked)

    def _write(self) -> None:
        us = psutil.Process()
        with self._changing:
            parts = {kept.command.name: kept.state() for kept in self._kept}
            now = state.State(
                pid=us.pid, created=us.create_time(), phase=self._phase, front=self._topology.front, parts=parts
            )
            now.write(self._layout.state)
