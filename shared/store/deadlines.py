"""Deadlines: commands that wait for their day. They follow from the state, as claims do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.aggregate import Deadline
from shared.store.database import Connection

TRIES = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that has come."""

    kind: str
    id: UUID
    key: str
    due: date
    path: str
    body: dict[str, Any]
    attempts: int


async def change(
    connection: Connection, kind: str, id: UUID, before: Sequence[Deadline], after: Sequence[Deadline]
) -> None:
    """Withdraw what the state no longer wants, add what it wants now."""
    old, new = {line.key: line for line in before}, {line.key: line for line in after}
    gone = [key for key, line in old.items() if new.get(key) != line]
    if gone:
        await connection.execute("delete from deadlines where kind = $1 and id = $2 and key = any($3)", kind, id, gone)
    for key, line in new.items():
        if old.get(key) != line:
            await connection.execute(
                "insert into deadlines (kind, id, key, due, path, body) values ($1, $2, $3, $4, $5, $6)",
                kind,
                id,
                key,
                line.due,
                line.path,
                dict(line.body),
            )


async def take(connection: Connection, today: date) -> Due | None:
    """One deadline that has come, locked, past those that others run; None when nothing is due."""
    row = await connection.fetchrow(
        """
        select kind, id, key, due, path, body, attempts from deadlines
        where due <= $1 and failed is null and next_try <= clock_timestamp()
        order by due, kind, id, key limit 1 for update skip locked
        """,
        today,
    )
    return Due(**row) if row else None


async def failed(connection: Connection, line: Due, why: str) -> None:
    """Count a failed try: the next in 2, 4, 8, 16 s; after the last it waits for a person."""
    await connection.execute(
        """
        update deadlines set attempts = attempts + 1,
            next_try = clock_timestamp() + make_interval(secs => 2 ^ (attempts + 1)),
            failed = case when attempts + 1 >= $4 then $5 end
        where kind = $1 and id = $2 and key = $3
        """,
        line.kind,
        line.id,
        line.key,
        TRIES,
        why,
    )


async def done(connection: Connection, line: Due) -> None:
    """Remove one that ran and changed nothing that would have removed it."""
    await connection.execute(
        "delete from deadlines where kind = $1 and id = $2 and key = $3", line.kind, line.id, line.key
    )
