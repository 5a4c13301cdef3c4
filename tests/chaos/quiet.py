"""Quiet: nothing is on its way any more: outboxes empty, every consumer at the end of its topics."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from uuid import UUID

import asyncpg

from shared.contracts.topics import topic
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, Place, log_bounds
from shared.service import Service
from tests.chaos.ground import Ground

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg raises when the connection goes in the middle of a query
    KafkaAbsent,
    KafkaAnswered,
)
LOOK = 0.2
TO_SEND = """
    select id from aggregates where kind = 'dispatch' and state->>'status' in ('requested', 'approved')
        and coalesce((state->>'not_before')::date, '-infinity') <= current_date
"""


async def quiet(ground: Ground, services: Sequence[Service], seconds: float, *, parked: bool = True) -> str:
    """Wait until all is quiet; an empty text, or what still was not after so many seconds.

    `parked`: records may wait behind a dead letter or for a newer release.
    """
    until = monotonic() + seconds
    while True:
        try:
            waiting = await _waiting(ground, services, parked=parked)
        except AWAY as error:
            waiting = f"{type(error).__name__} when looking"
        if not waiting or monotonic() > until:
            return waiting
        await asyncio.sleep(LOOK)


async def _waiting(ground: Ground, services: Sequence[Service], *, parked: bool) -> str:
    for service in services:
        [row] = await ground.rows(
            service.name,
            "select (select count(*) from outbox) as outbox, (select count(*) from parked) as parked,"
            " (select count(*) from deadlines where due <= current_date) as due",
        )
        if row["outbox"] or row["due"] or (row["parked"] and not parked):
            waits = f"{row['outbox']} rows in the outbox, {row['due']} deadlines that are due, {row['parked']} parked records"
            return f"{service.name} has {waits}"
        if service.name == "notifications" and (to_send := await ground.rows(service.name, TO_SEND)):
            return f"{len(to_send)} messages are to be sent, {to_send[0]['id']} among them"
    names = sorted({topic(name) for service in services for name in service.hears})
    bounds = await asyncio.to_thread(log_bounds, ground.kafka.bootstrap, names, timeout=10)
    for service in services:
        stands = await positions(ground, service.name)
        for place, (_, end) in bounds.items():
            if place[0] in {topic(name) for name in service.hears} and stands.get(place, 0) != end:
                return f"{service.name} stands at {stands.get(place)} of {place}, which ends at {end}"
    return ""


async def positions(ground: Ground, service: str) -> dict[Place, int]:
    """Where a service's consumer stands."""
    rows = await ground.rows(service, "select topic, partition, next from positions where consumer = $1", service)
    return {(row["topic"], row["partition"]): row["next"] for row in rows}


async def heard(ground: Ground, service: str, versions: dict[UUID, int], seconds: float) -> float:
    """When (monotonic) a service has handled these versions of these aggregates; infinite if not in so many seconds."""
    until = monotonic() + seconds
    while monotonic() < until:
        try:
            rows = await ground.rows(
                service, "select id, sequence from inbox where consumer = $1 and id = any($2)", service, list(versions)
            )
        except AWAY:
            rows = []
        at = {row["id"]: row["sequence"] for row in rows}
        if all(at.get(id, 0) >= version for id, version in versions.items()):
            return monotonic()
        await asyncio.sleep(LOOK / 2)
    return float("inf")
