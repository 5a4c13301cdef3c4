"""The site with its door: a browser of one person, and the development issuer behind it, all in one process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from deploy.embedded.issuer import CLIENT, DevelopmentIssuer
from services.gateway.adapters.identities import bind_demo, identities
from services.gateway.adapters.issuer import Issuer, Provider
from services.gateway.adapters.people import People
from services.gateway.adapters.services import Services, client
from services.gateway.entrypoints.console.signing_in.front_door import front_door
from services.gateway.entrypoints.serve import NAME, frozen, own_client, public_app
from services.gateway.main import SERVICE
from shared.access import Minter
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import Backlog
from shared.store.wake import Wake
from tests.component.gateway.public import Own
from tests.support.signing import keys

SITE, ISSUER = "http://127.0.0.1:8080", "http://localhost:8181"
HERE = {"Sec-Fetch-Site": "same-origin"}


class Away(httpx.AsyncBaseTransport):
    """An issuer that can be switched off."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner, self.down = inner, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down", request=request)
        return await self.inner.handle_async_request(request)


class Front:
    """The site; `visit` is a browser of it, `issuer_site` one of the issuer."""

    def __init__(self, database: Database, app: FastAPI, development: FastAPI, away: Away) -> None:
        self.database, self.app, self.development, self.away = database, app, development, away
        self._app = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self._issuer = httpx.ASGITransport(app=development)

    @asynccontextmanager
    async def browser(self) -> AsyncIterator["Browser"]:
        """A browser without cookies."""
        async with (
            httpx.AsyncClient(transport=self._app, base_url=SITE) as site,
            httpx.AsyncClient(transport=self._issuer, base_url=ISSUER) as issuer,
        ):
            yield Browser(site, issuer)


class Browser:
    """Somebody at the site."""

    def __init__(self, site: httpx.AsyncClient, issuer: httpx.AsyncClient) -> None:
        self.site, self.issuer = site, issuer

    @property
    def session(self) -> str | None:
        """The cookie of the session."""
        return self.site.cookies.get("lemkin")

    async def leave(self, start: str = "/sign-in/start") -> str:
        """Go to the issuer; its address."""
        answer = await self.site.get(start)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def be(self, name: str, address: str) -> str:
        """Choose an account at the issuer; where it sends us back to."""
        given = {field: values[0] for field, values in parse_qs(urlsplit(address).query).items()}
        answer = await self.issuer.post("/authorize", data={**given, "account": name}, headers=HERE)
        assert answer.status_code == 303, answer.text
        back: str = answer.headers["location"]
        return back

    async def sign_in(self, name: str, start: str = "/sign-in/start") -> httpx.Response:
        """All of it; the site's last answer."""
        back = await self.be(name, await self.leave(start))
        return await self.site.get(back, headers={"Sec-Fetch-Site": "cross-site"})

    async def post(
        self, path: str, token: str | None = None, headers: dict[str, str] = HERE, **fields: str
    ) -> httpx.Response:
        """Send a form; `token` None: the one of the page of signing out, which every session has."""
        if token is None:
            token = await self.token()
        return await self.site.post(path, data={"csrf_token": token, **fields}, headers=headers)

    async def token(self) -> str:
        """A form's token as a page of now has it; empty for nobody."""
        page = await self.site.get("/sign-out")
        return page.text.partition('name="csrf_token" value="')[2].partition('"')[0]


@asynccontextmanager
async def fronted(database: Database, site: str = SITE, address: str = ISSUER) -> AsyncIterator[Front]:
    """The site over this database, whose demo accounts are bound to the issuer."""
    settings = Settings(keys=Path(keys()))
    private_key = (settings.keys / f"{NAME}.key").read_bytes()
    await bind_demo(database, identities(private_key), address)
    development = DevelopmentIssuer(address, "s3cret", f"{site}/sign-in/return").app()
    away = Away(httpx.ASGITransport(app=development))
    issuer = Issuer(Provider(address, CLIENT, SecretStr("s3cret"), f"{site}/sign-in/return"), away)
    minter = Minter(NAME, settings.keys / f"{NAME}.key")
    inner = own_client(SERVICE, settings, database, Wake(), Backlog(database, 1_000_000))
    clients = {NAME: client("http://localhost", Own(inner))}
    door = front_door(private_key, site, issuer, demo=True)
    app = public_app(settings, database, Services(clients, minter), People(None, minter), frozen(), door=door)
    yield Front(database, app, development, away)
    for each in (*clients.values(), inner):
        await each.aclose()
    await issuer.aclose()
