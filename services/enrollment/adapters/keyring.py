"""Keyring: a data key for each person and group, wrapped under the key-encryption key; nothing is cached (security.md K4, K6)."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from services.enrollment.adapters.kek import Epochs, Kek
from services.enrollment.adapters.keystore import Keystore
from services.enrollment.adapters.sealing import KEY_BYTES, prefixed, seal, unseal
from shared.contracts.privacy import Erased, Group
from shared.errors import Conflict, Unavailable
from shared.store.database import only

_ROTATION = 0x1E3C2
"""Advisory lock: shared by who wraps, alone for who re-wraps, so that nothing is wrapped under a key that is being destroyed."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one person's group of fields."""

    version: int
    key: bytes = field(repr=False)


Whose: TypeAlias = tuple[UUID, str]
"""A person and the name of a group."""
Found: TypeAlias = Mapping[tuple[UUID, Group], DataKey | Erased]


class Keyring:
    """Makes, finds, re-wraps and destroys data keys."""

    def __init__(self, keystore: Keystore, kek: Kek) -> None:
        self._keystore = keystore
        self._kek = kek

    async def key_for(self, subject: UUID, group: Group) -> DataKey:
        """The key to write with, made if there is none: it is safe before any row needs it.

        Raises:
            Conflict: `erased`, when the ledger names person and group.
            Unavailable: keystore or key-encryption key are away.
        """
        found = (await self.keys_of([subject], [group])).get((subject, group))
        if isinstance(found, Erased):
            raise Conflict("erased", group=group)
        return found or await self._made(subject, group)

    async def _made(self, subject: UUID, group: Group) -> DataKey:
        """The new key, or the one that somebody else made meanwhile."""
        async with self._keystore.transaction() as connection:
            await connection.execute("select pg_advisory_xact_lock_shared($1)", _ROTATION)
            epochs = self._kek.epochs()
            if await connection.fetchval("select 1 from ledger where subject = $1 and grp = $2", subject, group):
                raise Conflict("erased", group=group)
            epoch, made = max(epochs), secrets.token_bytes(KEY_BYTES)
            wrapped = seal(epochs[epoch], _bound(subject, group, 1, epoch), made)
            await connection.execute(
                "insert into data_keys (subject, grp, version, epoch, wrapped) values ($1, $2, 1, $3, $4) on conflict do nothing",
                subject,
                group,
                epoch,
                wrapped,
            )
            row = only(await connection.fetchrow(f"{_KEYS} where subject = $1 and grp = $2", subject, group))
            if (key := _unwrapped(row, epochs)) is None:
                raise Unavailable("kek")
            return key

    async def keys_of(self, subjects: Iterable[UUID], groups: Iterable[Group]) -> Found:
        """The keys that there are and open, and what was erased; nothing for the others. Raises Unavailable."""
        columns = only(await self._keystore.once(_KNOWN, [*subjects], [*groups]))
        epochs = self._kek.epochs()
        found: dict[tuple[UUID, Group], DataKey | Erased] = {}
        for values in zip(*(column or () for column in columns.values()), strict=True):
            row = dict(zip(columns.keys(), values, strict=True))
            whose = row["subject"], Group(row["grp"])
            if row["wrapped"] is None:
                found[whose] = Erased()
            elif whose not in found and (key := _unwrapped(row, epochs)) is not None:
                found[whose] = key
        return found

    async def destroy(self, subject: UUID, groups: Iterable[Group]) -> None:
        """The keys go, the ledger says so (security.md D4, E3). Again does nothing. Raises Unavailable."""
        async with self._keystore.transaction() as connection:
            for group in groups:
                gone = await connection.fetchrow(
                    "delete from data_keys where subject = $1 and grp = $2 returning version, epoch", subject, group
                )
                await connection.execute(
                    "insert into ledger (subject, grp, version, epoch) values ($1, $2, $3, $4) on conflict do nothing",
                    subject,
                    group,
                    gone and gone["version"],
                    gone and gone["epoch"],
                )

    async def listed(self, after: Whose | None, limit: int) -> list[Whose]:
        """Whose keys there are, page by page. Raises Unavailable."""
        subject, group = after or (None, None)
        async with self._keystore.transaction() as connection:
            rows = await connection.fetch(
                "select subject, grp from data_keys where $1::uuid is null or (subject, grp) > ($1, $2)"
                " order by subject, grp limit $3",
                subject,
                group,
                limit,
            )
        return [(row["subject"], row["grp"]) for row in rows]

    async def drop(self, subject: UUID, group: str) -> None:
        """A key that nothing is encrypted with; unlike `destroy`, the person may get another. Raises Unavailable."""
        async with self._keystore.transaction() as connection:
            await connection.execute("delete from data_keys where subject = $1 and grp = $2", subject, group)

    async def rewrap(self) -> int:
        """Wrap every key under the newest epoch; how many were under an older one. Raises Unavailable."""
        async with self._keystore.transaction() as connection:
            await connection.execute("select pg_advisory_xact_lock($1)", _ROTATION)
            epochs = self._kek.epochs()
            newest = max(epochs)
            rows = await connection.fetch(f"{_KEYS} where epoch <> $1", newest)
            changed = [(row["subject"], row["grp"], newest, _rewrapped(row, epochs, newest)) for row in rows]
            await connection.executemany(
                "update data_keys set epoch = $3, wrapped = $4 where subject = $1 and grp = $2", changed
            )
        return len(changed)

    async def state(self) -> str:
        """`available`, or what is away: `keystore`, `kek`."""
        try:
            self._kek.epochs()
            async with self._keystore.transaction() as connection:
                await connection.fetchval("select 1 from ledger limit 1")
        except Unavailable as error:
            return error.what
        return "available"


_KNOWN = """
    select array_agg(subject) as subject, array_agg(grp) as grp, array_agg(version) as version, array_agg(epoch) as epoch,
        array_agg(wrapped) as wrapped
    from (select subject, grp, version, epoch, wrapped from data_keys where subject = any($1) and grp = any($2)
        union all select subject, grp, null, null, null from ledger where subject = any($1) and grp = any($2)) as known
"""
"""All in one row, since whoever asks waits for it; without a key what was erased."""
_KEYS = "select subject, grp, version, epoch, wrapped from data_keys"


def _bound(subject: UUID, group: str, version: int, epoch: int) -> bytes:
    return prefixed("key", subject, group, version, epoch)


def _unwrapped(row: asyncpg.Record | Mapping[str, Any], epochs: Epochs) -> DataKey | None:
    """None when its epoch's key is not ours, or it was moved here from elsewhere."""
    subject, group, version, epoch = row["subject"], row["grp"], row["version"], row["epoch"]
    kek = epochs.get(epoch)
    key = unseal(kek, _bound(subject, group, version, epoch), row["wrapped"]) if kek else None
    return None if key is None else DataKey(version, key)


def _rewrapped(row: asyncpg.Record, epochs: Epochs, newest: int) -> bytes:
    """Raises Unavailable: the older key is not to be destroyed while something needs another one."""
    data = _unwrapped(row, epochs)
    if data is None:
        raise Unavailable("kek")
    return seal(epochs[newest], _bound(row["subject"], row["grp"], data.version, newest), data.key)
