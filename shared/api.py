"""The api of a write service: its table of commands, its health, and what operators ask. Works with Kafka down."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from fastapi import FastAPI
from starlette.routing import Route

from shared.access import Verifier
from shared.health import PATHS, Health
from shared.http import application
from shared.operations import Operations
from shared.process import CONFIGURATION, Life
from shared.records import Stop
from shared.routes import CommandDesk, Inside
from shared.service import Service
from shared.serving import serve
from shared.settings import Settings, open_database
from shared.store.database import Database
from shared.store.outbox import Backlog
from shared.store.wake import Wake

CALLERS = ("gateway",)
"""Services that may give commands to others and operate them (security.md G13). A token of any other, whatever role it names,
signs nobody in; what notifications may ask of enrollment has a verifier of its own."""


def command_app(
    service: Service,
    settings: Settings,
    database: Database,
    wake: Wake,
    backlog: Backlog,
    verifier: Verifier,
    inside: Inside = Inside(),  # noqa: B008  (frozen and empty)
) -> FastAPI:
    """The application of a service, over an open database. Raises Stop 78 for a line whose keeper is missing."""
    if missing := {line.keeps for line in service.commands if line.keeps} - set(inside.keepers):
        raise Stop(CONFIGURATION, f"nobody keeps {', '.join(sorted(missing))}")
    desk = CommandDesk(
        service=service.name,
        database=database,
        catalog=service.catalog,
        table=service.commands,
        retraction=service.retraction,
        verifier=verifier,
        committed=wake,
        full=backlog.full,
        keepers=inside.keepers,
    )
    app = application(service.name, settings.hosts)
    for router in (desk.router(), Operations(service, settings, database, verifier).router(), *inside.routers):
        app.include_router(router)
    app.router.routes.extend(Route(path, Health(database, service.name)) for path in PATHS)
    return app


async def serve_commands(service: Service, settings: Settings, wake: Wake, life: Life) -> None:
    """The role `api`: serve until told to stop. Raises OSError when the address is taken."""
    verifier = Verifier(service.name, callers(settings.keys), settings.keys)
    async with open_database(settings) as database, inside_of(service, settings, database, verifier) as inside:
        backlog = Backlog(database, settings.outbox_limit)
        app = command_app(service, settings, database, wake, backlog, verifier, inside)
        async with asyncio.TaskGroup() as group:
            group.create_task(backlog.run(life.stopping))
            group.create_task(wake.notify(database, life.stopping))
            group.create_task(serve(app, settings.address, life.stopping))


def inside_of(
    service: Service, settings: Settings, database: Database, verifier: Verifier
) -> AbstractAsyncContextManager[Inside]:
    """What the service has besides its table, opened."""
    opened = resolve_name(service.inside)(settings, database, verifier) if service.inside else nullcontext(Inside())
    return cast("AbstractAsyncContextManager[Inside]", opened)


def callers(keys: Path) -> list[str]:
    """Those of the services that may call others whose public keys are here."""
    return [name for name in CALLERS if (keys / f"{name}.pub").exists()]
