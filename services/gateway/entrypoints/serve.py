"""The role `api` of the gateway: its parts wired by hand, once."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol, cast

import httpx
from fastapi import FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

import shared.contracts
from services.gateway.adapters.issuer import Issuer, Provider
from services.gateway.adapters.people import OWNER, People
from services.gateway.adapters.services import Services, client
from services.gateway.application.cursor import Cursors
from services.gateway.application.forwarding import Commands
from services.gateway.application.moment import BadParameter
from services.gateway.entrypoints.api import documents, reads
from services.gateway.entrypoints.api.commands import CommandCounter
from services.gateway.entrypoints.api.dead_letters import DeadLetterDesk
from services.gateway.entrypoints.api.operations import OperationsDesk
from services.gateway.entrypoints.api.people import PeopleDesk
from services.gateway.entrypoints.api.reads import ReadDesk
from services.gateway.entrypoints.console.assets import Assets
from services.gateway.entrypoints.console.pages import console_router
from services.gateway.entrypoints.console.signing_in.cookies import session_cookie
from services.gateway.entrypoints.console.signing_in.front_door import FrontDoor, front_door
from services.gateway.entrypoints.console.visit import Sources
from services.gateway.entrypoints.console.watch import Watch
from shared.access import Minter, Verifier
from shared.api import command_app
from shared.health import Health
from shared.http import application
from shared.process import Life
from shared.service import Service
from shared.serving import serve
from shared.settings import Settings, open_database
from shared.store.database import Database
from shared.store.outbox import Backlog
from shared.store.wake import Wake

NAME = "gateway"
PREFIX = "/api/v1"
AS_THEY_ARE = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/*", "image/*", "text/css", "text/javascript", "text/plain")
HERE = "http://127.0.0.1:8080"
_FROZEN = Path(shared.contracts.__path__[0]) / "openapi"


class Reaching(Protocol):
    """Settings that also tell where each service listens."""

    @property
    def services(self) -> Mapping[str, str]:
        """Base addresses by name."""

    @property
    def base_url(self) -> str:
        """Scheme, host and port under which browsers reach this site."""

    @property
    def provider(self) -> Provider | None:
        """The sign-in issuer, if there is one."""

    @property
    def demo(self) -> bool:
        """Whether it is the development issuer."""

    @property
    def assets(self) -> Path:
        """The folder of the built assets."""


def frozen() -> dict[str, Mapping[str, Any]]:
    """The frozen OpenAPI documents of the services' commands, by service."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(_FROZEN.glob("*.json"))}


def public_app(
    settings: Settings,
    database: Database,
    services: Services,
    people: People,
    described: Mapping[str, Mapping[str, Any]],
    assets: Path | None = None,
    door: FrontDoor | None = None,
    watch: Watch | None = None,
) -> FastAPI:
    """The application that everybody sees, over an open database; `assets`: the folder of what the console serves; `door`:
    how people sign in, without one nobody does; `watch`: how the whole is, without one pages do not know."""
    # Derived from a secret that outlives the process: a cursor goes on after a restart.
    private_key = (settings.keys / f"{NAME}.key").read_bytes()
    secret = hashlib.sha256(b"cursors" + private_key).digest()
    app = application(NAME, settings.hosts)
    app.add_exception_handler(BadParameter, reads.refused)
    # Pages alone: assets are compressed beforehand, a stream is not held back, and an ETag stays that of the bytes.
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6, exclude_content_types=AS_THEY_ARE)
    operations = OperationsDesk(database, services, Health(database, NAME)).router()
    document = documents.openapi(described)
    sources = Sources(database, Cursors(secret), people, services, Commands(described))
    app.include_router(operations)
    app.include_router(operations, prefix=PREFIX)
    app.include_router(documents.router(document), prefix=PREFIX)
    app.include_router(ReadDesk(database, sources.cursors, people).router(), prefix=PREFIX)
    app.include_router(PeopleDesk(database, people).router(), prefix=PREFIX)
    app.include_router(DeadLetterDesk(database, services).router(), prefix=PREFIX)
    app.include_router(CommandCounter(database, services, sources.commands).router(), prefix=PREFIX)
    door = door or front_door(private_key, HERE, None)
    app.state.session_cookie = session_cookie(door.base_url).name
    watch = watch or Watch(database, services, asyncio.Event())
    built = Assets.load(assets)
    app.include_router(built.router())
    app.include_router(console_router(sources, built, door, watch, document))
    return app


def own_client(
    service: Service, settings: Settings, database: Database, wake: Wake, backlog: Backlog
) -> httpx.AsyncClient:
    """The gateway's own commands, called like any other service's, without leaving the process."""
    verifier = Verifier(NAME, (NAME,), settings.keys)
    inner = command_app(service, settings, database, wake, backlog, verifier)
    return client("http://localhost", httpx.ASGITransport(app=inner))


async def serve_public(service: Service, settings: Settings, wake: Wake, life: Life) -> None:
    """Serve until told to stop. Raises OSError when the address is taken."""
    reaching = cast("Reaching", settings)  # GatewaySettings stands above this layer
    addresses, provider, base_url = reaching.services, reaching.provider, reaching.base_url
    async with AsyncExitStack() as open_for_all, open_database(settings) as database:
        backlog = Backlog(database, settings.outbox_limit)
        clients = {name: client(base) for name, base in addresses.items()}
        clients[NAME] = own_client(service, settings, database, wake, backlog)
        for each in clients.values():
            await open_for_all.enter_async_context(each)
        minter = Minter(NAME, settings.keys / f"{NAME}.key")
        services, people = Services(clients, minter), People(clients.get(OWNER), minter)
        issuer = Issuer(provider) if provider else None
        if issuer:
            open_for_all.push_async_callback(issuer.aclose)
        private_key = (settings.keys / f"{NAME}.key").read_bytes()
        door = front_door(private_key, base_url, issuer, demo=reaching.demo)
        watch = Watch(database, services, life.stopping)
        app = public_app(settings, database, services, people, frozen(), reaching.assets, door=door, watch=watch)
        async with asyncio.TaskGroup() as group:
            group.create_task(backlog.run(life.stopping))
            group.create_task(wake.notify(database, life.stopping))
            group.create_task(watch.live.run())
            group.create_task(watch.run())
            group.create_task(serve(app, settings.address, life.stopping))
