"""Snapshots: the one writer of what the gateway shows (architecture.md section 9), and how to make it all again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import orjson

from services.gateway.application.trail import Row, Trail, appends
from services.gateway.application.views.view import View
from shared.contracts.catalog import Catalog, encode
from shared.contracts.event import Envelope
from shared.crash import Point, passage
from shared.records import Key
from shared.store.database import Connection, Database

CONSUMER = "gateway"


class Snapshots:
    """Writes facts, objects and snapshots of a chunk of events with a handful of statements.

    `shortcut`: events that come last in their aggregate do not read its past. Both ways give the same rows (tested), so
    the long way is the definition and the short one the speed.
    """

    def __init__(self, views: Mapping[str, View], catalog: Catalog, *, shortcut: bool = True) -> None:
        self._views = views
        self._catalog = catalog
        self._shortcut = shortcut

    async def write(self, connection: Connection, envelopes: Sequence[Envelope]) -> None:
        """Apply events, in order, within the transaction of `connection` (shared.consumer.Handle)."""
        by_object: dict[Key, list[Envelope]] = defaultdict(list)
        for envelope in envelopes:
            by_object[envelope.kind, envelope.subject].append(envelope)
        await _lock(connection, by_object)
        trails = await self._trails(connection, by_object)
        for key, trail in trails.items():
            for envelope in by_object[key]:
                trail.add(envelope)
        passage(Point.GATEWAY_BEFORE_SNAPSHOTS)
        await _keep(connection, envelopes)
        await _store(connection, trails)
        passage(Point.GATEWAY_AFTER_SNAPSHOTS)

    async def _trails(self, connection: Connection, by_object: Mapping[Key, Sequence[Envelope]]) -> dict[Key, Trail]:
        shown = [key for key in by_object if key[0] in self._views]
        last = await _open_rows(connection, shown, only_last=True) if self._shortcut else {}
        trails = {}
        for key in shown:
            rows = last.get(key, {})
            if self._shortcut and appends(next(iter(rows), None), by_object[key]):
                trails[key] = Trail(self._views[key[0]], rows)
        long = [key for key in shown if key not in trails]
        if long:
            rows_of, facts = await _open_rows(connection, long), await self._facts(connection, long)
            for key in long:
                trails[key] = Trail(self._views[key[0]], rows_of.get(key, {}), facts.get(key, []))
        return trails

    async def _facts(self, connection: Connection, keys: Sequence[Key]) -> dict[Key, list[Envelope]]:
        found = await connection.fetch(
            """
            select f.kind, f.id, f.event::text as event from unnest($1::text[], $2::uuid[]) as k (kind, id)
            join facts f using (kind, id) order by f.kind, f.id, f.sequence
            """,
            *_columns(keys),
        )
        facts: dict[Key, list[Envelope]] = defaultdict(list)
        for row in found:
            facts[row["kind"], row["id"]].append(self._catalog.decode(row["event"].encode()))
        return facts


def _columns(keys: Iterable[Key]) -> tuple[list[str], list[UUID]]:
    pairs = list(keys)
    return [kind for kind, _ in pairs], [id for _, id in pairs]


async def _lock(connection: Connection, by_object: Mapping[Key, Sequence[Envelope]]) -> None:
    """Move the objects' versions, which holds their rows until the end; in order, so that nobody waits in a ring."""
    keys = sorted(by_object)
    newest = [by_object[key][-1] for key in keys]
    await connection.execute(
        """
        insert into objects (kind, id, version, scopes)
        select kind, id, version, string_to_array(scopes, ' ')
        from unnest($1::text[], $2::uuid[], $3::int[], $4::text[]) as new (kind, id, version, scopes)
        on conflict (kind, id) do update set version = excluded.version, scopes = excluded.scopes
        """,
        *_columns(keys),
        [event.sequence for event in newest],
        [" ".join(event.scopes) for event in newest],
    )


