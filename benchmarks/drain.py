"""Row 1: a backlog drained into a projection, exactly once, every commit flushed.

Each contestant (benchmarks/peers) is a process of its own and reads the same topic under a new group into emptied tables of
the same database. They take turns for some rounds, and the median of each counts. What is measured ends with the last commit
and begins with the first record in the contestant's hands, so start-up and joining cost nobody anything.
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import asyncpg

from benchmarks import backlog, programs, servers
from benchmarks.figures import Figure, main, tell
from benchmarks.peers.contest import Result, Task
from benchmarks.projection import TABLE
from deploy.embedded.databases import Server
from services.gateway.main import SERVICE
from shared.contracts.topics import topic as topic_of
from tests.support.platform import ServiceDatabase, kafka_broker

PATIENCE = 600.0
ROUNDS = 3
EACH = 5
"""Events of one membership."""


@dataclass(frozen=True)
class Contestant:
    """A program of benchmarks/peers. The slow ones get a part of the backlog: a rate needs no more."""

    name: str
    program: str
    share: float
    goal: str
    ours: tuple[str, ...] = ()


OURS = Contestant("ours", "ours", 1.0, "")
PEERS = (
    Contestant("stock Faust, a transaction for each event", "faust_each", 0.05, ">= 40x"),
    Contestant("stock Faust with the fewest statements", "faust_lean", 0.05, ""),
    Contestant("Faust take(500), a transaction for each batch", "faust_take", 0.5, ">= 5x"),
    Contestant("FastStream batch of 500", "faststream_batch", 1.0, ">= 1.6x"),
    Contestant("confluent-kafka loop with the same SQL", "confluent_loop", 1.0, ">= 1.0x"),
)
SNAPSHOTS = Contestant("ours, with the gateway's snapshots", "ours", 0.5, "", ("snapshots",))


class Arena:
    """One topic, one database, and whose turn it is."""

    def __init__(self, kafka: str, topic: str, server: Server, made: ServiceDatabase, events: int) -> None:
        self._kafka, self._topic, self._server, self._made, self._events = kafka, topic, server, made, events
        self._folder = servers.folder("drain")

    async def turn(self, contestant: Contestant) -> Result:
        """Let one contestant drain, and check that it has applied each event once."""
        await self._ask("truncate standing, inbox, positions, facts, objects, snapshots")
        await asyncio.to_thread(self._server.run, "checkpoint")  # so that nobody pays for another's writes
        group = f"{contestant.program.replace('_', '-')}-{secrets.token_hex(3)}"
        task = Task(
            kafka=self._kafka,
            topic=self._topic,
            group=group,
            database=self._made.app,
            password_file=self._made.app_password_file,
            events=max(500, int(self._events * contestant.share)),
            result=self._folder / f"{group}.result",
        )
        file = self._folder / f"{group}.task"
        file.write_text(task.model_dump_json(), "utf-8")
        process = await programs.start(f"benchmarks.peers.{contestant.program}", str(file), *contestant.ours)
        code = await programs.finished(process, PATIENCE)
        if code or not task.result.exists():
            raise RuntimeError(f"{contestant.name} ended with code {code}")
        result = Result.model_validate_json(task.result.read_text("utf-8"))
        await self._check(contestant, result)
        tell(f"{contestant.name}: {result.rate:,.0f} events/s, {1e6 * result.cpu / result.events:.0f} us CPU an event")
        return result

    async def _check(self, contestant: Contestant, result: Result) -> None:
        table = "objects" if contestant.ours else "standing"
        applied = (await self._ask(f"select coalesce(sum(version), 0)::int as events from {table}"))[0]["events"]  # noqa: S608
        # One that ends in the middle of the backlog may have committed more than it has counted.
        if not result.events <= applied <= self._events or (contestant.share == 1.0 and applied != self._events):
            raise RuntimeError(f"{contestant.name} has counted {result.events} events and applied {applied}")

    async def _ask(self, statement: str) -> list[Any]:
        connection = await asyncpg.connect(self._made.migrator, password=self._made.migrator_password)
        try:
            return list(await connection.fetch(statement))
        finally:
            await connection.close()


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Our rate over each peer's."""
    count, rounds = (2_000, 1) if quick else (50_000, ROUNDS)
    contestants = [OURS, *PEERS, SNAPSHOTS]
    results: dict[Contestant, list[Result]] = {one: [] for one in contestants}
    topic = topic_of("network")  # the one topic that may say these events
    with kafka_broker() as kafka, servers.durable_postgres() as server:
        async with servers.migrated(server, SERVICE, TABLE) as made:
            tell(f"{count:,} events on {topic}")
            await asyncio.to_thread(backlog.produce, kafka, topic, count // EACH, EACH)
            arena = Arena(kafka, topic, server, made, count)
            for _ in range(rounds):
                for one in contestants:
                    results[one].append(await arena.turn(one))
    rate = {one: median(result.rate for result in found) for one, found in results.items()}
    cpu = {one: median(1e6 * result.cpu / result.events for result in found) for one, found in results.items()}
    told = {
        one: f"{rate[OURS]:,.0f} and {rate[one]:,.0f} events/s, {cpu[OURS]:.0f} and {cpu[one]:.0f} us CPU each"
        for one in PEERS
    }
    figures = [
        Figure(row=1, what=f"ours over {one.name}", value=rate[OURS] / rate[one], goal=one.goal, note=told[one])
        for one in PEERS
    ]
    note = f"{rate[SNAPSHOTS]:,.0f} events/s, {cpu[SNAPSHOTS]:.0f} us CPU each"
    what = f"{SNAPSHOTS.name}, over {PEERS[0].name} of the plain projection"
    figures.append(Figure(row=1, what=what, value=rate[SNAPSHOTS] / rate[PEERS[0]], note=note))
    return figures


if __name__ == "__main__":
    main(measure)
