"""Copies: what a service remembers of another service's aggregates, as the events it heard."""

from collections.abc import Sequence
from uuid import UUID

import orjson

from shared.contracts.catalog import Catalog, encode
from shared.contracts.event import Envelope
from shared.store.database import Connection


async def keep(connection: Connection, event: Envelope) -> None:
    """Remember one event; a second time changes nothing."""
    await connection.execute(
        "insert into copies (kind, id, sequence, event) values ($1, $2, $3, $4::text::jsonb) on conflict do nothing",
        event.kind,
        event.subject,
        event.sequence,
        orjson.dumps(encode(event)).decode(),
    )


async def kept(connection: Connection, catalog: Catalog, kind: str, id: UUID) -> Sequence[Envelope]:
    """The events heard of that aggregate, by sequence; fold them with shared.history."""
    rows = await connection.fetch(
        "select event::text from copies where kind = $1 and id = $2 order by sequence", kind, id
    )
    return [catalog.decode(row[0].encode()) for row in rows]
