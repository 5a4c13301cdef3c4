"""Row 6: commands a second that 16 clients get done, with the relay awake in another process.

The real network service over HTTP, its api and its worker each a process. What differs is how the relay learns of a commit:
ours by a notification outside the transaction, at most one every 5 ms; the peer by a NOTIFY in each command's transaction;
the limit by nothing (the relay looks four times a second). They take turns on the same database; the median of each counts.
"""

import asyncio
from collections.abc import Mapping, Sequence
from statistics import median

from benchmarks import programs, servers
from benchmarks.figures import Figure, main, tell
from benchmarks.travel.commands import Commands
from services.network.main import SERVICE
from shared.contracts.topics import PARTITIONS, topic
from shared.kafka_admin import ensure_topics
from tests.support.platform import ServiceDatabase, free_port, kafka_broker
from tests.support.signing import keys

CLIENTS = 16
ROUNDS = 3
OURS, INSIDE, SILENT = "ours", "NOTIFY inside the transaction", "no wake at all"
WAYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    OURS: ("services.network", ()),
    INSIDE: ("benchmarks.travel.notifying", ("inside",)),
    SILENT: ("benchmarks.travel.notifying", ("silent",)),
}


class Counter:
    """One database, and a service on it that is started in one way after the other."""

    def __init__(self, kafka: str, made: ServiceDatabase) -> None:
        self._kafka, self._made, self._port = kafka, made, free_port()
        self._prepared = False
        self.commands = Commands(f"http://127.0.0.1:{self._port}")

    async def most(self, way: str, seconds: float) -> float:
        """Commands a second."""
        module, arguments = WAYS[way]
        async with (
            programs.running(module, "api", *arguments, environment=self._environment(self._port)) as api,
            programs.running(
                module, "worker", *arguments, environment=self._environment(port := free_port())
            ) as worker,
        ):
            await programs.ready(self._port, api)
            await programs.ready(port, worker)
            if not self._prepared:
                await self.commands.prepare()
                self._prepared = True
            await self.commands.most(seconds / 4, CLIENTS)  # to warm up
            found = await self.commands.most(seconds, CLIENTS)
        tell(f"{way}: {found:,.0f} commands a second")
        return found

    def _environment(self, port: int) -> dict[str, str]:
        return {
            "LEMKIN_DATABASE": self._made.app,
            "LEMKIN_DATABASE_PASSWORD_FILE": str(self._made.app_password_file),
            "LEMKIN_KAFKA": self._kafka,
            "LEMKIN_HTTP": f"127.0.0.1:{port}",
            "LEMKIN_KEYS": str(keys()),
        }


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Our rate over that of the others."""
    seconds, rounds = (1.0, 1) if quick else (10.0, ROUNDS)
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    with kafka_broker() as kafka, servers.durable_postgres() as server:
        topics = [topic(name) for name in {SERVICE.name, *SERVICE.hears}]
        await asyncio.to_thread(ensure_topics, kafka, topics, PARTITIONS)
        async with servers.migrated(server, SERVICE) as made:
            counter = Counter(kafka, made)
            async with counter.commands:
                for _ in range(rounds):
                    for way in WAYS:
                        found[way].append(await counter.most(way, seconds))
    rate = {way: median(rates) for way, rates in found.items()}
    return [
        Figure(
            row=6,
            what=f"ours over {way}",
            value=rate[OURS] / rate[way],
            goal=goal,
            note=f"{rate[OURS]:,.0f} and {rate[way]:,.0f} commands/s",
        )
        for way, goal in ((INSIDE, ">= 2x"), (SILENT, ">= 0.9x"))
    ]


if __name__ == "__main__":
    main(measure)
