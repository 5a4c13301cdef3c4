"""Dead letters: looking at what was set aside, replaying it, or discarding it for good. Each act is kept with who did it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.consumer import Consumer
from shared.crash import Point, passage
from shared.errors import Conflict, NotFound, place_of
from shared.records import Key, Slot
from shared.store.chunk import StoredChunk, received
from shared.store.database import Database, is_transient
from shared.store.inbox import StoredInboxes

PAGE = 50
_SHOWN = 'id, topic, partition, "offset", kind, aggregate, sequence, reason, error, attempts, at, outcome, settled_by, settled_at'
_WAITING = """(select count(*) from parked p where p.consumer = d.consumer and p.kind = d.kind and p.aggregate = d.aggregate)
    as waiting"""


class _Undo(Exception):
    """Ends a redrive of which nothing is to stay: `error` is what it met, None at the end of a dry run."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error


class DeadLetters:
    """The dead letters of one consumer."""

    def __init__(self, database: Database, inboxes: StoredInboxes, consumer: Consumer, name: str) -> None:
        self._database, self._inboxes, self._consumer, self._name = database, inboxes, consumer, name

    async def all(self, *, settled: bool = False) -> list[dict[str, Any]]:
        """The newest 50, with how many records wait behind each; ids, codes and places, no payload."""
        async with self._database.transaction(read_only=True) as connection:
            rows = await connection.fetch(
                f"""
                select {_SHOWN}, {_WAITING} from dead_letters d
                where consumer = $1 and ($2 or outcome is null) order by id desc limit {PAGE}
                """,  # noqa: S608  (constants of ours)
                self._name,
                settled,
            )
        return [dict(row) for row in rows]

    async def one(self, id: int) -> Mapping[str, Any]:
        """One, with its raw record and how many wait behind it. Raises NotFound."""
        async with self._database.transaction(read_only=True) as connection:
            row = await connection.fetchrow(
                f"select d.*, {_WAITING} from dead_letters d where id = $1 and consumer = $2",  # noqa: S608  (constants of ours)
                id,
                self._name,
            )
        if row is None:
            raise NotFound("not-found")
        return dict(row)

    async def redrive(self, id: int, by: UUID, *, dry_run: bool = False) -> dict[str, Any]:
        """Replay it through the same path, then what waits behind it, in order. Tells what happened, or would.

        Raises NotFound, or Conflict `settled` when it was settled before.
        """
        return await self._settled(id, by, "redriven", dry_run=dry_run)

    async def discard(self, id: int, by: UUID, why: str, *, dry_run: bool = False) -> dict[str, Any]:
        """Go on without it, for good: the inbox passes it, rebuilds honour it, what waits behind it goes on.

        Raises as `redrive`.
        """
        return await self._settled(id, by, "discarded", why, dry_run=dry_run)

    async def _settled(
        self, id: int, by: UUID, outcome: str, why: str | None = None, *, dry_run: bool
    ) -> dict[str, Any]:
        letter = await self.one(id)
        if letter["outcome"] is not None:
            raise Conflict("settled", outcome=letter["outcome"])
        slot, key = Slot(letter["topic"], letter["partition"]), None
        try:
            async with self._inboxes.chunk(slot) as chunk:
                await self._settle(chunk.connection, id, by, outcome)
                if why is not None:
                    await self._skip(chunk.connection, letter, by, why)
                if why is None or letter["kind"] is not None:  # bytes that name no event are passed by nobody
                    key = await self._again(chunk, letter)
                passage(Point.DLQ_IN_REDRIVE)
                if dry_run:
                    raise _Undo
        except _Undo as undone:
            if undone.error is None:
                return {"id": id, "outcome": "would-succeed"}
            return await self._failed(id, undone.error, dry_run=dry_run)
        if key is not None:
            await self._consumer.drain(slot, key)
        return {"id": id, "outcome": outcome}

    async def _again(self, chunk: StoredChunk, letter: Mapping[str, Any]) -> Key:
        try:
            return await self._consumer.again(chunk, received(letter))
        except Exception as error:
            if is_transient(error):
                raise
            raise _Undo(error) from error

    async def _skip(self, connection: Any, letter: Mapping[str, Any], by: UUID, why: str) -> None:
        await connection.execute(
            """
            insert into skipped (consumer, kind, aggregate, sequence, why, by)
            select $1, kind, aggregate, sequence, $3, $4 from dead_letters where id = $2 and kind is not null
            on conflict do nothing
            """,
            self._name,
            letter["id"],
            why,
            by,
        )

    async def resume(self) -> int:
        """Let a consumer that stopped after too many failures in a row go on; how many positions were waiting."""
        async with self._database.transaction() as connection:
            done = await connection.execute(
                "update positions set failures_in_row = 0 where consumer = $1 and failures_in_row > 0", self._name
            )
        return int(done.rpartition(" ")[2])

    async def _settle(self, connection: Any, id: int, by: UUID, outcome: str) -> None:
        done = await connection.execute(
            "update dead_letters set outcome = $3, settled_by = $2, settled_at = clock_timestamp()"
            " where id = $1 and outcome is null",
            id,
            by,
            outcome,
        )
        if done != "UPDATE 1":
            raise Conflict("settled")

    async def _failed(self, id: int, error: Exception, *, dry_run: bool) -> dict[str, Any]:
        told = place_of(error)
        if not dry_run:
            async with self._database.transaction() as connection:
                await connection.execute(
                    "update dead_letters set attempts = attempts + 1, error = $2 where id = $1", id, told
                )
        return {"id": id, "outcome": "would-fail" if dry_run else "failed", "error": told}
