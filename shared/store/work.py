"""Work: one transaction of one service. State, journal, outbox, claims and deadlines change together or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from shared import history
from shared.aggregate import Aggregate, Dated, Kind, Said
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.ids import new_id
from shared.errors import NotFound
from shared.store import claims, copies, deadlines
from shared.store.database import Connection
from shared.store.journal import Journal
from shared.works import Cause, Correction, Loaded

S = TypeVar("S", bound=Aggregate)
_TICK = timedelta(microseconds=1)


class Work:
    """Load aggregates, save what was decided. Lives within one `Database.transaction()`."""

    def __init__(self, connection: Connection, catalog: Catalog, cause: Cause) -> None:
        self.connection = connection
        self.cause = cause
        self.saved: list[Envelope] = []
        self._catalog = catalog
        self._journal = Journal(connection, catalog)

    async def load(self, kind: Kind[S], id: UUID, *, create: bool = False) -> Loaded[S]:
        """The aggregate, locked until the work ends. Raises NotFound unless it exists or `create` is set."""
        if create:
            await self.connection.execute(
                "insert into aggregates (kind, id, version, scopes) values ($1, $2, 0, '{}') on conflict do nothing",
                kind.name,
                id,
            )
        row = await self.connection.fetchrow(
            "select * from aggregates where kind = $1 and id = $2 for update", kind.name, id
        )
        if row is None:
            raise NotFound("not-found", kind=kind.name)
        return Loaded(
            kind=kind,
            id=id,
            version=row["version"],
            recorded=row["recorded"],
            latest=row["latest"] or date.min,
            state=kind.state.model_validate(row["state"]) if row["state"] is not None else None,
            scopes=frozenset(row["scopes"]),
        )

    async def events_of(self, loaded: Loaded[S]) -> list[Envelope]:
        """Its whole journal."""
        return await self._journal.of(loaded.kind.name, loaded.id)

    async def state_on(self, loaded: Loaded[S], on: PartialDate) -> S | None:
        """Its state as of that date: what a decision about that date is made on."""
        if on.counts_from >= loaded.latest:
            return loaded.state
        return history.state_at(loaded.kind.apply, await self.events_of(loaded), on.counts_from)

    async def state_of(self, kind: Kind[S], id: UUID, on: PartialDate | None = None) -> S | None:
        """Another aggregate's state, held still (FOR SHARE), at the latest day of `on` (default: after all facts)."""
        row = await self.connection.fetchrow(
            "select latest, state from aggregates where kind = $1 and id = $2 for share", kind.name, id
        )
        if row is None or row["latest"] is None:
            return None
        if on is None or on.latest >= row["latest"]:
            return kind.state.model_validate(row["state"])
        return history.state_at(kind.apply, await self._journal.of(kind.name, id), on.latest)

    async def keep(self, event: Envelope) -> None:
        """Remember a foreign event."""
        await copies.keep(self.connection, event)

    async def copy_of(self, kind: str, id: UUID) -> Sequence[Envelope]:
        """What was heard of a foreign aggregate."""
        return await copies.kept(self.connection, self._catalog, kind, id)

    async def find(self, kind: Kind[S], **having: object) -> Sequence[UUID]:
        """The aggregates of a kind whose state of today has these values, by id."""
        rows = await self.connection.fetch(
            "select id from aggregates where kind = $1 and state @> $2 order by id",
            kind.name,
            {name: str(value) for name, value in having.items()},
        )
        return [row["id"] for row in rows]

    async def holder_of(self, claim: str) -> UUID | None:
        """Who holds a unique name today."""
        return await claims.holder(self.connection, claim)

    async def save(self, loaded: Loaded[S], said: Sequence[Said | Correction]) -> Loaded[S]:
        """Write what was decided; legality is judged once, after all of it, at every prefix of the effective order.

        Raises the DomainError of the new fact that is illegal, or Conflict `later-fact-conflicts` naming the fact that a
        new one would make impossible.
        """
        if not said:
            return loaded
        new = self._envelopes(loaded, said, await self.connection.fetchval("select clock_timestamp()"))
        state, latest = await self._judge(loaded, new)
        scopes = loaded.kind.scopes(state) if state is not None else loaded.scopes
        new = [replace(event, scopes=tuple(sorted(scopes))) for event in new]
        await self._journal.append(new)
        await self._write(loaded, state, latest, new[-1], scopes)
        self.saved += new
        return replace(
            loaded, version=new[-1].sequence, recorded=new[-1].recorded, latest=latest, state=state, scopes=scopes
        )

    def _envelopes(self, loaded: Loaded[S], said: Sequence[Said | Correction], clock: datetime) -> list[Envelope]:
        earliest = max(clock, loaded.recorded + _TICK) if loaded.recorded else clock
        if self.saved:
            earliest = max(earliest, self.saved[-1].recorded + _TICK)
        new = []
        for nth, one in enumerate(said):
            root = one.root if isinstance(one, Correction) else None
            dated = one.said if isinstance(one, Correction) else one
            if not isinstance(dated, Dated):
                dated = Dated(dated, self.cause.occurred_on)
            provenance = self.cause.provenance
            new.append(
                Envelope(
                    id=new_id(),
                    kind=loaded.kind.name,
                    subject=loaded.id,
                    sequence=loaded.version + nth + 1,
                    recorded=earliest + nth * _TICK,
                    occurred_on=dated.occurred_on,
                    corrects=root,
                    entry=self.cause.entry,
                    actor=self.cause.actor,
                    scopes=(),
                    provenance=provenance.model_copy(update={"inferred": True}) if dated.inferred else provenance,
                    correlation=self.cause.correlation,
                    causation=self.cause.causation,
                    reason=self.cause.reason,
                    traceparent=self.cause.traceparent,
                    event=dated.event,
                )
            )
        return new

    async def _judge(self, loaded: Loaded[S], new: Sequence[Envelope]) -> tuple[S | None, date]:
        if history.follow(new, loaded.latest):
            return history.judge(loaded.kind.apply, sorted(new, key=history.order), new, loaded.state)
        return history.judge(loaded.kind.apply, history.effective([*await self.events_of(loaded), *new]), new)

    async def _write(
        self, loaded: Loaded[S], state: S | None, latest: date, last: Envelope, scopes: frozenset[str]
    ) -> None:
        kind, id = loaded.kind, loaded.id
        await self.connection.execute(
            "update aggregates set version = $3, recorded = $4, latest = $5, state = $6, scopes = $7 where kind = $1 and id = $2",
            kind.name,
            id,
            last.sequence,
            last.recorded,
            latest if state is not None else None,
            state.model_dump(mode="json", exclude_defaults=True) if state is not None else None,
            sorted(scopes),
        )
        held = kind.claims(loaded.state) if loaded.state is not None else ()
        await claims.change(self.connection, kind.name, id, held, kind.claims(state) if state is not None else ())
        waiting = kind.deadlines(loaded.state) if loaded.state is not None else ()
        await deadlines.change(
            self.connection, kind.name, id, waiting, kind.deadlines(state) if state is not None else ()
        )
