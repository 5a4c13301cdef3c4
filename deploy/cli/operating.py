"""How the commands of operators reach the services of a running installation."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from deploy.cli import installation
from deploy.operations.internal import Internal, internal
from deploy.operations.services import NAMES, service
from shared.settings import Settings

T = TypeVar("T")


def settings(data: Path | None, name: str) -> Settings:
    """What a service of the running installation is started with. Raises StartFailure when nothing runs."""
    running = installation.running(data)
    url, _ = running.database(name)
    return Settings(
        database=url,
        database_password_file=running.layout.password(name, "app"),
        kafka=running.kafka,
        keys=running.layout.keys,
        pool=2,
    )


def ask(data: Path | None, name: str, what: Callable[[Internal], Awaitable[T]]) -> T:
    """Ask the operations of one service."""

    async def asked() -> T:
        async with internal(service(name), settings(data, name)) as desk:
            return await what(desk)

    return asyncio.run(asked())


def ask_all(data: Path | None, what: Callable[[Internal], Awaitable[T]]) -> dict[str, T]:
    """Ask each service, in order."""
    return {name: ask(data, name, what) for name in NAMES}
