"""`lemkin rebuild`: make again what follows from the facts."""

import asyncio
import sys

import typer

from deploy.cli.options import Data

app = typer.Typer(help="Make again what follows from the facts.", no_args_is_help=True)
SHOWN = 200
BEYOND_REPAIR = {"illegal", "kind", "unreadable", "journal", "orphan", "claim"}


@app.command()
def aggregates(data: Data = None) -> None:
    """Write state, scopes, names and deadlines of each aggregate anew from its journal. Exit code 1: something is left."""
    from deploy.cli import operating
    from deploy.operations.differences import Checked, rebuild

    found = list(asyncio.run(operating.through_all(data, rebuild)))
    operating.show(found, SHOWN)
    sys.exit(1 if any(not isinstance(one, Checked) and one.what in BEYOND_REPAIR for one in found) else 0)


@app.command()
def views(data: Data = None) -> None:
    """Let the gateway forget what it shows and read everything again; until then, answers are incomplete."""
    from deploy.cli import operating
    from services.gateway.adapters.snapshots import rebuild
    from shared.settings import open_database

    async def begin() -> None:
        async with open_database(operating.settings(data, "gateway")) as database:
            await rebuild(database)

    asyncio.run(begin())
    operating.restart(data, "gateway")
    print("the gateway reads everything again; `lemkin lag` tells how far it is")
