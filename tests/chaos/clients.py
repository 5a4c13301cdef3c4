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
from tests.chaos.wishes import Wish
from tests.chaos.workload import Workload

SETTLE_SECONDS = 120.0
"""How long a client asks again before it gives up; then its command stays `pending`, which the checker reports."""
PATIENCE = 30.0
ASK_AGAIN = 0.2
DOUBTS = frozenset({"in-flight", "not-known-here-yet"})
"""Refusals that say: ask again."""
SOMEBODY = Actor(ActorId(UUID(int=0xC4A05)), "secretariat", frozenset({"secretariat"}))


class Clients:
    """Callers of the services, through their own HTTP ports, with tokens as the gateway mints them.

    The gateway's own commands are for those who have an account there: `account` is the token of one.
    """

    def __init__(self, stage: Stage, history: History, workload: Workload) -> None:
        self._stage = stage
        self._history = history
        self._workload = workload
        self.account = ""
        self._minter = Minter("gateway", stage.ground.layout.keys / "gateway.key")
        self._http = httpx.AsyncClient(timeout=PATIENCE, limits=httpx.Limits(max_connections=32))

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    def headers(self, service: str) -> dict[str, str]:
        """Who we are, for one request to a service."""
        token = self.account if service == "gateway" else self._minter.token(SOMEBODY, service, "command")
        return {"Authorization": f"Bearer {token}"}

    async def ask(self, wish: Wish, key: str | None = None) -> Asked:
        """Post one wish until it is known whether it was granted."""
        match = self._workload.draws.versions.get(wish.edits, 1) if wish.edits else None
        asked = Asked(uuid4(), key or str(uuid4()), wish.path, wish.body, match, wish.service)
        self._history.asked.append(asked)
        told = {"id": asked.id, "key": asked.key, "path": asked.path, "body": asked.body, "match": match}
        self._history.add("invoke", service=asked.service, **told)
        until = monotonic() + SETTLE_SECONDS
        while not await self.try_once(asked) and monotonic() < until:  # noqa: ASYNC110  (nobody calls us back)
            await asyncio.sleep(ASK_AGAIN)
        if asked.outcome == "ok":
            self._workload.granted(wish, asked)
        self._history.add(asked.outcome, id=asked.id, status=asked.status, code=asked.code, tries=asked.tries)
        return asked

    async def try_once(self, asked: Asked) -> bool:
        """Post it; True when the answer settles it."""
        asked.tries += 1
        headers = {**self.headers(asked.service), "Idempotency-Key": asked.key, "X-Correlation-Id": str(asked.id)}
        if asked.match is not None:
            headers["If-Match"] = f'"{asked.match}"'
        path = f"api/v1/gateway/{asked.path}" if asked.service == "gateway" else asked.path
        url = f"http://127.0.0.1:{self._stage.ports[asked.service]}/{path}"
        try:
            told = await self._http.post(url, json=asked.body, headers=headers)
            asked.status, answer = told.status_code, told.json()
        except (httpx.TransportError, ValueError) as error:
            asked.unknowns += 1
            self._history.add("unknown", id=asked.id, error=type(error).__name__)
            return False
        if asked.status >= 500 or answer.get("code") in DOUBTS:
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
