"""The projection that all contestants keep, where each membership stands, and the SQL that keeps it exactly once.

A transaction locks the positions (which fences a former owner of a partition), reads the inbox (one row a membership: the
sequence handled last, so repeats are dropped), applies the effects, and moves inbox and positions.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from shared.contracts.event import Envelope
from shared.contracts.topics import PARTITIONS

TABLE = """
create table standing (
    id uuid primary key, network uuid not null, state text not null, status text not null, since date not null, version int not null
)
"""
STATUS = {
    "network.state-invited": "invited",
    "network.intent-declared": "intent_declared",
    "network.state-acceded": "accession_pending",
    "network.membership-activated": "active",
    "network.membership-suspended": "suspended",
    "network.membership-resumed": "active",
}

Row: TypeAlias = tuple[Any, Any, str, str, date, int]
"""id, network, state, status, since, version."""
Placed: TypeAlias = tuple[int, int, Mapping[str, Any]]
"""partition, offset, CloudEvent."""

_SET = ", ".join(f"{name} = excluded.{name}" for name in ("network", "state", "status", "since", "version"))
_ROWS = "unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::int[])"
EFFECT = f"insert into standing values ($1, $2, $3, $4, $5, $6) on conflict (id) do update set {_SET}"  # noqa: S608  (constants)
EFFECTS = f"insert into standing select * from {_ROWS} on conflict (id) do update set {_SET}"  # noqa: S608  (constants)
LOCK = "select next from positions where consumer = $1 and topic = $2 and partition = $3 for update"
LOCKS = """
select partition, next from positions where consumer = $1 and topic = $2 and partition = any($3) order by partition for update
"""
SEEN = "select sequence from inbox where consumer = $1 and kind = 'membership' and id = $2"
ALL_SEEN = "select id::text, sequence from inbox where consumer = $1 and kind = 'membership' and id = any($2)"
HEARD = """
insert into inbox (consumer, kind, id, sequence) values ($1, 'membership', $2, $3)
on conflict (consumer, kind, id) do update set sequence = excluded.sequence
"""
ALL_HEARD = """
insert into inbox (consumer, kind, id, sequence) select $1, 'membership', * from unnest($2::uuid[], $3::int[])
on conflict (consumer, kind, id) do update set sequence = excluded.sequence
"""
NEW = f"{HEARD} where inbox.sequence < excluded.sequence returning true"
MOVE = "update positions set next = $4 where consumer = $1 and topic = $2 and partition = $3"
MOVES = """
update positions p set next = r.next from unnest($3::int[], $4::bigint[]) as r (partition, next)
where consumer = $1 and topic = $2 and p.partition = r.partition
"""
START = """
insert into positions (consumer, topic, partition, next, cluster_id, topic_id)
select $1, $2, nth, 0, '', '' from generate_series(0, $3 - 1) as nth
"""


def row(wire: Mapping[str, Any]) -> Row:
    """What a CloudEvent says of its membership."""
    data = wire["data"]
    since = date.fromisoformat(wire["occurredon"])
    return wire["partitionkey"], data["network"], data["state"], STATUS[wire["type"]], since, wire["sequence"]


def columns(rows: Iterable[Row]) -> Sequence[Sequence[Any]]:
    """Rows as arrays."""
    return list(zip(*rows, strict=True))


class Projector:
    """A contestant's side of the database: one connection, transactions one after the other."""

    def __init__(self, connection: Any, group: str, topic: str) -> None:
        self._connection = connection
        self._place = (group, topic)
        self._group = group

    async def start(self) -> None:
        """Stand at the beginning of every partition."""
        await self._connection.execute(START, *self._place, PARTITIONS)

    async def apply_one(self, partition: int, offset: int, wire: Mapping[str, Any]) -> int:
        """One event in one transaction: exactly once, and never after a new owner of the partition; 1 if it was new."""
        made = row(wire)
        async with self._connection.transaction():
            if offset < await self._connection.fetchval(LOCK, *self._place, partition):
                return 0
            if made[5] > (await self._connection.fetchval(SEEN, self._group, made[0]) or 0):
                await self._connection.execute(EFFECT, *made)
                await self._connection.execute(HEARD, self._group, made[0], made[5])
            await self._connection.execute(MOVE, *self._place, partition, offset + 1)
        return 1

    async def apply_leanly(self, wire: Mapping[str, Any]) -> int:
        """One event in one transaction with the fewest statements: repeats are dropped, nobody is fenced; 1 if new."""
        made = row(wire)
        async with self._connection.transaction():
            if not await self._connection.fetchval(NEW, self._group, made[0], made[5]):
                return 0
            await self._connection.execute(EFFECT, *made)
        return 1

    async def apply_batch(self, batch: Sequence[Placed]) -> int:
        """A batch in one transaction, with one statement for each step; how many records were new."""
        placed = {(partition, offset): wire for partition, offset, wire in batch}  # a client may hand one out twice
        reached = {partition: offset + 1 for partition, offset in sorted(placed)}
        async with self._connection.transaction():
            starts = dict(await self._connection.fetch(LOCKS, *self._place, list(reached)))
            fresh = [wire for (partition, offset), wire in sorted(placed.items()) if offset >= starts[partition]]
            rows = {wire["partitionkey"]: row(wire) for wire in fresh}
            seen = dict(await self._connection.fetch(ALL_SEEN, self._group, list(rows)))
            new = {id: made for id, made in rows.items() if made[5] > seen.get(id, 0)}
            if new:
                await self._connection.execute(EFFECTS, *columns(new.values()))
                await self._connection.execute(ALL_HEARD, self._group, list(new), [made[5] for made in new.values()])
            ends = [max(end, starts[partition]) for partition, end in reached.items()]
            await self._connection.execute(MOVES, *self._place, list(reached), ends)
        return len(fresh)


async def fold(connection: Any, envelopes: Sequence[Envelope]) -> None:
    """The same effect as a handler of `shared.consumer`, which has dropped the repeats already."""
    rows: dict[Any, Row] = {
        fact.subject: (
            fact.subject,
            fact.event.network,  # type: ignore[attr-defined]  # each event has the pair
            fact.event.state,  # type: ignore[attr-defined]
            STATUS[fact.event.type],
            fact.occurred_on.counts_from,
            fact.sequence,
        )
        for fact in envelopes
    }
    await connection.execute(EFFECTS, *columns(rows.values()))
