"""Every aggregate of a service against its journal: compared (`lemkin verify`), or written anew (`lemkin rebuild`).

Read in batches of aggregates, each in one snapshot of the database, so memory is bounded and a running service disturbs
nothing.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from deploy.operations.columns import Columns, Difference, Illegal, computed, differences
from shared.aggregate import Deadline, Kind
from shared.contracts.catalog import Catalog
from shared.contracts.event import Envelope
from shared.errors import Conflict, ContractError
from shared.records import Key
from shared.store import claims, deadlines
from shared.store.database import Connection, Database
from shared.store.journal import Journal

BATCH = 100
_NEXT = """
    select kind, id from (
        (select kind, id from aggregates where (kind, id) > ($1, $2) order by kind, id limit $3) union
        (select distinct kind, id from journal where (kind, id) > ($1, $2) order by kind, id limit $3)
    ) as keys order by kind, id limit $3
"""
_ORPHANS = """
    select 'claim ' || name as what, kind, id from claims c
        where not exists (select from aggregates a where a.kind = c.kind and a.id = c.id)
    union all select 'deadline ' || key, kind, id from deadlines d
        where not exists (select from aggregates a where a.kind = d.kind and a.id = d.id)
"""


@dataclass
class Aggregates:
    """The aggregates of one service. `count` tells afterwards how many there were."""

    service: str
    database: Database
    catalog: Catalog
    kinds: Mapping[str, Kind[Any]]
    count: int = field(default=0, init=False)

    async def verify(self) -> AsyncIterator[Difference]:
        """Everything that is not as the journal says."""
        async for key, stored, events, today in self._all():
            self.count += 1
            for difference in self._compared(key, stored, events, today):
                yield difference
        async with self.database.transaction(read_only=True) as connection:
            for row in await connection.fetch(_ORPHANS):
                yield Difference(self.service, row["kind"], row["id"], "orphan", row["what"], "none")

    async def rebuild(self) -> AsyncIterator[Difference]:
        """Write state, latest, scopes, claims and deadlines anew where they differ; yields what was changed or could not be.

        Names are given back everywhere before they are taken, so that one may pass from one aggregate to another.
        """
        taking: list[Key] = []
        async for key, stored, events, today in self._all():
            self.count += 1
            told = self._compared(key, stored, events, today)
            for difference in told:
                yield difference
            if told and key[0] in self.kinds and await self._write(key, take=False):
                taking.append(key)
        for key in taking:
            try:
                await self._write(key, take=True)
            except Conflict as error:
                yield Difference(
                    self.service, *key, "claim", str(error.params["claim"]), f"held by {error.params['holder']}"
                )

    def _compared(self, key: Key, stored: Columns | None, events: Sequence[Any], today: date) -> Sequence[Difference]:
        kind, id = key
        if kind not in self.kinds:
            return [Difference(self.service, kind, id, "kind", kind, "unknown to this release")]
        try:
            facts = self._decoded(events)
            wanted = computed(self.kinds[kind], facts)
        except Illegal as illegal:
            return [Difference(self.service, kind, id, "illegal", str(illegal))]
        except ContractError as error:
            return [Difference(self.service, kind, id, "unreadable", str(error))]
        told = []
        if [fact.sequence for fact in facts] != list(range(1, len(facts) + 1)):
            told.append(Difference(self.service, kind, id, "journal", "sequences", f"not 1..{len(facts)}"))
        if stored is None:
            return [*told, Difference(self.service, kind, id, "row", "none", f"version {wanted.version}")]
        return told + [Difference(self.service, kind, id, *one) for one in differences(stored, wanted, today)]

    async def _write(self, key: Key, *, take: bool) -> bool:
        """Bring one aggregate up to its journal, under its lock; whether names are still to be taken."""
        kind, id = key
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into aggregates (kind, id, version, scopes) values ($1, $2, 0, '{}') on conflict do nothing",
                *key,
            )
            await connection.execute("select from aggregates where kind = $1 and id = $2 for update", *key)
            try:
                wanted = computed(self.kinds[kind], await Journal(connection, self.catalog).of(kind, id))
            except (Illegal, ContractError):
                return False
            today = await connection.fetchval("select current_date")
            ((_, stored, _),) = await self._read(connection, [key])
            held = stored.claims if stored else frozenset()
            if take:
                await claims.change(connection, kind, id, held, wanted.claims)
                return False
            await connection.execute(
                "update aggregates set version = $3, recorded = $4, latest = $5, state = $6, scopes = $7"
                " where kind = $1 and id = $2",
                *(*key, wanted.version, wanted.recorded, wanted.latest, wanted.state, list(wanted.scopes)),
            )
            await claims.change(connection, kind, id, held, held & wanted.claims)
            there, wish = (stored.deadlines if stored else None) or {}, wanted.deadlines or {}
            kept = [line for line in wish.values() if line.key in there or line.due > today]
            await deadlines.change(connection, kind, id, list(there.values()), kept)
            return bool(wanted.claims - held)

    async def _all(self) -> AsyncIterator[tuple[Key, Columns | None, Sequence[Any], date]]:
        after: Key = ("", UUID(int=0))
        while True:
            async with self.database.transaction(read_only=True) as connection:
                rows = await connection.fetch(_NEXT, *after, BATCH)
                today = await connection.fetchval("select current_date")
                found = await self._read(connection, [(row["kind"], row["id"]) for row in rows])
            for key, stored, events in found:
                yield key, stored, events, today
            if len(rows) < BATCH:
                return
            after = found[-1][0]

    async def _read(
        self, connection: Connection, keys: Sequence[Key]
    ) -> Sequence[tuple[Key, Columns | None, Sequence[Any]]]:
        """Stored columns and events (as text, by sequence) of these."""
        given = [kind for kind, _ in keys], [id for _, id in keys]
        of_these = "from unnest($1::text[], $2::uuid[]) as k (kind, id) join"
        rows = await connection.fetch(f"select t.* {of_these} aggregates t using (kind, id)", *given)
        names: dict[Key, set[str]] = defaultdict(set)
        waiting: dict[Key, dict[str, Deadline]] = defaultdict(dict)
        events: dict[Key, list[str]] = defaultdict(list)
        for row in await connection.fetch(f"select t.* {of_these} claims t using (kind, id)", *given):
            names[row["kind"], row["id"]].add(row["name"])
        for row in await connection.fetch(f"select t.* {of_these} deadlines t using (kind, id)", *given):
            line = Deadline(row["key"], row["due"], row["path"], row["body"])
            waiting[row["kind"], row["id"]][line.key] = line
        order = "order by t.kind, t.id, t.sequence"
        journal = f"select t.kind, t.id, t.event::text as event {of_these} journal t using (kind, id) {order}"
        for row in await connection.fetch(journal, *given):
            events[row["kind"], row["id"]].append(row["event"])
        stored = {
            (row["kind"], row["id"]): Columns(
                version=row["version"],
                recorded=row["recorded"],
                latest=row["latest"],
                state=row["state"],
                scopes=tuple(row["scopes"]),
                claims=frozenset(names[row["kind"], row["id"]]),
                deadlines=waiting[row["kind"], row["id"]],
            )
            for row in rows
        }
        return [(key, stored.get(key), events[key]) for key in keys]

    def _decoded(self, events: Sequence[str]) -> list[Envelope]:
        return [self.catalog.decode(event.encode()) for event in events]
