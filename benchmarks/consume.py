"""Row 2: records consumed and parsed, and nothing else: no database, no effect.

Each contestant (benchmarks/peers/hear_*.py) is a process of its own and reads the same topic under a new group. They take
turns, and the median of each counts; it begins with the first record in the contestant's hands.
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import backlog, programs, servers
from benchmarks.figures import Figure, main, tell
from benchmarks.peers.contest import Result, Task
from shared.contracts.topics import topic as topic_of
from tests.support.platform import kafka_broker

PATIENCE = 120.0
ROUNDS = 3
EACH = 5
"""Events of one membership."""


@dataclass(frozen=True)
class Contestant:
    """A program of benchmarks/peers; the slow ones get a part of the topic: a rate needs no more."""

    name: str
    program: str
    share: float = 1.0
    goal: str = ""
    arguments: tuple[str, ...] = ()


OURS = Contestant("ours", "hear_ours")
PEERS = (
    Contestant("stock Faust, one event after the other", "hear_faust", 0.2, ">= 12x"),
    Contestant("FastStream batch of 500", "hear_faststream", goal=">= 1.5x"),
    Contestant("confluent-kafka", "hear_confluent", goal=">= 0.2x"),
)
TYPED = Contestant("ours, each record an envelope that was checked", "hear_ours", 0.5, arguments=("typed",))


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Our rate over each peer's."""
    count, rounds = (2_000, 1) if quick else (100_000, ROUNDS)
    contestants = [OURS, *PEERS, TYPED]
    results: dict[Contestant, list[Result]] = {one: [] for one in contestants}
    topic, folder = topic_of("network"), servers.folder("consume")
    with kafka_broker() as kafka:
        tell(f"{count:,} events on {topic}")
        await asyncio.to_thread(backlog.produce, kafka, topic, count // EACH, EACH)
        for _ in range(rounds):
            for one in contestants:
                results[one].append(await _turn(one, kafka, topic, count, folder))
    rate = {one: median(result.rate for result in found) for one, found in results.items()}
    cpu = {one: median(1e6 * result.cpu / result.events for result in found) for one, found in results.items()}
    told = {
        one: f"{rate[OURS]:,.0f} and {rate[one]:,.0f} events/s, {cpu[OURS]:.0f} and {cpu[one]:.0f} us CPU each"
        for one in contestants
    }
    figures = [
        Figure(row=2, what=f"ours over {one.name}", value=rate[OURS] / rate[one], goal=one.goal, note=told[one])
        for one in PEERS
    ]
    over = rate[TYPED] / rate[PEERS[0]]
    return [*figures, Figure(row=2, what=f"{TYPED.name}, over {PEERS[0].name}", value=over, note=told[TYPED])]


async def _turn(contestant: Contestant, kafka: str, topic: str, count: int, folder: Path) -> Result:
    """Let one contestant read."""
    group = f"{contestant.program.replace('_', '-')}-{secrets.token_hex(3)}"
    events, result = max(500, int(count * contestant.share)), folder / f"{group}.result"
    task = Task(kafka=kafka, topic=topic, group=group, events=events, result=result)
    file = folder / f"{group}.task"
    file.write_text(task.model_dump_json(), "utf-8")
    process = await programs.start(f"benchmarks.peers.{contestant.program}", str(file), *contestant.arguments)
    code = await programs.finished(process, PATIENCE)
    if code or not result.exists():
        raise RuntimeError(f"{contestant.name} ended with code {code}")
    found = Result.model_validate_json(result.read_text("utf-8"))
    if not events <= found.events <= count:
        raise RuntimeError(f"{contestant.name} was to read {events} events and read {found.events}")
    tell(f"{contestant.name}: {found.rate:,.0f} events/s, {1e6 * found.cpu / found.events:.0f} us CPU an event")
    return found


if __name__ == "__main__":
    main(measure)
