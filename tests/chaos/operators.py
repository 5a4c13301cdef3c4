"""Operators: what people do about dead letters at the end of a run, through the services' own operations."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from deploy.embedded.services import database_url
from shared.contracts.ids import ActorId
from shared.dead_letters import DeadLetters
from shared.service import Service
from shared.settings import Settings, open_database
from shared.store.inbox import StoredInboxes
from shared.worker import consumer_of
from tests.chaos.clients import SOMEBODY, Clients
from tests.chaos.stage import Stage


class Operators:
    """Settles the dead letters of one service over HTTP; those of the gateway by the class that its api uses."""

    def __init__(self, stage: Stage, clients: Clients, service: Service) -> None:
        self._stage = stage
        self._clients = clients
        self._service = service
        self.outcomes: list[str] = []

    async def open(self) -> Sequence[dict[str, Any]]:
        """Those that nobody has settled, oldest first: one of an aggregate may wait for another."""
        return [
            dict(row)
            for row in await self._stage.ground.rows(
                self._service.name,
                "select * from dead_letters where outcome is null order by kind, aggregate, sequence, id",
            )
        ]

    async def redrive(self, id: int) -> str:
        """Replay one; what came of it, `away` when the api died over it."""
        return await self._do(f"{id}/redrive", id)

    async def discard(self, id: int) -> str:
        """Give one up."""
        return await self._do(f"{id}/discard", id, {"why": "poison"})

    async def _do(self, path: str, id: int, body: dict[str, str] | None = None) -> str:
        if self._service.name == "gateway":
            async with self._letters() as letters:
                who = ActorId(SOMEBODY.id)
                told = await (letters.discard(id, who, body["why"]) if body else letters.redrive(id, who))
        else:
            try:
                told = await self._clients.operate(self._service.name, f"internal/dead-letters/{path}", body)
            except httpx.TransportError:
                return "away"
        outcome = str(told.get("outcome", told.get("code")))
        self.outcomes.append(outcome)
        return outcome

    @asynccontextmanager
    async def _letters(self) -> AsyncIterator[DeadLetters]:
        service, layout, ports = self._service, self._stage.ground.layout, self._stage.ports
        settings = Settings(
            database=database_url(service.name, "app", ports["postgres"]),
            database_password_file=layout.password(service.name, "app"),
        )
        async with open_database(settings) as database:
            inboxes = StoredInboxes(database, service.name, "", {})
            yield DeadLetters(database, inboxes, consumer_of(service, inboxes), service.name)
