"""Dead letters of every service, asked of each in the reader's name; the service keeps who settled which."""

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson

from services.gateway.adapters.services import Answered, Services
from services.gateway.application.access import Reader
from services.gateway.application.letters import merged, shown
from shared.errors import NotFound, Unavailable


class DeadLetters:
    """Asks the services. The rights are judged by the caller, and again by the service (security.md G13)."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def listed(self, reader: Reader, service: str | None, *, settled: bool) -> dict[str, Any]:
        """The newest of one service or of all (None). With one that is down: what the others have.

        Raises Unavailable when that is the one asked for.
        """
        chosen = [service] if service else list(self._services.names)
        found = await asyncio.gather(*(self._of(name, reader, settled=settled) for name in chosen))
        if service and found[0] is None:
            raise Unavailable(service, retry_after=1)
        return merged(dict(zip(chosen, found, strict=True)))

    async def one(self, reader: Reader, service: str, id: str) -> Answered | dict[str, Any]:
        """One, without its bytes; or what the service answered instead. Raises NotFound, Unavailable."""
        answered = await self.ask(reader, service, id, "GET")
        return shown(service, orjson.loads(answered.body)) if answered.status == 200 else answered

    async def ask(
        self,
        reader: Reader,
        service: str,
        id: str,
        method: str = "POST",
        task: str = "",
        params: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answered:
        """One, or with `task` what is to be done with it: `/redrive`, `/discard`. Raises NotFound, Unavailable."""
        if service not in self._services.names or not (id.isascii() and id.isdecimal()):
            raise NotFound("not-found")
        return await self._services.ask(service, method, f"dead-letters/{id}{task}", reader, params or {}, body)

    async def _of(self, service: str, reader: Reader, *, settled: bool) -> list[dict[str, Any]] | None:
        given = {"settled": "true" if settled else "false"}
        try:
            answered = await self._services.ask(service, "GET", "dead-letters", reader, given)
        except Unavailable:
            return None
        if answered.status != 200:
            return None
        items: list[dict[str, Any]] = orjson.loads(answered.body)["items"]
        return items
