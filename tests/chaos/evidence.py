"""Evidence: everything that the stores and topics hold after a run, read once, by none of the code that wrote it."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from shared.contracts.catalog import Catalog
from shared.contracts.event import Envelope
from shared.contracts.topics import SERVICES, topic
from shared.kafka_admin import Place, log_bounds
from shared.records import Key
from tests.chaos.ground import Ground
from tests.support.reader import LogRecord, read_all

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Store:
    """One service's database. `ledger`: the events its instrumented consumer handled, in order (None: it has none)."""

    service: str
    journal: Sequence[Envelope]
    aggregates: Sequence[Row]
    claims: frozenset[tuple[str, str, UUID]]
    deadlines: frozenset[tuple[str, UUID, str]]
    idempotency: Mapping[str, dict[str, Any]]
    outbox: int
    inbox: Mapping[Key, int]
    positions: Mapping[Place, int]
    parked: Sequence[Row]
    dead_letters: Sequence[Row]
    skipped: frozenset[tuple[str, UUID, int]]
    ledger: Sequence[tuple[str, UUID, int]] | None


@dataclass(frozen=True)
class Evidence:
    """All stores by service, all topics, and where each topic's partitions end."""

    stores: Mapping[str, Store]
    topics: Mapping[str, Sequence[LogRecord]]
    ends: Mapping[Place, int]


async def read(ground: Ground, services: Sequence[str], catalog: Catalog) -> Evidence:
    """Read everything."""
    stores = {service: await _store(ground, service, catalog) for service in services}
    names = [topic(service) for service in SERVICES]
    bounds = await asyncio.to_thread(log_bounds, ground.kafka.bootstrap, names)
    records = await asyncio.to_thread(lambda: list(read_all(ground.kafka.bootstrap, names)))
    topics: dict[str, list[LogRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.topic, one.partition, one.offset)):
        topics[record.topic].append(record)
    return Evidence(stores, topics, {place: end for place, (_, end) in bounds.items()})


async def _store(ground: Ground, service: str, catalog: Catalog) -> Store:
    async with ground.connected(service) as connection:
        await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=str, decoder=orjson.loads)

        async def rows(sql: str) -> Sequence[Row]:
            return [dict(row) for row in await connection.fetch(sql)]

        journal = await connection.fetch("select event::text from journal order by position")
        has_ledger = await connection.fetchval("select to_regclass('chaos_ledger') is not null")
        ledger = await rows("select kind, aggregate, sequence from chaos_ledger order by id") if has_ledger else None
        return Store(
            service=service,
            journal=[catalog.decode(row[0].encode()) for row in journal],
            aggregates=await rows("select * from aggregates where version > 0"),
            claims=frozenset((row["name"], row["kind"], row["id"]) for row in await rows("select * from claims")),
            deadlines=frozenset((row["kind"], row["id"], row["key"]) for row in await rows("select * from deadlines")),
            idempotency={row["key"]: row["answer"] for row in await rows("select key, answer from idempotency")},
            outbox=await connection.fetchval("select count(*) from outbox"),
            inbox={(row["kind"], row["id"]): row["sequence"] for row in await rows("select * from inbox")},
            positions={(row["topic"], row["partition"]): row["next"] for row in await rows("select * from positions")},
            parked=await rows("select * from parked"),
            dead_letters=await rows("select * from dead_letters order by id"),
            skipped=frozenset(
                (row["kind"], row["aggregate"], row["sequence"]) for row in await rows("select * from skipped")
            ),
            ledger=[(row["kind"], row["aggregate"], row["sequence"]) for row in ledger] if ledger is not None else None,
        )