async def _keep(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    await connection.execute(
        """
        insert into facts (kind, id, sequence, root, type, public, occurred, recorded, event)
        select kind, id, sequence, root, type, public, occurred, recorded, event::jsonb
        from unnest($1::text[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::bool[], $7::date[], $8::timestamptz[],
            $9::text[]) with ordinality as new (kind, id, sequence, root, type, public, occurred, recorded, event, nth)
        order by nth
        """,
        [event.kind for event in envelopes],
        [event.subject for event in envelopes],
        [event.sequence for event in envelopes],
        [event.root for event in envelopes],
        [event.event.type for event in envelopes],
        [event.event.public for event in envelopes],
        [event.occurred_on.counts_from for event in envelopes],
        [event.recorded for event in envelopes],
        [orjson.dumps(encode(event)).decode() for event in envelopes],
    )


async def _open_rows(
    connection: Connection, keys: Sequence[Key], *, only_last: bool = False
) -> dict[Key, dict[date, Row]]:
    """What is known now of these objects, by first day; with `only_last` the row that has no end."""
    found = await connection.fetch(
        f"""
        select s.kind, s.id, lower(valid) as since, upper(valid) as until, sequence, document::text as document,
            lower(known) as opened
        from unnest($1::text[], $2::uuid[]) as k (kind, id) join snapshots s on s.kind = k.kind and s.id = k.id
        where upper_inf(known) {"and upper_inf(valid)" if only_last else ""}
        order by s.kind, s.id, lower(valid)
        """,  # noqa: S608  (two constants)
        *_columns(keys),
    )
    rows: dict[Key, dict[date, Row]] = defaultdict(dict)
    for row in found:
        rows[row["kind"], row["id"]][row["since"]] = _row(row)
    return rows


def _row(found: asyncpg.Record) -> Row:
    canonical = orjson.dumps(orjson.loads(found["document"]), option=orjson.OPT_SORT_KEYS)
    return Row(found["since"], found["until"], found["sequence"], canonical, found["opened"], stored=True)


async def _store(connection: Connection, trails: Mapping[Key, Trail]) -> None:
    touched = [(key, row) for key, trail in trails.items() for row in trail.touched]
    closed = [(key, row) for key, row in touched if row.stored]
    opened = [(key, row) for key, row in touched if not row.stored]
    if closed:
        await connection.execute(
            """
            update snapshots s set known = tstzrange(lower(s.known), c.at)
            from unnest($1::text[], $2::uuid[], $3::date[], $4::timestamptz[]) as c (kind, id, since, at)
            where s.kind = c.kind and s.id = c.id and lower(s.valid) = c.since and upper_inf(s.known)
            """,
            *_columns(key for key, _ in closed),
            [row.since for _, row in closed],
            [row.closed for _, row in closed],
        )
    if opened:
        await connection.execute(
            """
            insert into snapshots (kind, id, valid, known, sequence, document)
            select kind, id, daterange(since, until), tstzrange(opened, closed), sequence, document::jsonb
            from unnest($1::text[], $2::uuid[], $3::date[], $4::date[], $5::timestamptz[], $6::timestamptz[], $7::int[],
                $8::text[]) as new (kind, id, since, until, opened, closed, sequence, document)
            """,
            *_columns(key for key, _ in opened),
            [row.since for _, row in opened],
            [row.until for _, row in opened],
            [row.opened for _, row in opened],
            [row.closed for _, row in opened],
            [row.sequence for _, row in opened],
            [row.document.decode() for _, row in opened],
        )


async def rebuild(database: Database, consumer: str = CONSUMER) -> None:
    """Empty what is shown and stand at the beginning of the log, in one transaction: a running consumer seeks back and
    replays. Records set aside as bad are read again; discarded ones stay discarded."""
    async with database.transaction() as connection:
        await connection.execute(
            "update positions set next = 0, attempts = 0, suspect_offset = -1, failures_in_row = 0 where consumer = $1",
            consumer,
        )
        await connection.execute("delete from inbox where consumer = $1", consumer)
        await connection.execute("delete from parked where consumer = $1", consumer)
        await connection.execute("delete from dead_letters where consumer = $1 and outcome is null", consumer)
        await connection.execute("truncate facts, objects, snapshots")
