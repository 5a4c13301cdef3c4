"""The commands of a service as HTTP routes: what one command does around the decision, once for all."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from shared.access import Actor, Verifier, require, role_may
from shared.aggregate import Right
from shared.commands import CommandSpec
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PartialDate
from shared.contracts.event import FactRetracted, Provenance
from shared.correct import Correct, correct, correctors
from shared.crash import Point, passage
from shared.errors import Conflict, Forbidden, NotFound, Unavailable
from shared.execute import Outcome, cause_of, execute, target_of
from shared.http import BadRequest, json_body
from shared.store.database import Connection, Database, only
from shared.store.work import Work
from shared.telemetry import COMMANDS
from shared.works import Cause

Act = Callable[[Work, Actor, datetime], Awaitable[Outcome]]
Keeper = Callable[[Connection, UUID, Any, Outcome], Awaitable[None]]
"""Stores the personal values of a command (of the aggregate with that id) in the transaction that states its events."""


@dataclass(frozen=True)
class Inside:
    """What a service's api has besides its table: keepers, by the word that lines name or `corrected-` and a kind; routes."""

    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    routers: Sequence[APIRouter] = ()


@dataclass(frozen=True)
class CommandDesk:
    """Takes commands for one service. `committed` is told after each commit; `full` says why nothing can be taken now."""

    service: str
    database: Database
    catalog: Catalog
    table: Sequence[CommandSpec]
    retraction: type[FactRetracted]
    verifier: Verifier
    committed: Callable[[], None]
    full: Callable[[], str | None] = lambda: None
    keepers: Mapping[str, Keeper] = field(default_factory=dict)

    def router(self) -> APIRouter:
        """A POST route for each line, and one to correct each collection."""
        routes = APIRouter()
        for line in self.table:
            routes.add_api_route(f"/{line.path}", self._command(line), methods=["POST"], name=line.operation)
        for collection in dict.fromkeys(line.collection for line in self.table):
            lines = [line for line in self.table if line.collection == collection]
            path = f"/{collection}/{{id}}/correct"
            routes.add_api_route(path, self._correction(lines), methods=["POST"], name=f"Correct {collection}")
        return routes

    def _command(self, line: CommandSpec) -> Callable[[Request], Awaitable[Response]]:
        async def post_command(request: Request) -> Response:
            actor = self._actor(request, line.who)
            body = await json_body(request)
            command = line.command.model_validate_json(body)
            id = target_of(line, command, path_id(request))
            cause = lambda now: cause_of(command, actor, now, *_trace(request))  # noqa: E731

            async def act(work: Work, actor: Actor, now: datetime) -> Outcome:
                done = await execute(work, line, id, command, actor, now, if_match(request, required=line.edit))
                if line.keeps and not done.unchanged:
                    await self.keepers[line.keeps](work.connection, id, command, done)
                return done

            answer = await self._answer(request, body, actor, cause, act, line.who)
            COMMANDS.labels(line.operation, answer.status_code).inc()
            return answer

        return post_command

    def _correction(self, lines: Sequence[CommandSpec]) -> Callable[[Request], Awaitable[Response]]:
        kind, who = lines[0].kind, correctors(lines)

        async def post_correction(request: Request) -> Response:
            actor = self._actor(request, who)
            body = await json_body(request)
            wish = Correct.model_validate_json(body)
            id, expected = path_id(request), if_match(request, required=True)
            if id is None or expected is None:
                raise NotFound("not-found")

            def cause(now: datetime) -> Cause:
                evidence, (correlation, trace) = Provenance(source=wish.source, page=wish.page), _trace(request)
                today = PartialDate.of(now.date())
                return Cause(actor.id, correlation, today, provenance=evidence, reason=wish.reason, traceparent=trace)

            async def act(work: Work, actor: Actor, now: datetime) -> Outcome:
                done = await correct(work, self.table, self.retraction, kind, id, wish, actor, now, expected)
                if corrected := self.keepers.get(f"corrected-{kind.name}"):
                    await corrected(work.connection, id, wish, done)
                return done

            return await self._answer(request, body, actor, cause, act, who)

        return post_correction

    def _actor(self, request: Request, who: Sequence[Right]) -> Actor:
        actor = self.verifier.actor(request.headers.get("authorization"))
        if not role_may(actor, who):
            raise Forbidden("forbidden", role=actor.role)
        return actor

    async def _answer(
        self,
        request: Request,
        body: bytes,
        actor: Actor,
        cause: Callable[[datetime], Cause],
        act: Act,
        who: Sequence[Right],
    ) -> Response:
        """Once per Idempotency-Key: do it, or give the stored answer again. One transaction; then wake the relay."""
        if why := self.full():
            raise Unavailable(why, retry_after=5)
        given = idempotency(request)
        key, fingerprint = stored_key(given), _fingerprint(request, body, given)
        async with self.database.transaction() as connection:
            free, now = only(
                await connection.fetchrow(
                    "select pg_try_advisory_xact_lock(hashtextextended($1, 0)), clock_timestamp()", f"{actor.id}/{key}"
                )
            )
            if not free:
                raise Conflict("in-flight")
            stored = await self._stored(connection, actor, key, fingerprint, who)
            if stored is not None:
                return _response(stored, replayed=True)
            try:
                outcome = await act(Work(connection, self.catalog, cause(now)), actor, now)
            except Conflict as refusal:
                raise await _blind(connection, refusal, actor) from refusal
            answer = _told(outcome)
            await connection.execute(
                "insert into idempotency (actor, key, fingerprint, answer) values ($1, $2, $3, $4)",
                actor.id,
                key,
                fingerprint,
                answer,
            )
            passage(Point.API_BEFORE_COMMIT)
        self.committed()
        passage(Point.API_AFTER_COMMIT)
        return _response(answer)

    async def _stored(
        self, connection: Connection, actor: Actor, key: str, fingerprint: bytes, who: Sequence[Right]
    ) -> dict[str, Any] | None:
        row = await connection.fetchrow(
            "select fingerprint, answer from idempotency where actor = $1 and key = $2", actor.id, key
        )
        if row is None:
            return None
        if row["fingerprint"] != fingerprint:
            raise Conflict("idempotency-key-reused")
        kind, id = row["answer"]["kind"], UUID(row["answer"]["id"])
        scopes = await connection.fetchval("select scopes from aggregates where kind = $1 and id = $2", kind, id)
        require(actor, who, scopes or ())
        answer: dict[str, Any] = row["answer"]
        return answer


