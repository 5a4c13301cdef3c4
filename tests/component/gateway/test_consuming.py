"""The writer under the consumer: repeats change nothing, and a rebuild under a running consumer gives the same rows."""

from collections.abc import Sequence

import orjson
import pytest

from services.gateway.adapters.snapshots import rebuild
from services.gateway.main import SERVICE
from shared.consumer import Consumer
from shared.contracts.catalog import encode, headers
from shared.contracts.event import Envelope
from shared.records import Received, SeekBack, Slot
from shared.store.database import Database, is_transient
from shared.store.inbox import StoredInboxes
from tests.component.gateway.story import story

SLOT = Slot("network.events", 0)


def records(events: Sequence[Envelope]) -> list[Received]:
    wires = [encode(event) for event in events]
    return [
        Received(SLOT.topic, SLOT.partition, nth, None, orjson.dumps(wire), dict(headers(wire)))
        for nth, wire in enumerate(wires)
    ]


async def everything(database: Database) -> list[tuple[object, ...]]:
    async with database.transaction() as connection:
        snapshots = await connection.fetch(
            "select kind, id, valid, known, sequence, document::text from snapshots order by kind, id, known, valid"
        )
        facts = await connection.fetch("select kind, id, sequence, event::text from facts order by kind, id, sequence")
        objects = await connection.fetch("select kind, id, version, scopes from objects order by kind, id")
    return [tuple(row) for row in (*snapshots, *facts, *objects)]


async def test_the_log_twice_and_the_log_again_after_a_rebuild_give_the_same_rows(database: Database) -> None:
    inboxes = StoredInboxes(database, "gateway", "cluster", {SLOT.topic: "topic"})
    consumer = Consumer(inboxes, SERVICE.catalog, SERVICE.handle, handles=SERVICE.handles, is_transient=is_transient)
    log = records(story().said)
    assert await consumer.position(SLOT, 0) == 0
    for first in range(0, len(log), 7):
        await consumer.deliver(SLOT, log[first : first + 7])
    once = await everything(database)
    await consumer.deliver(SLOT, log)
    assert await everything(database) == once

    await rebuild(database)
    assert await everything(database) == []
    late = Received(SLOT.topic, SLOT.partition, len(log), None, log[-1].value, log[-1].headers)
    with pytest.raises(SeekBack) as back:
        await consumer.deliver(SLOT, [late])
    assert back.value.offset == 0
    await consumer.deliver(SLOT, log)
    assert await everything(database) == once
