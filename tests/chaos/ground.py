"""Ground: the broker and the database server of a run, started by us alone, so that we may kill them."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import sleep
from typing import Any

import asyncpg
from kafka import KafkaAdminClient

from deploy.embedded import databases, jars, secret_files
from deploy.embedded.kafka import Kafka
from deploy.embedded.layout import JARS, Layout
from deploy.embedded.postgres import Postgres
from deploy.embedded.processes import Child, end_leftovers
from deploy.embedded.startup import Parts, launch, start
from shared.contracts.topics import PARTITIONS
from shared.kafka_admin import ensure_topics
from tests.support.platform import free_port

START_SECONDS = 90.0
STOP_SECONDS = 20.0


def _quiet(_: str) -> None:
    """Say nothing."""


class Ground:
    """Kafka and PostgreSQL in a folder of their own. Databases and topics belong to the stage that stands on it."""

    def __init__(self, folder: Path) -> None:
        self.keep = False
        self.layout = Layout(data=folder)
        self.layout.make()
        layout = self.layout
        self.kafka = Kafka(layout.kafka, layout.logs, jars.install(JARS, _quiet), free_port(), free_port())
        self.postgres = Postgres(layout.postgres, layout.secrets, layout.logs, free_port(), _quiet)
        self._children: dict[str, Child] = {}

    @property
    def ports(self) -> dict[str, int]:
        """Where they listen, by name."""
        return {"kafka": self.kafka.port, "postgres": self.postgres.port}

    async def start(self) -> None:
        """Start both and wait until they serve."""
        made = await asyncio.gather(*(asyncio.to_thread(self._start, part) for part in (self.kafka, self.postgres)))
        self._children = {child.command.name: child for child in made}

    def _start(self, part: Parts) -> Child:
        return start(part, self.layout.run, START_SECONDS)

    async def kill(self, name: str) -> None:
        """SIGKILL it, as when the machine loses the process; its log or cluster stays as it is."""
        child = self._children[name]
        os.kill(child.pid, signal.SIGKILL)
        await asyncio.to_thread(child.wait, STOP_SECONDS)

    async def pause(self, name: str, seconds: float) -> None:
        """Let it stand still (SIGSTOP) for so long: it is there and says nothing."""
        child = self._children[name]
        os.kill(child.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            os.kill(child.pid, signal.SIGCONT)

    async def revive(self, name: str) -> None:
        """Start it again on what it left, and wait until it serves. PostgreSQL refuses while old backends still end."""
        part: Parts = self.kafka if name == "kafka" else self.postgres
        async with asyncio.timeout(START_SECONDS):
            while True:
                child = self._children[name] = launch(part, self.layout.run)
                while child.ended() is None:
                    if part.is_ready(child.pid):
                        return
                    await asyncio.sleep(0.05)
                child.wait(0)
                await asyncio.sleep(0.2)

    async def stop(self) -> None:
        """Stop both."""
        for child in self._children.values():
            child.ask_to_stop()
        await asyncio.gather(*(asyncio.to_thread(child.wait, STOP_SECONDS) for child in self._children.values()))
        end_leftovers(self.layout.run)

    def make_topics(self, topics: Sequence[str]) -> None:
        """Empty topics, whatever stood in those of an earlier stage."""
        bootstrap = self.kafka.bootstrap
        with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:
            old = sorted({*admin.list_topics()} & {*topics})
            if old:
                admin.delete_topics(old)
            while {*admin.list_topics()} & {*topics}:
                sleep(0.05)
        ensure_topics(bootstrap, topics, PARTITIONS)

    def make_database(self, service: str) -> None:
        """An empty database with the roles a service has in a real installation."""
        server = self.postgres.server
        server.run(f"DROP DATABASE IF EXISTS {service} WITH (FORCE)")
        kinds = ("app", "migrator")
        passwords = {kind: secret_files.password(self.layout.password(service, kind)) for kind in kinds}
        databases.make_roles(server, service, passwords)
        databases.make_database(server, service, service)

    @asynccontextmanager
    async def connected(self, service: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """A connection of the superuser to a service's database: the checker reads what no service tells."""
        server = self.postgres.server
        connection = await asyncpg.connect(
            host=server.host,
            port=server.port,
            user=server.user,
            password=server.password.get_secret_value(),
            database=service,
            timeout=10,
        )
        try:
            yield connection
        finally:
            await connection.close(timeout=5)

    async def rows(self, service: str, sql: str, *given: Any) -> Sequence["asyncpg.Record"]:
        """The rows of one query."""
        async with self.connected(service) as connection:
            return await connection.fetch(sql, *given)


@asynccontextmanager
async def grounded(*, keep: bool = False) -> AsyncIterator[Ground]:
    """A started ground in a temporary folder, which stays there with its logs if `Ground.keep` is set at the end."""
    folder = Path(tempfile.mkdtemp(prefix="lemkin-chaos-"))
    ground = Ground(folder)
    ground.keep = keep
    try:
        await ground.start()
        yield ground
    finally:
        await ground.stop()
        if not ground.keep:
            shutil.rmtree(folder, ignore_errors=True)
