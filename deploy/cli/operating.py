"""How the commands of operators reach the services of a running installation."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from deploy.cli import installation
from deploy.embedded import processes
from deploy.operations.columns import Difference
from deploy.operations.differences import Checked
from deploy.operations.internal import Internal, internal
from deploy.operations.services import NAMES, service
from shared.service import Service
from shared.settings import Settings, open_database
from shared.store.database import Database

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


def restart(data: Path | None, name: str) -> int:
    """Ask the processes of a service to end; its supervisor starts them again at the positions as they are now.

    How many were asked. An idle consumer looks at its stored position only when a record comes, or when it starts.
    """
    records = processes.records(installation.running(data).layout.run)
    ours = [record for record in records if record.name == name or record.name.startswith(f"{name}-worker-")]
    running = [process for record in ours if (process := record.process())]
    for process in running:
        process.terminate()
    return len(running)


async def through_all(
    data: Path | None, what: Callable[[Service, Database], AsyncIterator[Difference | Checked]]
) -> list[Difference | Checked]:
    """Everything that one look through each service's store finds."""
    found: list[Difference | Checked] = []
    for name in NAMES:
        async with open_database(settings(data, name)) as database:
            found += [one async for one in what(service(name), database)]
    return found


def show(found: Sequence[Difference | Checked], most: int) -> None:
    """Differences as a table, the first `most` of them; then how many were looked at."""
    differences = [one for one in found if isinstance(one, Difference)]
    if differences:
        table = Table("service", "kind", "id", "what", "stored", "computed")
        for one in differences[:most]:
            table.add_row(one.service, one.kind, str(one.id or ""), one.what, one.stored, one.computed)
        Console().print(table)
    for checked in (one for one in found if isinstance(one, Checked)):
        print(f"{checked.service}: {checked.count} {checked.what} looked at")
    print(f"{len(differences)} differences{f', the first {most} are shown' if len(differences) > most else ''}")
