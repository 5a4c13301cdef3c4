"""Sessions of people at the console: looked up anew for each request, ended by time, by sign-out and with their grant."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.gateway.adapters.accounts import scopes_of
from services.gateway.application.access import Reader
from services.gateway.domain.access_grant import AccessGrant
from shared.store.database import Connection, Database

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in. `reader` is None without a grant, `name` is a demo account's, None = nothing chosen.

    `secret`: 32 bytes that the forms of this session are marked with (entrypoints/console/form_token.py). `due`: its last use was
    noted a minute ago or more (`touch`).
    """

    account: UUID
    reader: Reader | None
    name: str | None
    secret: bytes
    language: str | None
    theme: str | None
    time_zone: str | None
    due: bool = False


def _digest(cookie: str | None) -> bytes | None:
    return hashlib.sha256(cookie.encode()).digest() if cookie and _SHAPE.fullmatch(cookie) else None


async def found(connection: Connection, cookie: str | None) -> Session | None:
    """The session of that cookie with the rights of now; None for an unknown or ended one, or one of another grant.

    A session of an account without a grant ends when the account gets one: a change of rights is a new session.
    """
    hashed = _digest(cookie)
    row = hashed and await connection.fetchrow(
        """
        select s.account, s.secret, s.used <= clock_timestamp() - $4::interval as due,
            a.name, p.language, p.theme, p.time_zone, g.state from sessions s
        join accounts a on a.id = s.account
        left join preferences p on p.account = s.account
        left join aggregates g on g.kind = 'access-grant' and g.id = s."grant" and g.state ->> 'status' = 'active'
        where s.hash = $1 and s.used > clock_timestamp() - $2::interval and s.opened > clock_timestamp() - $3::interval
            and case when s."grant" is null then not exists (
                select from aggregates other where other.kind = 'access-grant'
                    and other.state ->> 'account' = s.account::text and other.state ->> 'status' = 'active'
            ) else g.id is not null end
        """,
        hashed,
        IDLE,
        ABSOLUTE,
        _NOTED_EVERY,
    )
    if not row:
        return None
    reader = None
    if row["state"] is not None:
        grant = AccessGrant.model_validate(row["state"])
        reader = Reader(row["account"], grant.role.value, await scopes_of(connection, grant))
    chosen = {name: row[name] for name in ("language", "theme", "time_zone")}
    return Session(row["account"], reader, row["name"], row["secret"], **chosen, due=row["due"])


async def touch(database: Database, cookie: str | None) -> None:
    """Note that a session is in use, at most once a minute. Beside the request's own transaction, which only reads."""
    hashed = _digest(cookie)
    if hashed:
        await database.once(
            """
            update sessions set used = clock_timestamp() where hash = $1
                and used between clock_timestamp() - $2::interval and clock_timestamp() - $3::interval
            """,
            hashed,
            IDLE,
            _NOTED_EVERY,
        )


async def open_session(connection: Connection, account: UUID) -> str:
    """A new session of an account with its grant of now; returns the cookie. What has ended is swept away."""
    await connection.execute(
        "delete from sessions where used < clock_timestamp() - $1::interval or opened < clock_timestamp() - $2::interval",
        IDLE,
        ABSOLUTE,
    )
    cookie = secrets.token_urlsafe(32)
    await connection.execute(
        """
        insert into sessions (hash, account, "grant", secret) values ($1, $2, (
            select id from aggregates where kind = 'access-grant'
                and state ->> 'account' = $2::uuid::text and state ->> 'status' = 'active'
        ), $3)
        """,
        _digest(cookie),
        account,
        secrets.token_bytes(32),
    )
    return cookie


async def close_session(connection: Connection, cookie: str | None) -> None:
    """End this session, if it is one."""
    await connection.execute("delete from sessions where hash = $1", _digest(cookie))


async def close_all(connection: Connection, account: UUID) -> None:
    """End every session of an account, on every device."""
    await connection.execute("delete from sessions where account = $1", account)


async def choose(
    connection: Connection,
    account: UUID,
    *,
    language: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
) -> None:
    """Keep what an account chose for its pages; None leaves as it was, an empty text takes the choice back."""
    await connection.execute(
        """
        insert into preferences (account, language, theme, time_zone)
        values ($1, nullif($2, ''), nullif($3, ''), nullif($4, ''))
        on conflict (account) do update set
            language = case when $2::text is null then preferences.language else excluded.language end,
            theme = case when $3::text is null then preferences.theme else excluded.theme end,
            time_zone = case when $4::text is null then preferences.time_zone else excluded.time_zone end
        """,
        account,
        language,
        theme,
        time_zone,
    )