async def _blind(connection: Connection, refusal: Conflict, actor: Actor) -> Conflict:
    """The refusal without the holder of what is taken, unless the holder is the actor's own (security.md R6)."""
    holder = refusal.params.get("holder")
    scopes = await connection.fetch("select unnest(scopes) as atom from aggregates where id = $1", holder)
    if holder is None or actor.scopes.intersection(row["atom"] for row in scopes):
        return refusal
    return Conflict(refusal.code, **{name: value for name, value in refusal.params.items() if name != "holder"})


def path_id(request: Request) -> UUID | None:
    """The id in the path. A malformed one is an unknown one."""
    given = request.path_params.get("id")
    try:
        return UUID(given) if given is not None else None
    except ValueError as error:
        raise NotFound("not-found") from error


def if_match(request: Request, *, required: bool) -> int | None:
    """The version in If-Match. Raises Conflict when it must be there and is not, BadRequest when it is no version."""
    given = request.headers.get("if-match")
    if given is None:
        if required:
            raise Conflict("if-match-required")
        return None
    digits = given.strip().strip('"')
    if not digits.isdecimal() or len(digits) > 9:
        raise BadRequest(400, "bad-if-match", "/headers/if-match")
    return int(digits)


def idempotency(request: Request) -> str:
    """The Idempotency-Key, which every POST must have."""
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= 100 or not key.isascii() or not key.isprintable():
        raise BadRequest(400, "idempotency-key-required", "/headers/idempotency-key")
    return key


def _trace(request: Request) -> tuple[UUID, str | None]:
    given, trace = request.headers.get("x-correlation-id", ""), request.headers.get("traceparent", "")
    try:
        correlation = UUID(given)
    except ValueError:
        correlation = uuid4()
    return correlation, trace if len(trace) == 55 and trace.isascii() else None


def stored_key(given: str) -> str:
    """What is kept of an Idempotency-Key: a caller may write anything into it."""
    return hashlib.sha256(given.encode()).hexdigest()


def _fingerprint(request: Request, body: bytes, given: str) -> bytes:
    """By which a repeat is known. Keyed by what is not kept, so that nobody finds a body by trying (security.md 6)."""
    match = request.headers.get("if-match", "")
    return hmac.digest(given.encode(), f"{request.url.path}\0{match}\0".encode() + body, "sha256")


def _told(outcome: Outcome) -> dict[str, Any]:
    told = asdict(outcome)
    return {**told, "id": str(outcome.id), "events": [str(event) for event in outcome.events]}


def _response(answer: dict[str, Any], *, replayed: bool = False) -> Response:
    headers = {"ETag": f'"{answer["version"]}"'}
    if replayed:
        headers["Idempotency-Replayed"] = "true"
    created = answer["version"] == len(answer["events"]) and not answer["unchanged"]
    return JSONResponse(answer, 201 if created else 200, headers)
