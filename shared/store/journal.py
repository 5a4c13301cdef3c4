"""The journal: every event of the service, in order, kept for ever."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from shared.contracts.catalog import Catalog, encode
from shared.contracts.event import Envelope
from shared.store.database import Connection


class Journal:
    """Reads and appends within one transaction; what it appends stands in the outbox at once."""

    def __init__(self, connection: Connection, catalog: Catalog) -> None:
        self._connection = connection
        self._catalog = catalog

    async def of(self, kind: str, id: UUID) -> list[Envelope]:
        """All events of an aggregate by sequence."""
        rows = await self._connection.fetch(
            "select event::text from journal where kind = $1 and id = $2 order by sequence", kind, id
        )
        return [self._catalog.decode(row[0].encode()) for row in rows]

    async def append(self, events: Sequence[Envelope]) -> None:
        """Add events and queue them for Kafka, in this order."""
        await self._connection.execute(
            """
            with added as (
                insert into journal (kind, id, sequence, recorded, event)
                select kind, id, sequence, recorded, event::jsonb
                from unnest($1::text[], $2::uuid[], $3::int[], $4::timestamptz[], $5::text[])
                    with ordinality as new (kind, id, sequence, recorded, event, nth)
                order by nth
                returning position
            )
            insert into outbox (position) select position from added
            """,
            [event.kind for event in events],
            [event.subject for event in events],
            [event.sequence for event in events],
            [event.recorded for event in events],
            [_text(encode(event)) for event in events],
        )


def _text(wire: dict[str, Any]) -> str:
    return orjson.dumps(wire).decode()
