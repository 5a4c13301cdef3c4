"""Arrivals: of which kinds of objects facts have arrived since the last look. Names of kinds only, no object and no person."""

from dataclasses import dataclass
from datetime import datetime

from shared.store.database import Connection


@dataclass(frozen=True, slots=True)
class Look:
    """`kinds` that changed since the look before; `horizon`: where the next look begins (a transaction id)."""

    kinds: frozenset[str]
    horizon: str


async def look(connection: Connection, horizon: str | None) -> Look:
    """What arrived since `horizon` (None: nothing, only where to begin). A kind may be told twice, none is missed: facts of
    transactions that were under way at the last look are looked at again."""
    (row,) = await connection.fetch(
        """
        select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
            array(select distinct kind from facts where $1::text is not null and xid >= $1::text::xid8) as kinds
        """,
        horizon,
    )
    return Look(frozenset(row["kinds"]), row["horizon"])


async def horizon(connection: Connection) -> str:
    """Where a look begins that is to miss nothing of what this transaction does not see."""
    found: str = await connection.fetchval("select pg_snapshot_xmin(pg_current_snapshot())::text")
    return found


async def newest(connection: Connection) -> datetime | None:
    """When the fact that arrived last was recorded; None before the first one."""
    at: datetime | None = await connection.fetchval(
        "select recorded from facts order by xid desc, arrival desc limit 1"
    )
    return at
