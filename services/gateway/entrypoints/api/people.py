"""What is asked about people besides the questions: who has such a name, and who looked at whom."""

from typing import Annotated
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from services.gateway.adapters.people import People
from services.gateway.application.access import Reader, atoms
from services.gateway.application.moment import BadParameter
from services.gateway.application.naming import shown
from services.gateway.application.questions.question import number, object_id
from services.gateway.entrypoints.api.signed_in import reader_of
from shared.contracts.text import SafeStr
from shared.http import BadRequest, json_body
from shared.store.database import Database

FORM = "application/x-www-form-urlencoded"
_MOST = 4096
LOG_FILTERS = (number("before"), object_id("subject"))


class Searched(BaseModel):
    """A search: words that begin words of the name."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text: Annotated[SafeStr, Field(min_length=1, repr=False)]


class PeopleDesk:
    """Answers those who may see names."""

    def __init__(self, database: Database, people: People) -> None:
        self._database = database
        self._people = people

    def router(self) -> APIRouter:
        """The routes, below /api/v1."""
        routes = APIRouter()
        routes.add_api_route("/people/search", self.search, methods=["POST"], name="people-search")
        routes.add_api_route("/view-log", self.log, methods=["GET", "HEAD"], name="view-log")
        return routes

    async def search(self, request: Request) -> Response:
        """By POST, so that no name stands in an address, a history or an access log (security.md K10)."""
        reader = await self._reader(request, "names")
        asked = Searched.model_validate_json(await _posted(request))
        told = await self._people.search(reader, asked.text)
        items = [{"id": str(id), **shown(told.persons, id, details=True)} for id in told.persons]
        return Response(orjson.dumps({"items": items, "more": told.more}), media_type="application/json")

    async def log(self, request: Request) -> Response:
        """The view log, newest first."""
        reader = await self._reader(request, "view-log")
        given = request.query_params
        if not {filter.name for filter in LOG_FILTERS}.issuperset(given):
            raise BadParameter("?", "must be one of before, subject")
        before, subject = (filter.value(given[filter.name]) if filter.name in given else None for filter in LOG_FILTERS)
        log = await self._people.view_log(reader, before, subject)
        return Response(log.model_dump_json(), media_type="application/json")

    async def _reader(self, request: Request, line: str) -> Reader:
        async with self._database.transaction(read_only=True) as connection:
            reader = await reader_of(request, connection)
        atoms(reader, line)
        return reader


async def _posted(request: Request) -> bytes:
    """The body as JSON, be it JSON or a form. Raises BadRequest."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return await json_body(request)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            raise BadRequest(413, "body-too-large")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError as error:
        raise BadRequest(400, "malformed-form") from error
    if len(pairs) != len(dict(pairs)):
        raise BadRequest(400, "malformed-form")
    return orjson.dumps(dict(pairs))
