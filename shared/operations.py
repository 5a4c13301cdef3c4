"""What operators ask of a service, through the gateway or the command line: its state, its dead letters, to go on."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from shared.access import Actor, Verifier
from shared.aggregate import SECRETARIAT
from shared.contracts.text import Code
from shared.contracts.topics import topic
from shared.dead_letters import DeadLetters
from shared.errors import Forbidden, NotFound
from shared.http import json_body
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, log_bounds
from shared.service import Service
from shared.settings import Settings
from shared.store.database import Database, only
from shared.store.inbox import StoredInboxes
from shared.worker import consumer_of

OPERATORS = ("operator", SECRETARIAT)


class Discard(BaseModel):
    """Why a dead letter is given up."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    why: Code


class Operations:
    """The operations of one service."""

    def __init__(self, service: Service, settings: Settings, database: Database, verifier: Verifier) -> None:
        self._service, self._settings, self._database, self._verifier = service, settings, database, verifier

    def router(self) -> APIRouter:
        """Its routes under /internal."""
        routes = APIRouter(prefix="/internal")
        for method, path, answer in (
            ("GET", "/status", self.status),
            ("GET", "/dead-letters", self.dead_letters),
            ("GET", "/dead-letters/{id}", self.dead_letter),
            ("POST", "/dead-letters/{id}/redrive", self.redrive),
            ("POST", "/dead-letters/{id}/discard", self.discard),
            ("POST", "/resume", self.resume),
        ):
            routes.add_api_route(path, answer, methods=[method])
        return routes

    async def status(self, request: Request) -> Response:
        """Outbox, positions against the ends of the log (null when Kafka is away), dead letters, parked records."""
        self._operator(request)
        async with self._database.transaction(read_only=True) as connection:
            told = dict(
                only(
                    await connection.fetchrow(
                        """
                    select (select count(*) from outbox) as outbox, (select count(*) from parked) as parked,
                        (select count(*) from dead_letters where outcome is null) as dead_letters,
                        (select count(*) from deadlines where failed is not null) as failed_deadlines,
                        (select coalesce(max(position), 0) from journal) as journal
                    """
                    )
                )
            )
            places = await connection.fetch(
                "select topic, partition, next, failures_in_row from positions where consumer = $1", self._service.name
            )
        ends = await self._ends([topic(name) for name in self._service.hears])
        known = {(row["topic"], row["partition"]): row for row in places}
        told["consumers"] = [
            {
                "topic": name,
                "partition": partition,
                "next": known[name, partition]["next"] if (name, partition) in known else 0,
                "end": ends.get((name, partition)),
                "failures_in_row": known[name, partition]["failures_in_row"] if (name, partition) in known else 0,
            }
            for name, partition in sorted({*known, *ends})
        ]
        return _json(told)

    async def dead_letters(self, request: Request, settled: bool = False) -> Response:  # noqa: FBT001, FBT002 (a query parameter)
        """The newest 50."""
        self._operator(request)
        return _json({"items": await self._letters().all(settled=settled)})

    async def dead_letter(self, request: Request, id: str) -> Response:
        """One with its raw record, as hexadecimal digits."""
        self._operator(request)
        letter = dict(await self._letters().one(_number(id)))
        for name in ("key", "value"):
            letter[name] = letter[name].hex() if letter[name] is not None else None
        return _json(letter)

    async def redrive(self, request: Request, id: str, dry_run: bool = False) -> Response:  # noqa: FBT001, FBT002
        """Replay one and what waits behind it."""
        actor = self._operator(request)
        return _json(await self._letters().redrive(_number(id), actor.id, dry_run=dry_run))

    async def discard(self, request: Request, id: str, dry_run: bool = False) -> Response:  # noqa: FBT001, FBT002
        """Give one up."""
        actor = self._operator(request)
        wish = Discard.model_validate_json(await json_body(request))
        return _json(await self._letters().discard(_number(id), actor.id, wish.why, dry_run=dry_run))

    async def resume(self, request: Request) -> Response:
        """Let a halted consumer and failed deadlines go on."""
        self._operator(request)
        async with self._database.transaction() as connection:
            deadlines = await connection.execute(
                "update deadlines set failed = null, attempts = 0, next_try = clock_timestamp() where failed is not null"
            )
        resumed = await self._letters().resume()
        return _json({"partitions": resumed, "deadlines": int(deadlines.rpartition(" ")[2])})

    def _operator(self, request: Request) -> Actor:
        actor = self._verifier.actor(request.headers.get("authorization"))
        if actor.role not in OPERATORS:
            raise Forbidden("forbidden", role=actor.role)
        return actor

    def _letters(self) -> DeadLetters:
        """They need no log: positions are asked for by the worker alone."""
        inboxes = StoredInboxes(self._database, self._service.name, "", {})
        return DeadLetters(self._database, inboxes, consumer_of(self._service, inboxes), self._service.name)

    async def _ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        try:
            bounds = await asyncio.to_thread(log_bounds, self._settings.kafka, topics, timeout=5)
        except (KafkaAbsent, KafkaAnswered):
            return {}
        return {place: end for place, (_, end) in bounds.items()}


def _number(given: str) -> int:
    if not given.isdecimal() or len(given) > 18:
        raise NotFound("not-found")
    return int(given)


def _json(value: Any) -> Response:
    return JSONResponse(jsonable_encoder(value, custom_encoder={datetime: datetime.isoformat, UUID: str}))
