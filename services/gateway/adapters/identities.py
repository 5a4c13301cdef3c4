"""Identities: which account an identity of the issuer has. Only a keyed hash of issuer and subject is kept (security.md G2)."""

import hashlib
import hmac
from uuid import UUID

from services.gateway.adapters.accounts import DEMO, demo_account
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


async def bind_demo(database: Database, known: Identities, issuer: str) -> None:
    """Bind the demo's accounts to the identities of the same names at the development issuer, where it listens this time."""
    async with database.transaction() as connection:
        await connection.executemany(
            "update accounts set subject = $2 where id = $1",
            [(demo_account(demo.name), known.hashed(issuer, demo.name)) for demo in DEMO],
        )
