"""Services: the gateway's calls to the others (security.md G13): a command forwarded as it came, and how they are."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from services.gateway.application.access import Reader
from shared.access import Actor, Minter
from shared.contracts.ids import SYSTEM, ActorId
from shared.errors import Unavailable

_THERE = ("content-type", "idempotency-key", "if-match", "traceparent", "x-correlation-id")
_BACK = ("content-type", "etag", "idempotency-replayed", "retry-after", "x-request-id")
_PATIENCE = httpx.Timeout(30, connect=2, pool=5)
_LOOK = httpx.Timeout(8, connect=1)
_OPERATOR = Actor(SYSTEM, "operator", frozenset())
"""In whose name the gateway asks how a service is: figures only."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a service answered, as it is passed on."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def client(base: str, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client of one service: no proxies, no redirects."""
    return httpx.AsyncClient(base_url=base, timeout=_PATIENCE, transport=transport, trust_env=False)


class Services:
    """Calls services by name, each with a token of 60 seconds made for it."""

    def __init__(self, clients: Mapping[str, httpx.AsyncClient], minter: Minter) -> None:
        self._clients = clients
        self._minter = minter

    @property
    def names(self) -> tuple[str, ...]:
        """Those that can be called."""
        return tuple(self._clients)

    async def command(
        self, service: str, path: str, body: bytes, headers: Mapping[str, str], reader: Reader
    ) -> Answered:
        """Forward a command. Raises Unavailable when the service does not answer: the same key may be sent again."""
        actor = Actor(ActorId(reader.account), reader.role, reader.scopes)
        given = {name: headers[name] for name in _THERE if name in headers}
        return await self._answered(
            service, "POST", f"/{path}", content=body, headers=given | self._signed(service, actor, "command")
        )

    async def ask(
        self, service: str, method: str, path: str, reader: Reader, params: Mapping[str, str], body: bytes = b""
    ) -> Answered:
        """What a service's own operations (/internal/...) answer to that reader. Raises Unavailable."""
        actor = Actor(ActorId(reader.account), reader.role, reader.scopes)
        headers = {"Content-Type": "application/json"} if body else {}
        return await self._answered(
            service,
            method,
            f"/internal/{path}",
            params=params,
            content=body,
            headers=headers | self._signed(service, actor, "operations"),
        )

    async def statuses(self) -> dict[str, dict[str, Any] | None]:
        """How each service says it is (GET /internal/status); None for one that does not answer."""
        found = await asyncio.gather(*(self._status(service) for service in self._clients))
        return dict(zip(self._clients, found, strict=True))

    async def _status(self, service: str) -> dict[str, Any] | None:
        try:
            response = await self._clients[service].get(
                "/internal/status", headers=self._signed(service, _OPERATOR, "health"), timeout=_LOOK
            )
            told: dict[str, Any] = response.raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            return None
        return told

    async def _answered(self, service: str, method: str, path: str, **given: Any) -> Answered:
        try:
            response = await self._clients[service].request(method, path, **given)
        except httpx.TransportError as error:
            raise Unavailable(service, retry_after=1) from error
        passed = {name: response.headers[name] for name in _BACK if name in response.headers}
        return Answered(response.status_code, passed, response.content)

    def _signed(self, service: str, actor: Actor, purpose: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._minter.token(actor, service, purpose)}"}
