"""Persons as the aggregates have them: what is known of them without any key."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.enrollment.application.reading import Known
from shared.contracts.enrollment.words import Channel, Language, Purpose
from shared.store.database import Connection

_PERSONS = "select id, state, scopes from aggregates where kind = 'person' and state is not null"


async def with_ids(connection: Connection, ids: Sequence[UUID]) -> list[Known]:
    """Those of them that there are."""
    return [_known(row) for row in await connection.fetch(f"{_PERSONS} and id = any($1)", ids)]


async def with_names(connection: Connection, scopes: Sequence[str] | None) -> list[Known]:
    """Who has a name on record, within any of the scopes (None: all)."""
    query = f"{_PERSONS} and state->>'name' is not null and ($1::text[] is null or scopes && $1)"
    return [_known(row) for row in await connection.fetch(query, scopes)]


async def with_contact(connection: Connection, contact: UUID) -> Known | None:
    """Whose contact point that is."""
    id = await connection.fetchval("select id from claims where name = $1", f"contact:{contact}")
    row = await connection.fetchrow(f"{_PERSONS} and id = $1", id)
    return _known(row) if row is not None else None


def _known(row: asyncpg.Record) -> Known:
    state = row["state"]
    language = state.get("language")
    return Known(
        id=row["id"],
        scopes=frozenset(row["scopes"]),
        name=state.get("name"),
        details=state["posts"][-1].get("details"),
        contacts={UUID(id): Channel(channel) for id, channel in state.get("contacts", {}).items()},
        consents=tuple(Purpose(purpose) for purpose in state.get("consents", ())),
        language=Language(language) if language else None,
    )
