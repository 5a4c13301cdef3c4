"""The enrollment service, called through its HTTP application, and hearing its own events as its consumer would."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from uuid import UUID

import httpx

from deploy.embedded.databases import Server
from services.enrollment.main import SERVICE
from shared.access import Actor
from shared.aggregate import Kind
from shared.contracts.event import Envelope
from shared.contracts.ids import state_id
from shared.contracts.network.state import Names, Region, StateListed
from tests.support.feed import Feed
from tests.support.service import SECRETARIAT, Called, called

NAMES = Names(en="A", es="A", fr="A", pt="A", ar="A")


class Enrollment:
    """Posts commands; `hear` lets the reactions run until nothing new is said."""

    def __init__(self, service: Called) -> None:
        self.service = service
        self._heard = 0
        self._rows = count(1)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        actor: Actor = SECRETARIAT,
        version: int | None = None,
    ) -> httpx.Response:
        """A command alone, whatever the answer."""
        return await self.service.post(path, body or {}, actor=actor, version=version)

    async def do(self, path: str, *, version: int | None = None, **body: Any) -> UUID:
        """A command that must succeed, and everything that follows from it; the aggregate's id."""
        answer = await self.post(path, body, version=version)
        assert answer.status_code in {200, 201}, answer.text
        await self.hear()
        return UUID(answer.json()["id"])

    async def record(self, path: str, on: str, **body: Any) -> UUID:
        """A row of a data set."""
        return await self.do(path, occurred_on=on, row=f"row/{next(self._rows)}", **body)

    async def correct(self, kind: str, id: UUID, *changes: dict[str, Any]) -> httpx.Response:
        """A correction of the aggregate as it is now, and everything that follows from it."""
        version = len([event for event in await self.journal() if event.subject == id and event.kind == kind])
        body = {"changes": list(changes), "reason": "mistake"}
        answer = await self.post(f"{kind}s/{id}/correct", body, version=version)
        await self.hear()
        return answer

    async def hear(self) -> None:
        """Each new event of our own, in a transaction of its own."""
        while True:
            async with self.service.database.transaction() as connection:
                row = await connection.fetchrow(
                    "select position, event::text as event from journal where position > $1 order by position limit 1",
                    self._heard,
                )
                if row is None:
                    return
                await SERVICE.handle(connection, [SERVICE.catalog.decode(row["event"].encode())])
            self._heard = row["position"]

    async def hears_of(self, events: Sequence[Envelope]) -> None:
        """Events of other services."""
        async with self.service.database.transaction() as connection:
            await SERVICE.handle(connection, events)

    async def journal(self) -> list[Envelope]:
        """Everything that was said, in order."""
        async with self.service.database.transaction() as connection:
            rows = await connection.fetch("select event::text from journal order by position")
        return [SERVICE.catalog.decode(row[0].encode()) for row in rows]

    async def state(self, kind: Kind[Any], id: UUID) -> Any:
        """The stored state of an aggregate; None when there is none."""
        async with self.service.database.transaction() as connection:
            found = await connection.fetchval("select state from aggregates where kind = $1 and id = $2", kind.name, id)
        return kind.state.model_validate(found) if found is not None else None

    async def claimed(self) -> set[str]:
        """All unique names that are held."""
        async with self.service.database.transaction() as connection:
            return {row["name"] for row in await connection.fetch("select name from claims")}


@asynccontextmanager
async def enrollment(server: Server, states: Sequence[str]) -> AsyncIterator[Enrollment]:
    """The service on a database of its own, having heard of these states."""
    async with called(SERVICE, server) as service:
        running, feed = Enrollment(service), Feed()
        for state in states:
            listed = StateListed(iso3=state, iso2=state[:2], names=NAMES, region=Region.AFRICA)
            feed.say("state", state_id(state), listed, "1945-10-24")
        await running.hears_of(feed.said)
        yield running
