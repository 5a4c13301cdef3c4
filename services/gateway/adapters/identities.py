"""Identities: which account an identity of the issuer has. Only a keyed hash of issuer and subject is kept (security.md G2)."""

import hashlib
import hmac
from uuid import UUID

import asyncpg

from services.gateway.adapters.accounts import DEMO, demo_account
from services.gateway.adapters.sessions import close_all
from services.gateway.domain.token import digest
from shared.store.database import Connection, Database


class Identities:
    """Hashes with one key that outlives the process: with another one nobody would be known again."""

    def __init__(self, key: bytes) -> None:
        """`key`: 32 bytes."""
        self._key = key

    def hashed(self, issuer: str, subject: str) -> bytes:
        """What is stored of an identity; the length comes first, so that no two pairs give one text."""
        named = issuer.encode()
        return hmac.digest(self._key, len(named).to_bytes(4) + named + subject.encode(), "sha256")


def identities(private_key: bytes) -> Identities:
    """The identities of an installation, whose key comes from the gateway's private key (PEM)."""
    return Identities(hashlib.sha256(b"identities" + private_key).digest())


async def account_of(connection: Connection, identity: bytes) -> UUID | None:
    """The account of an identity, if one is bound to it."""
    account: UUID | None = await connection.fetchval("select id from accounts where subject = $1", identity)
    return account


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


async def bind_demo(database: Database, known: Identities, issuer: str) -> None:
    """Bind the demo's accounts to the identities of the same names at the development issuer, where it listens this time."""
    async with database.transaction() as connection:
        await connection.executemany(
            "update accounts set subject = $2 where id = $1",
            [(demo_account(demo.name), known.hashed(issuer, demo.name)) for demo in DEMO],
        )
