"""Row 8: a count over the whole network as of a date, beside the same count of today.

The rows are the gateway's own: its schema, its writer, `@membership` as every question has it. Each of the versions of an
object leaves one row that is known now and one that no longer is. The counts take turns; the median of each counts.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from statistics import median

import asyncpg

from benchmarks import backlog, servers
from benchmarks.figures import Figure, main, tell
from services.gateway.adapters.snapshots import Snapshots
from services.gateway.adapters.statements.statement import statement
from services.gateway.application.views import membership
from services.gateway.main import SERVICE
from shared.contracts.event import Envelope
from shared.contracts.published import CATALOG
from shared.store.database import Connection, Database, only
from tests.support.platform import ServiceDatabase

VERSIONS = 10
CHUNK = 500
COUNT = statement("""
select count(*) from @membership m where m.status in ('active', 'suspended') and counts(m.synthetic, 'include')
""")
When = tuple[date, datetime | None]


async def measure(*, quick: bool) -> Sequence[Figure]:
    """How long the counts take, and their ratio."""
    objects, turns = (300, 3) if quick else (20_000, 25)
    with servers.durable_postgres() as server:
        async with servers.migrated(server, SERVICE) as made:
            seconds = await _load(made, objects)
            rate = objects * VERSIONS / seconds
            tell(
                f"{objects:,} objects with {VERSIONS} versions each written by the gateway's writer: {rate:,.0f} events/s"
            )
            async with (
                Database(made.app, made.app_password) as database,
                database.transaction(read_only=True) as connection,
            ):
                times, counts = await _times(connection, turns)
    today = times["today"]
    about = f"{objects:,} objects, {VERSIONS} versions each"
    note = {
        name: f"{about}; {1000 * times[name]:.1f} ms for {counts[name]:,}, today {1000 * today:.1f} ms"
        for name in times
    }
    return [
        *(
            Figure(
                row=8,
                what=f"count {name}, over the count of today",
                value=times[name] / today,
                goal="<= 2x",
                note=note[name],
            )
            for name in times
            if name != "today"
        ),
        Figure(
            row=8, what="the slowest of these counts", value=1000 * max(times.values()), unit="ms", goal="<= 100 ms"
        ),
    ]


async def _load(made: ServiceDatabase, objects: int) -> float:
    """Write the events in chunks, as the consumer would, then leave the tables as autovacuum does; seconds of writing."""
    writer = Snapshots({membership.VIEW.kind: membership.VIEW}, CATALOG)
    begun = time.monotonic()
    async with Database(made.app, made.app_password) as database:
        for chunk in _chunks(objects):
            async with database.transaction() as connection:
                await writer.write(connection, chunk)
    seconds = time.monotonic() - begun
    owner = await asyncpg.connect(made.migrator, password=made.migrator_password)
    try:
        await owner.execute("vacuum analyze snapshots")
    finally:
        await owner.close()
    return seconds


async def _times(connection: Connection, turns: int) -> tuple[dict[str, float], dict[str, int]]:
    """Median seconds, and what was counted, by name of the question."""
    span = only(
        await connection.fetchrow(
            "select min(lower(valid)) as first, max(lower(valid)) as last, min(lower(known)) as begun, max(lower(known)) as done"
            " from snapshots"
        )
    )
    middle = span["first"] + (span["last"] - span["first"]) / 2
    known = span["begun"] + (span["done"] - span["begun"]) / 2
    questions: Mapping[str, When] = {
        "today": (datetime.now(UTC).date(), None),
        "as of the middle of the history": (middle, None),
        "as of the beginning": (span["first"] + timedelta(days=400), None),
        "as of the middle, as known half-way": (middle, known),
    }
    taken: dict[str, list[float]] = {name: [] for name in questions}
    counts: dict[str, int] = {}
    for _ in range(turns):
        for name, when in questions.items():
            begun = time.monotonic()
            sql, values = COUNT.ready({"as_of": when[0], "known_at": when[1]})
            counts[name] = await connection.fetchval(sql, *values)
            taken[name].append(time.monotonic() - begun)
    return {name: median(values) for name, values in taken.items()}, counts


def _chunks(objects: int) -> Iterator[Sequence[Envelope]]:
    events = backlog.events(objects, VERSIONS)
    while chunk := list(islice(events, CHUNK)):
        yield chunk


if __name__ == "__main__":
    main(measure)
