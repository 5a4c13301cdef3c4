"""The reads of the public API: a GET route for each line of the table of questions."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.gateway.adapters.people import People
from services.gateway.adapters.progress import Place, reached
from services.gateway.adapters.reads import Reads
from services.gateway.adapters.statements.table import STATEMENTS
from services.gateway.application.access import Reader, sees
from services.gateway.application.cursor import Cursors
from services.gateway.application.moment import BadParameter
from services.gateway.application.naming import may_ask, named, persons_in
from services.gateway.application.questions.ask import Asked, ask
from services.gateway.application.questions.question import Question
from services.gateway.application.questions.table import QUESTIONS
from services.gateway.entrypoints.api.signed_in import reader_of
from shared.http import problem
from shared.store.database import Database

AFTER = "after"
"""A read takes `after=kind/id@version`: it waits a second at most for that version to arrive."""


class ReadDesk:
    """Answers questions over one database, with names that enrollment tells."""

    def __init__(self, database: Database, cursors: Cursors, people: People) -> None:
        self._database = database
        self._cursors = cursors
        self._people = people

    def router(self) -> APIRouter:
        """The routes, below /api/v1."""
        routes = APIRouter()
        for question in QUESTIONS:
            routes.add_api_route(question.path, self._answering(question), methods=["GET", "HEAD"], name=question.name)
        return routes

    def _answering(self, question: Question) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            given = _given(request)
            late = None
            if question.dates and AFTER in given:
                late = await self._wait(request, given.pop(AFTER))
            async with self._database.transaction(read_only=True) as connection:
                reader = await reader_of(request, connection)
                asked = Asked(request.path_params, given)
                found = await ask(
                    question, asked, reader, Reads(connection, STATEMENTS), self._cursors, datetime.now(UTC)
                )
            headers = {"Lemkin-Pending": late} if late else {}
            if found.next:
                after = request.url.include_query_params(cursor=found.next)
                headers["Link"] = f'<{after.path}?{after.query}>; rel="next"'
            return tagged(request, await self._named(question, reader, found.body), headers)

        return answer

    async def _named(self, question: Question, reader: Reader, body: bytes) -> bytes:
        """The answer with names. No transaction of ours is open while enrollment is asked."""
        if not may_ask(question, reader):
            return body
        told = orjson.loads(body)
        names = await self._people.names(reader, persons_in(question, told), f"{question.name}-page")
        return named(question, told, names)

    async def _wait(self, request: Request, text: str) -> str | None:
        """What has not arrived in time, if so."""
        async with self._database.transaction(read_only=True) as connection:
            reader = await reader_of(request, connection)
        place = Place.parse(text)
        return None if await reached(self._database, place, sees(reader, "people-history")) else text


def _given(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    given = dict(pairs)
    if len(given) != len(pairs):
        raise BadParameter("?", "must be given once")
    return given


def tagged(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    """The answer with the hash of its bytes as ETag; 304 for a caller who has these bytes."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers={**headers, "ETag": tag})
    return Response(body, media_type="application/json", headers={**headers, "ETag": tag})


def refused(_: Request, error: Exception) -> Response:
    """A parameter that breaks a rule: its name and the rule, never its value."""
    if not isinstance(error, BadParameter):
        raise error
    told = {"pointer": f"/query/{error.name}", "rule": "bad-parameter", "parameter": error.name, "detail": error.rule}
    return problem(400, "bad-parameter", errors=[told])
