"""The public application over a fresh database, asked as somebody, with services that only remember what they were sent."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from services.gateway.adapters.accounts import DEMO, create_token, ensure_demo_accounts
from services.gateway.adapters.people import OWNER, People
from services.gateway.adapters.services import Services, client
from services.gateway.adapters.snapshots import Snapshots
from services.gateway.application.views.table import VIEWS
from services.gateway.entrypoints.serve import NAME, frozen, own_client, public_app
from services.gateway.main import SERVICE
from shared.access import Minter
from shared.contracts.published import CATALOG
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from tests.component.gateway.story import AFRICA, LATIN_AMERICA, story
from tests.support.feed import Feed
from tests.support.platform import ServiceDatabase
from tests.support.signing import keys

NETWORKS = {"latin-america": LATIN_AMERICA, "african-union": AFRICA}
Tokens = dict[str, str]
QUIET = {"outbox": 0, "journal": 3, "consumers": [], "dead_letters": 0, "parked": 0}


class Sent(httpx.AsyncBaseTransport):
    """A service that answers everything alike, but what `answers` has for a path, and remembers it; or is `down`."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.status: dict[str, Any] = dict(QUIET)
        self.answers: dict[str, httpx.Response] = {}
        self.down = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down", request=request)
        if request.url.path == "/internal/status":
            return httpx.Response(200, json=self.status)
        await request.aread()
        self.requests.append(request)
        if request.url.path in self.answers:
            return self.answers[request.url.path]
        return httpx.Response(201, json={"version": 7}, headers={"ETag": '"7"', "X-Not-For-You": "1"})


class Names(httpx.AsyncBaseTransport):
    """Enrollment as it tells names; remembers what it was asked.

    It answers what `answers` has for a path, tells that everybody is called `family_name`, or refuses with `status`.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.answers: dict[str, Any] = {"view-log": {"items": [], "next": None}}
        self.family_name: str | None = None
        self.status = 200
        self.down = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectTimeout("down", request=request)
        content = await request.aread()
        path = request.url.path.removeprefix("/internal/")
        self.asked.append((path, json.loads(content) if content else dict(request.url.params)))
        if self.status != 200:
            return httpx.Response(self.status, json={"code": "unavailable"})
        if path == "names" and self.family_name:
            one = {"given_name": "A", "family_name": self.family_name, "title": None, "post": None}
            told = {id: {"identity": one} for id in self.asked[-1][1]["ids"]}
            return httpx.Response(200, json={"persons": told, "more": False})
        return httpx.Response(200, json=self.answers.get(path, {"persons": {}, "more": False}))


class Own(httpx.AsyncBaseTransport):
    """The gateway's own commands, without asking Kafka how far it is."""

    def __init__(self, inner: httpx.AsyncClient) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/internal/status":
            return httpx.Response(200, json=QUIET)
        return await self._inner.send(request)


class Public:
    """Asks the public API."""

    def __init__(
        self, database: Database, client: httpx.AsyncClient, network: Sent, names: Names, tokens: Tokens
    ) -> None:
        self.database, self.client, self.network, self.names = database, client, network, names
        self.tokens = dict(tokens)

    async def hear(self, feed: Feed, first: int = 0) -> None:
        """Let events arrive, from the n-th on."""
        await hear(self.database, feed, first)

    async def get(
        self, path: str, as_: str | None = "secretariat", headers: dict[str, str] | None = None, **given: Any
    ) -> httpx.Response:
        signed = {"Authorization": f"Bearer {self.tokens[as_]}"} if as_ else {}
        parameters = {name.rstrip("_"): value for name, value in given.items()}
        return await self.client.get(f"/api/v1{path}", params=parameters, headers=signed | (headers or {}))

    async def told(self, path: str, as_: str = "secretariat", **given: Any) -> Any:
        """The JSON of an answer that must be there."""
        response = await self.get(path, as_, **given)
        assert response.status_code == 200, response.text
        return response.json()

    async def items(self, path: str, as_: str = "secretariat", **given: Any) -> list[Any]:
        items: list[Any] = (await self.told(path, as_, **given))["items"]
        return items

    async def post(self, path: str, body: Any, as_: str = "secretariat", **headers: str) -> httpx.Response:
        signed = {"Authorization": f"Bearer {self.tokens[as_]}", "Idempotency-Key": "k", **headers}
        return await self.client.post(f"/api/v1{path}", json=body, headers=signed)


async def hear(database: Database, feed: Feed, first: int = 0) -> None:
    async with database.transaction() as connection:
        await Snapshots(VIEWS, CATALOG).write(connection, feed.said[first:])


async def with_story(made: ServiceDatabase) -> Tokens:
    """Let the story arrive, make the demo's accounts, and give each a token."""
    async with Database(made.app, made.app_password, size=1) as database:
        await ensure_demo_accounts(database, CATALOG, NETWORKS)
        await hear(database, story())
        return {demo.name: (await create_token(database, demo.name)).secret for demo in DEMO}


@asynccontextmanager
async def opened(
    database: Database, tokens: Tokens, assets: Path | None = None, **others: httpx.AsyncBaseTransport
) -> AsyncIterator[Public]:
    """The application over this database, with the assets built in a folder; `others`: services besides, by name."""
    settings = Settings(keys=Path(keys()))
    network, names = Sent(), Names()
    inner = own_client(SERVICE, settings, database, Wake(), Backlog(database, 1_000_000))
    clients = {"network": client("http://network", network), NAME: client("http://localhost", Own(inner))}
    clients |= {name: client("http://localhost", transport) for name, transport in others.items()}
    minter, asked = Minter(NAME, settings.keys / f"{NAME}.key"), client(f"http://{OWNER}", names)
    app = public_app(settings, database, Services(clients, minter), People(asked, minter), frozen(), assets)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as asking:
        yield Public(database, asking, network, names, tokens)
    for each in (*clients.values(), asked, inner):
        await each.aclose()
