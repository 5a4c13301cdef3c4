"""The queue of what is to be sent: dispatches whose state says so, each leased to one sender for a time."""

from dataclasses import dataclass
from uuid import UUID

from shared.store.database import Connection


@dataclass(frozen=True, slots=True)
class Lease:
    """A dispatch that is ours for a time; `attempts` counts this one too, and those whose process died."""

    dispatch: UUID
    attempts: int


async def take(connection: Connection, seconds: float) -> Lease | None:
    """One that is due, past those that others take just now; None when there is none."""
    row = await connection.fetchrow(
        """
        with due as (
            select a.id from aggregates a left join sending s on s.dispatch = a.id
            where a.kind = 'dispatch' and a.state->>'status' in ('requested', 'approved')
              and coalesce((a.state->>'not_before')::date, '-infinity') <= clock_timestamp()::date
              and coalesce(s.next_try, '-infinity') <= clock_timestamp()
            order by a.id limit 1 for update of a skip locked)
        insert into sending (dispatch, attempts, next_try)
        select id, 1, clock_timestamp() + make_interval(secs => $1) from due
        on conflict (dispatch) do update set attempts = sending.attempts + 1, next_try = excluded.next_try
        returning dispatch, attempts
        """,
        seconds,
    )
    return Lease(**row) if row else None


async def again(connection: Connection, lease: Lease, seconds: float) -> None:
    """Try it again later."""
    await connection.execute(
        "update sending set next_try = clock_timestamp() + make_interval(secs => $2) where dispatch = $1",
        lease.dispatch,
        seconds,
    )


async def done(connection: Connection, lease: Lease) -> None:
    """Nothing is to be tried any more."""
    await connection.execute("delete from sending where dispatch = $1", lease.dispatch)
