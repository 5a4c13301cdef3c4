"""Claims: unique names that aggregates hold, so that uniqueness across aggregates is the database's."""

from collections.abc import Collection
from uuid import UUID

from shared.errors import Conflict
from shared.store.database import Connection


async def change(connection: Connection, kind: str, id: UUID, before: Collection[str], after: Collection[str]) -> None:
    """Give back what is no longer claimed, take what is new. Raises Conflict `taken`, naming claim and holder."""
    gone, new = set(before) - set(after), sorted(set(after) - set(before))
    if gone:
        await connection.execute(
            "delete from claims where name = any($1) and kind = $2 and id = $3", sorted(gone), kind, id
        )
    if new:
        taken = await connection.fetch(
            "insert into claims (name, kind, id) select unnest($1::text[]), $2, $3 on conflict (name) do nothing returning name",
            new,
            kind,
            id,
        )
        missing = sorted(set(new) - {row["name"] for row in taken})
        if missing:
            raise Conflict("taken", claim=missing[0], holder=await holder(connection, missing[0]))


async def holder(connection: Connection, name: str) -> UUID | None:
    """The aggregate that holds this name today."""
    found: UUID | None = await connection.fetchval("select id from claims where name = $1", name)
    return found
