"""The /internal routes of a service, called within this process over the service's own database.

What a person does at the machine goes through the same routes, tokens and audit as what comes through the gateway, and
works while the service itself is down, or has no address of its own to be called at (the gateway).
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

from deploy.embedded.failures import INTERNAL, NO, SERVICE_DOWN, StartFailure
from shared.access import Actor, Minter, Verifier
from shared.contracts.ids import ActorId
from shared.http import application
from shared.operations import Operations
from shared.service import Service
from shared.settings import Settings, open_database

CALLER = "gateway"
OPERATOR = Actor(ActorId(uuid5(NAMESPACE_URL, "lemkin/actor/command-line")), "operator", frozenset())
"""Who is named as having settled something from the command line."""


class Internal:
    """Asks one service; every answer but a good one becomes a clear failure."""

    def __init__(self, client: httpx.AsyncClient, service: str, minter: Minter) -> None:
        self._client = client
        self._service = service
        self._minter = minter

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """What stands there. Raises StartFailure."""
        return _told(await self._client.get(f"/internal/{path}", params=query, headers=self._signed()))

    async def post(self, path: str, body: Mapping[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """Do something. Raises StartFailure."""
        sent = await self._client.post(f"/internal/{path}", params=query, json=body, headers=self._signed())
        return _told(sent)

    def _signed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._minter.token(OPERATOR, self._service, 'operations')}"}


@asynccontextmanager
async def internal(service: Service, settings: Settings) -> AsyncIterator[Internal]:
    """The operations of a service whose database, log and keys the settings name."""
    verifier = Verifier(service.name, [CALLER], settings.keys)
    async with open_database(settings) as database:
        app = application(service.name, settings.hosts)
        app.include_router(Operations(service, settings, database, verifier).router())
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield Internal(client, service.name, Minter(CALLER, settings.keys / f"{CALLER}.key"))


def _told(response: httpx.Response) -> dict[str, Any]:
    told: dict[str, Any] = response.json()
    if response.is_success:
        return told
    codes = {
        404: ("there is no such dead letter", NO),
        409: (f"refused: {told.get('code')}", NO),
        422: ("not valid", NO),
    }
    message, code = codes.get(response.status_code, (f"the service answered {told.get('code')}", INTERNAL))
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        message, code = f"{told.get('what', 'a part')} is down", SERVICE_DOWN
    details = ", ".join(f"{name}={value}" for name, value in told.items() if name not in {"type", "title", "status"})
    raise StartFailure(message, f"the answer was: {details}", code)
