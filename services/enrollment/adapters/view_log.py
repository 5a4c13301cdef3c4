"""The view log: who looked at whom. A row is written in the transaction that decrypts; without it nothing is shown (V1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from shared.access import Actor
from shared.contracts.privacy import Group, ViewLog, ViewRow
from shared.errors import Unavailable
from shared.store.database import Connection


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's wish to see something."""

    actor: Actor
    purpose: str
    request: UUID
    groups: Sequence[Group]


async def write(
    connection: Connection, look: Look, shown: Sequence[UUID], withheld: Sequence[UUID] = (), *, denied: bool = False
) -> None:
    """One row for one look, however many persons. Raises Unavailable when it cannot be written."""
    try:
        await connection.execute(
            """
            insert into view_log (actor, role, caller, purpose, request, subjects, withheld, groups, decision)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            look.actor.id,
            look.actor.role,
            look.actor.caller,
            look.purpose,
            look.request,
            shown,
            withheld,
            look.groups,
            "denied" if denied else "shown",
        )
    except asyncpg.PostgresError as error:
        raise Unavailable("view-log") from error


async def page(connection: Connection, before: int | None, subject: UUID | None, limit: int) -> ViewLog:
    """The newest rows before a position; of one person, when `subject` is given."""
    rows = await connection.fetch(
        """
        select position, at, actor, role, caller, purpose, request, subjects, withheld, groups, decision from view_log
        where ($1::bigint is null or position < $1) and ($2::uuid is null or subjects @> array[$2])
        order by position desc limit $3
        """,
        before,
        subject,
        limit,
    )
    items = tuple(
        ViewRow(
            **{
                **row,
                "at": row["at"].isoformat(),
                "subjects": tuple(row["subjects"]),
                "withheld": tuple(row["withheld"]),
                "groups": tuple(Group(group) for group in row["groups"]),
            }
        )
        for row in rows
    )
    return ViewLog(items=items, next=items[-1].position if len(items) == limit else None)
