"""People: names and the view log, asked of enrollment in the reader's name and kept by nobody here (security.md D3, G13)."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.gateway.application.access import Reader
from shared.access import Actor, Minter
from shared.contracts.ids import ActorId
from shared.contracts.privacy import NamesAsked, NameSearched, NamesTold, PersonTold, ViewLog
from shared.errors import Unavailable

OWNER = "enrollment"
_PATIENCE = httpx.Timeout(2, connect=0.5, pool=0.5)
_ALL_IN_ALL = 3.0
"""Seconds: a page without names is better than one that does not come."""


class People:
    """Asks enrollment; without a client for it (it is not configured) everything is unavailable."""

    def __init__(self, client: httpx.AsyncClient | None, minter: Minter) -> None:
        self._client = client
        self._minter = minter

    async def names(self, reader: Reader, ids: Sequence[UUID], purpose: str) -> Mapping[UUID, PersonTold] | None:
        """The names of 50 persons at most; None when enrollment does not tell, whatever the reason."""
        if not ids:
            return {}
        asked = NamesAsked(ids=tuple(ids), purpose=purpose)
        try:
            return (await self._told(reader, "names", asked)).persons
        except Unavailable:
            return None

    async def search(self, reader: Reader, text: str) -> NamesTold:
        """Persons in the reader's scope with such a name, in the order of their names. Raises Unavailable."""
        return await self._told(reader, "names/search", NameSearched(text=text, purpose="search"))

    async def view_log(self, reader: Reader, before: int | None, subject: UUID | None) -> ViewLog:
        """Who looked at whom, newest first. Raises Unavailable."""
        given = {"before": before, "subject": str(subject) if subject else None}
        params = {name: value for name, value in given.items() if value is not None}
        answer = await self._ask(reader, "GET", "view-log", params=params)
        try:
            return ViewLog.model_validate_json(answer)
        except ValueError as error:
            raise Unavailable(OWNER) from error

    async def _told(self, reader: Reader, path: str, asked: NamesAsked | NameSearched) -> NamesTold:
        answer = await self._ask(reader, "POST", path, content=asked.model_dump_json())
        try:
            return NamesTold.model_validate_json(answer)
        except ValueError as error:
            raise Unavailable(OWNER) from error

    async def _ask(self, reader: Reader, method: str, path: str, **given: Any) -> bytes:
        """The body of a 200. Raises Unavailable for everything else, without what was said."""
        if self._client is None:
            raise Unavailable(OWNER)
        token = self._minter.token(Actor(ActorId(reader.account), reader.role, reader.scopes), OWNER, "names")
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "X-Correlation-Id": str(uuid4()),
        }
        try:
            async with asyncio.timeout(_ALL_IN_ALL):
                answer = await self._client.request(
                    method, f"/internal/{path}", headers=headers, timeout=_PATIENCE, **given
                )
        except (httpx.HTTPError, TimeoutError) as error:
            raise Unavailable(OWNER, retry_after=1) from error
        if answer.status_code != 200:
            raise Unavailable(OWNER, retry_after=1)
        return answer.content
