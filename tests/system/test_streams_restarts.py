"""Workers killed, stopped and started, and the broker killed, under load: nothing lost, nothing twice."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

import asyncpg
from aiokafka import AIOKafkaProducer

from deploy.embedded import jars
from deploy.embedded.databases import Server
from deploy.embedded.kafka import Kafka
from deploy.embedded.layout import JARS
from deploy.embedded.startup import start
from shared.kafka_admin import ensure_topics, log_bounds
from shared.process import MISSING
from tests.support.platform import ServiceDatabase, free_port, service_database
from tests.support.reader import read_all

PARTITIONS = 4
RATE = 250
MOVED = 15.0
"""Seconds within which the partitions of a killed worker are worked on again (P7)."""
RECOVERED = 30.0
"""Seconds within which the lag falls after the broker is back (P7)."""

TABLES = """
CREATE TABLE positions (partition int PRIMARY KEY, next bigint NOT NULL);
CREATE TABLE effects (partition int, at bigint, number bigint NOT NULL, PRIMARY KEY (partition, at));
"""


class Broker:
    """A broker of this test's own, because it is killed."""

    def __init__(self, folder: Path) -> None:
        for name in ("run", "logs"):
            (folder / name).mkdir()
        self._run = folder / "run"
        self._kafka = Kafka(folder / "kafka", folder / "logs", jars.install(JARS, print), free_port(), free_port())
        self.bootstrap = self._kafka.bootstrap
        self.start()

    def start(self) -> None:
        """Start, or start again on the same data."""
        self._child = start(self._kafka, self._run, 90)

    def kill(self) -> None:
        """As when the machine loses the process."""
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.wait(10)


class Load:
    """Numbers its records from 0, at a steady rate, over all partitions."""

    def __init__(self, bootstrap: str, topic: str) -> None:
        self._producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
        self._topic = topic
        self._enough = asyncio.Event()
        self.sent = 0

    async def __aenter__(self) -> Self:
        await self._producer.start()
        self._sending = asyncio.ensure_future(self._send())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._enough.set()
        await self._sending
        await self._producer.stop()

    async def _send(self) -> None:
        while not self._enough.is_set():
            value, partition = b"%d" % self.sent, self.sent % PARTITIONS
            await self._producer.send(self._topic, value=value, partition=partition)
            self.sent += 1
            await asyncio.sleep(1 / RATE)


class Workers:
    """Processes of one group."""

    def __init__(self, bootstrap: str, topic: str, database: ServiceDatabase) -> None:
        self._command = [sys.executable, "-m", "tests.system.streams_worker", bootstrap, topic, database.app]
        self._environment = {**os.environ, "LEMKIN_TEST_PASSWORD": database.app_password}
        self.alive: list[subprocess.Popen[bytes]] = []

    def add(self) -> None:
        """Start one more, and wait until it hears signals."""
        one = subprocess.Popen(self._command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.alive.append(one)
        assert one.stdout is not None
        one.stdout.readline()

    def kill(self) -> None:
        """End the oldest without a word."""
        gone = self.alive.pop(0)
        gone.kill()
        gone.communicate()

    def stop(self) -> None:
        """Ask the oldest to end; it does so in good order and in time."""
        asked = time.monotonic()
        gone = self.alive.pop(0)
        gone.terminate()
        _, err = gone.communicate(timeout=25)
        assert gone.returncode == 0, f"a worker asked to end ended with {gone.returncode}: {err[-3000:]!r}"
        assert time.monotonic() - asked < 20

    def supervise(self) -> None:
        """Start those again that found no broker, as a supervisor does; no other end is expected."""
        for one in list(self.alive):
            if one.poll() is not None:
                _, err = one.communicate()
                assert one.returncode == MISSING, f"a worker ended with {one.returncode}: {err[-2000:]!r}"
                self.alive.remove(one)
                self.add()


@contextmanager
def workers(bootstrap: str, topic: str, database: ServiceDatabase) -> Iterator[Workers]:
    """Three of them."""
    group = Workers(bootstrap, topic, database)
    try:
        for _ in range(3):
            group.add()
        yield group
    finally:
        for one in group.alive:
            one.kill()
            one.communicate()


async def until_caught_up(database: asyncpg.Connection, to: Callable[[], int], within: float, group: Workers) -> None:
    """Wait until as many effects are there as records were sent when we began to wait."""
    goal, end = to(), time.monotonic() + within
    while await database.fetchval("SELECT count(*) FROM effects") < goal:
        group.supervise()
        assert time.monotonic() < end, f"not caught up within {within:g} s"


async def test_nothing_is_lost_and_nothing_done_twice(tmp_path: Path, postgres: Server) -> None:
    broker, topic = Broker(tmp_path), f"restarts-{uuid4().hex[:8]}"
    try:
        ensure_topics(broker.bootstrap, [topic], PARTITIONS)
        with service_database(postgres, "network") as database:
            owner = await asyncpg.connect(database.migrator, password=database.migrator_password)
            await owner.execute(TABLES)
            with workers(broker.bootstrap, topic, database) as group:
                async with Load(broker.bootstrap, topic) as load:

                    def sent() -> int:
                        return load.sent

                    await until_caught_up(owner, lambda: RATE, RECOVERED, group)
                    group.kill()
                    await until_caught_up(owner, sent, MOVED, group)
                    group.add()
                    await until_caught_up(owner, sent, MOVED, group)
                    broker.kill()
                    broker.start()
                    await until_caught_up(owner, sent, RECOVERED, group)
                    group.stop()
                    await until_caught_up(owner, sent, MOVED, group)
                await until_caught_up(owner, sent, RECOVERED, group)
                while group.alive:
                    group.stop()
            effects = await owner.fetch("SELECT partition, at, number FROM effects")
            positions = {row["partition"]: row["next"] for row in await owner.fetch("SELECT * FROM positions")}
            await owner.close()

        log = list(read_all(broker.bootstrap, [topic]))
        assert Counter(tuple(row) for row in effects) == Counter(
            (r.partition, r.offset, int(r.value or b"")) for r in log
        )
        assert {int(r.value or b"") for r in log} == set(range(load.sent))
        assert positions == {place[1]: end for place, (_, end) in log_bounds(broker.bootstrap, [topic]).items()}
    finally:
        broker.kill()
