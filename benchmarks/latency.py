"""Row 3: from a command accepted to its effect committed in a projection, at a steady rate.

The real network service (HTTP, journal, outbox, relay), a process that hears its topic with the consumer of `shared`, and a
clock that both share. Peers, in the same run: the same code with a relay that looks once a second; and the bare parts, a row
and its outbox entry in one commit, a wake, confluent-kafka on both sides, and the same SQL in the projection.
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from benchmarks import programs, servers
from benchmarks.figures import Figure, main, percentile, tell
from benchmarks.peers.contest import Task
from benchmarks.projection import TABLE
from benchmarks.travel import bare_writer, stamps
from benchmarks.travel.commands import Commands
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from shared.contracts.topics import PARTITIONS, topic
from shared.kafka_admin import ensure_topics
from tests.support.platform import ServiceDatabase, free_port, kafka_broker
from tests.support.signing import keys

WANTED = 200.0
SUSTAINABLE = 0.6
"""The share of the most that this machine can do, up to which a rate is steady."""
ARRIVES = 30.0


@dataclass(frozen=True)
class Travel:
    """Seconds from accepted to committed, of each event."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """The median in milliseconds."""
        return 1000 * percentile(self.seconds, 0.5)

    @property
    def p99(self) -> float:
        """What one of a hundred exceeds, in milliseconds."""
        return 1000 * percentile(self.seconds, 0.99)

    def __str__(self) -> str:
        return f"p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms"


class Road:
    """The servers of one run, and the ways over them."""

    def __init__(self, kafka: str, network: ServiceDatabase, shown: ServiceDatabase) -> None:
        self._kafka, self._network, self._shown = kafka, network, shown
        self._folder = servers.folder("latency")
        self._port = free_port()
        self._prepared = False
        self.commands = Commands(f"http://127.0.0.1:{self._port}")
        self.rate = 0.0

    async def ours(self, seconds: float, service: str, *projection: str) -> Travel:
        """The way through our code, the network service started as module `service`."""
        group = "-".join(("heard", *projection))
        task = self._task(group, topic("network"), self._shown, group)
        async with programs.running(service, "all", environment=self._environment()) as process:
            await programs.ready(self._port, process)
            if not self._prepared:
                await self.commands.prepare()
                most = await self.commands.most(min(2.0, seconds))
                self.rate, self._prepared = min(WANTED, SUSTAINABLE * most), True
                tell(f"16 clients get {most:,.0f} commands a second done; {self.rate:,.0f} are sent")
            async with programs.running("benchmarks.travel.projector", self._write(task), *projection):
                warm = await self.commands.steadily(20, 40)
                await self._arrived(task.result, warm.accepted)
                sent = await self.commands.steadily(self.rate, int(self.rate * seconds))
                found = await self._arrived(task.result, sent.accepted)
        if sent.refused > 0.01 * len(sent.accepted):
            raise RuntimeError(f"{sent.refused} commands were refused")
        return Travel([found[id] - at for id, at in sent.accepted.items()])

    async def bare(self, seconds: float) -> Travel:
        """The way through the bare parts, at the same rate."""
        name = f"bare-{secrets.token_hex(3)}.events"
        await asyncio.to_thread(ensure_topics, self._kafka, [name], PARTITIONS)
        reader = self._task("bare", name, self._shown, "bare-committed")
        async with programs.running("benchmarks.travel.bare_reader", self._write(reader)):
            for count in (40, int(self.rate * seconds)):  # the first to warm up
                writer = self._task("bare-writer", name, self._shown, f"bare-accepted-{count}")
                rate = min(self.rate, float(count))
                process = await programs.start(
                    "benchmarks.travel.bare_writer", self._write(writer), str(rate), str(count)
                )
                if await programs.finished(process, 60 + count / rate):
                    raise RuntimeError("the bare writer failed")
                accepted: dict[str, float] = orjson.loads(writer.result.read_bytes())
                found = await self._arrived(reader.result, accepted)
        return Travel([found[id] - at for id, at in accepted.items()])

    async def _arrived(self, path: Path, accepted: Mapping[str, float]) -> dict[str, float]:
        await programs.until(lambda: accepted.keys() <= stamps.read(path).keys(), ARRIVES, "events have not arrived")
        return stamps.read(path)

    def _task(self, group: str, topic: str, made: ServiceDatabase, result: str) -> Task:
        return Task(
            kafka=self._kafka,
            topic=topic,
            group=group,
            database=made.app,
            password_file=made.app_password_file,
            events=0,
            result=self._folder / result,
        )

    def _write(self, task: Task) -> str:
        file = self._folder / f"{task.group}.task"
        file.write_text(task.model_dump_json(), "utf-8")
        return str(file)

    def _environment(self) -> dict[str, str]:
        return {
            "LEMKIN_DATABASE": self._network.app,
            "LEMKIN_DATABASE_PASSWORD_FILE": str(self._network.app_password_file),
            "LEMKIN_KAFKA": self._kafka,
            "LEMKIN_HTTP": f"127.0.0.1:{self._port}",
            "LEMKIN_KEYS": str(keys()),
        }


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Latencies as ratios."""
    seconds = 1.0 if quick else 20.0
    with kafka_broker() as kafka, servers.durable_postgres() as server:
        await asyncio.to_thread(ensure_topics, kafka, [topic(name) for name in NETWORK.hears], PARTITIONS)
        async with (
            servers.migrated(server, NETWORK) as network,
            servers.migrated(server, GATEWAY, TABLE, bare_writer.TABLE, bare_writer.QUEUE) as shown,
        ):
            road = Road(kafka, network, shown)
            async with road.commands:
                ours = await road.ours(seconds, "services.network")
                snapshots = await road.ours(seconds, "services.network", "snapshots")
                polling = await road.ours(seconds, "benchmarks.travel.polling")
                bare = await road.bare(seconds)
    at = f"at {road.rate:.0f} commands a second"
    return [
        Figure(
            row=3,
            what="relay that polls each second, p50 over ours",
            value=polling.p50 / ours.p50,
            goal=">= 40x",
            note=f"{at}: {polling}",
        ),
        Figure(
            row=3,
            what="ours, p50 over the bare parts",
            value=ours.p50 / bare.p50,
            goal="<= 2x",
            note=f"{at}: {ours}; bare {bare}",
        ),
        Figure(row=3, what="ours, p99 over the bare parts", value=ours.p99 / bare.p99, goal="<= 2x"),
        Figure(
            row=3,
            what="ours with the gateway's snapshots, p50 over the bare parts",
            value=snapshots.p50 / bare.p50,
            note=f"{at}: {snapshots}",
        ),
        Figure(
            row=3, what="ours with the gateway's snapshots, p99 over the bare parts", value=snapshots.p99 / bare.p99
        ),
    ]


if __name__ == "__main__":
    main(measure)
