"""Clients: post the wishes, write down what they were told, and settle every doubt by asking again with the same key."""

import asyncio
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import httpx

from shared.access import Actor, Minter
from shared.contracts.ids import ActorId
from tests.chaos.history import Asked, History
from tests.chaos.stage import Stage
from tests.chaos.workload import Wish, Workload

SETTLE_SECONDS = 120.0
"""How long a client asks again before it gives up; then its command stays `pending`, which the checker reports."""
PATIENCE = 30.0
ASK_AGAIN = 0.2
SOMEBODY = Actor(ActorId(UUID(int=0xC4A05)), "secretariat", frozenset({"secretariat"}))


class Clients:
    """Callers of the network service, through its own HTTP port, with tokens as the gateway mints them."""

    def __init__(self, stage: Stage, history: History, workload: Workload) -> None:
        self._stage = stage
        self._history = history
        self._workload = workload
        self._minter = Minter("gateway", stage.ground.layout.keys / "gateway.key")
        self._http = httpx.AsyncClient(timeout=PATIENCE, limits=httpx.Limits(max_connections=32))

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    def headers(self, service: str) -> dict[str, str]:
        """Who we are, for one request to a service."""
        return {"Authorization": f"Bearer {self._minter.token(SOMEBODY, service, 'command')}"}

    async def ask(self, wish: Wish, key: str | None = None) -> Asked:
        """Post one wish until it is known whether it was granted."""
        match = self._workload.versions.get(wish.edits, 1) if wish.edits else None
        asked = Asked(id=uuid4(), key=key or str(uuid4()), path=wish.path, body=wish.body, match=match)
        self._history.asked.append(asked)
        self._history.add("invoke", id=asked.id, key=asked.key, path=asked.path, body=asked.body, match=match)
        until = monotonic() + SETTLE_SECONDS
        while not await self.try_once(asked) and monotonic() < until:  # noqa: ASYNC110  (nobody calls us back)
            await asyncio.sleep(ASK_AGAIN)
        if asked.outcome == "ok":
            self._workload.granted(wish, UUID(asked.answer["id"]), asked.answer["version"])
        self._history.add(asked.outcome, id=asked.id, status=asked.status, code=asked.code, tries=asked.tries)
        return asked

    async def try_once(self, asked: Asked) -> bool:
        """Post it; True when the answer settles it."""
        asked.tries += 1
        headers = {**self.headers("network"), "Idempotency-Key": asked.key, "X-Correlation-Id": str(asked.id)}
        if asked.match is not None:
            headers["If-Match"] = f'"{asked.match}"'
        url = f"http://127.0.0.1:{self._stage.ports['network']}/{asked.path}"
        try:
            told = await self._http.post(url, json=asked.body, headers=headers)
            asked.status, answer = told.status_code, told.json()
        except (httpx.TransportError, ValueError) as error:
            asked.unknowns += 1
            self._history.add("unknown", id=asked.id, error=type(error).__name__)
            return False
        if asked.status >= 500 or answer.get("code") == "in-flight":
            asked.unknowns += 1
            self._history.add("unknown", id=asked.id, status=asked.status, code=answer.get("code"))
            return False
        asked.answer, asked.outcome = answer, "ok" if asked.status in {200, 201} else "fail"
        return True

    async def operate(self, service: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        """Ask for an operation as an operator, once. Raises httpx.TransportError when nobody answers."""
        url = f"http://127.0.0.1:{self._stage.ports[service]}/{path}"
        told: dict[str, Any] = (await self._http.post(url, json=body, headers=self.headers(service))).json()
        return told
