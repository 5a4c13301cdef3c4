"""The gateway's snapshots against the facts it heard: what is stored must be what the facts make, and open rows never overlap."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import orjson

from deploy.operations.columns import Difference
from services.gateway.application.trail import Trail
from services.gateway.application.views.view import View
from shared.contracts.catalog import Catalog
from shared.contracts.event import Envelope
from shared.errors import ContractError
from shared.records import Key
from shared.store.database import Connection, Database

BATCH = 50
SERVICE = "gateway"
Version = tuple[date, date | None, datetime, datetime | None, int, bytes]
"""Valid from and to, known from and to, sequence, document: all there is to a row."""


_OBJECTS = """
    select kind, id, version, scopes, coalesce(
        (select min(sequence) from skipped s where consumer = 'gateway' and s.kind = o.kind and s.aggregate = o.id),
        2147483647) as discarded
    from objects o where (kind, id) > ($1, $2) order by kind, id limit $3
"""
"""`discarded`: from which sequence on facts may be missing, since a person gave one up, and with it its corrections."""


@dataclass
class SnapshotCheck:
    """The check of one gateway. `count` tells afterwards how many objects there were."""

    database: Database
    catalog: Catalog
    views: Mapping[str, View]
    count: int = field(default=0, init=False)

    async def verify(self) -> AsyncIterator[Difference]:
        """Everything that is not what the facts make, object by object."""
        after: Key = ("", UUID(int=0))
        while True:
            async with self.database.transaction(read_only=True) as connection:
                rows = await connection.fetch(_OBJECTS, *after, BATCH)
                keys = [(row["kind"], row["id"]) for row in rows]
                facts, stored = await _facts(connection, keys), await _versions(connection, keys)
            for row, key in zip(rows, keys, strict=True):
                self.count += 1
                for what, there, wanted in self._compared(row, facts[key], stored[key]):
                    yield Difference(SERVICE, *key, what, there, wanted)
            if len(rows) < BATCH:
                return
            after = keys[-1]

    def _compared(self, row: Any, texts: Sequence[str], stored: Sequence[Version]) -> Sequence[tuple[str, str, str]]:
        try:
            facts = [self.catalog.decode(text.encode()) for text in texts]
        except ContractError as error:
            return [("unreadable", str(error), "")]
        missing = set(range(1, row["version"] + 1)) - {fact.sequence for fact in facts}
        if any(sequence < row["discarded"] for sequence in missing):
            return [("facts", f"{len(facts)} of {row['version']}", f"1..{row['version']}")]
        told = []
        if sorted(row["scopes"]) != sorted(facts[-1].scopes):
            told.append(("scopes", " ".join(row["scopes"]), " ".join(facts[-1].scopes)))
        overlaps = [("overlap", f"{one[0]}..{one[1]}", f"{two[0]}..{two[1]}") for one, two in _overlaps(stored)]
        wanted = made(self.views[row["kind"]], facts) if row["kind"] in self.views else []
        return told + overlaps + _unlike(stored, wanted)


def made(view: View, facts: Sequence[Envelope]) -> list[Version]:
    """All rows that these facts (by sequence) make, open and closed."""
    trail = Trail(view, {}, [])
    for fact in facts:
        trail.add(fact)
    return [(row.since, row.until, row.opened, row.closed, row.sequence, row.document) for row in trail.touched]


def _unlike(stored: Sequence[Version], wanted: Sequence[Version]) -> list[tuple[str, str, str]]:
    there, wish = set(stored), set(wanted)
    told = [("snapshot", _told(version), "none") for version in sorted(there - wish, key=str)]
    told += [("snapshot", "none", _told(version)) for version in sorted(wish - there, key=str)]
    if not told and len(stored) != len(there):
        told.append(("snapshot", f"{len(stored)} rows", f"{len(wanted)} rows"))
    return told


def _overlaps(stored: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Open rows that are valid on the same day."""
    now = sorted((row for row in stored if row[3] is None), key=lambda row: row[0])
    return [(one, two) for one, two in pairwise(now) if one[1] is None or one[1] > two[0]]


def _told(version: Version) -> str:
    since, until, opened, closed, sequence, _ = version
    return f"{since}..{until or ''} known {opened:%Y-%m-%dT%H:%M:%S.%f}..{closed or ''} of {sequence}"


async def _facts(connection: Connection, keys: Sequence[Key]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = defaultdict(list)
    rows = await connection.fetch(
        "select f.kind, f.id, f.event::text as event from unnest($1::text[], $2::uuid[]) as k (kind, id)"
        " join facts f using (kind, id) order by f.kind, f.id, f.sequence",
        *([kind for kind, _ in keys], [id for _, id in keys]),
    )
    for row in rows:
        found[row["kind"], row["id"]].append(row["event"])
    return found


async def _versions(connection: Connection, keys: Sequence[Key]) -> dict[Key, list[Version]]:
    found: dict[Key, list[Version]] = defaultdict(list)
    rows = await connection.fetch(
        "select s.kind, s.id, lower(valid) as since, upper(valid) as until, lower(known) as opened, upper(known) as closed,"
        " sequence, document from unnest($1::text[], $2::uuid[]) as k (kind, id) join snapshots s using (kind, id)",
        *([kind for kind, _ in keys], [id for _, id in keys]),
    )
    for row in rows:
        document = orjson.dumps(row["document"], option=orjson.OPT_SORT_KEYS)
        found[row["kind"], row["id"]].append(
            (row["since"], row["until"], row["opened"], row["closed"], row["sequence"], document)
        )
    return found
