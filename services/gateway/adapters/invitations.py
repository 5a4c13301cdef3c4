"""Invitations: how an identity of the issuer comes to an account, once (security.md G2). Only their hashes are kept."""

from uuid import UUID

import asyncpg

from services.gateway.adapters.accounts import Handed
from services.gateway.adapters.identities import account_of
from services.gateway.adapters.sessions import close_all
from services.gateway.domain.token import INVITATION, INVITED_FOR, digest, fresh
from shared.errors import NotFound
from shared.store.database import Connection, Database


async def is_open(connection: Connection, invitation: str) -> bool:
    """Whether an invitation can still be used."""
    return bool(
        await connection.fetchval(
            "select true from invitations where hash = $1 and used is null and expires > clock_timestamp()",
            digest(invitation),
        )
    )


async def redeem(connection: Connection, invitation: bytes, identity: bytes) -> UUID | None:
    """Bind an identity to the account of an invitation (its hash), which is used up; who was bound before is so no more.

    Returns the account; None for an invitation that is unknown, over or used, and for an identity that has another account.
    """
    known = await account_of(connection, identity)
    try:
        async with connection.transaction():
            account: UUID | None = await connection.fetchval(
                """
                update invitations set used = clock_timestamp()
                where hash = $1 and used is null and expires > clock_timestamp() and account = coalesce($2, account)
                returning account
                """,
                invitation,
                known,
            )
            if account is not None:
                await connection.execute("update accounts set subject = $2 where id = $1", account, identity)
                await close_all(connection, account)
    except asyncpg.UniqueViolationError:  # the same identity came to another account meanwhile
        return None
    return account


async def invite_again(database: Database, account: UUID) -> Handed:
    """A new invitation to an account of the secretariat that nobody comes to any more; earlier ones open nothing from now on.

    Whoever was bound to it stays so until it is used. Raises NotFound without such an account.
    """
    secret = fresh(INVITATION)
    async with database.transaction() as connection:
        await connection.execute(
            """
            update invitations set expires = clock_timestamp()
            where account = $1 and used is null and expires > clock_timestamp()
            """,
            account,
        )
        expires = await connection.fetchval(
            """
            insert into invitations (hash, account, expires)
            select $1, c.id, clock_timestamp() + $3 from accounts c
            join aggregates a on a.kind = 'access-grant' and a.state ->> 'account' = c.id::text
                and a.state ->> 'status' = 'active' and a.state ->> 'role' = 'secretariat'
            where c.id = $2
            returning expires
            """,
            digest(secret),
            account,
            INVITED_FOR,
        )
    if expires is None:
        raise NotFound("no-such-account")
    return Handed(account, secret, expires)
