"""`lemkin admin`: the first secretariat account, only on the machine itself."""

import asyncio
import json

import typer

from deploy.cli.options import Data, Json

app = typer.Typer(help="The first account of the secretariat.", no_args_is_help=True)


@app.command()
def create(data: Data = None, as_json: Json = False) -> None:
    """Make a secretariat account and print its single-use invitation, good for 72 hours."""
    from deploy.cli.gateway_store import gateway_store
    from services.gateway.adapters.accounts import Handed, create_admin
    from shared.contracts.published import CATALOG

    async def make() -> Handed:
        async with gateway_store(data) as database:
            return await create_admin(database, CATALOG)

    handed = asyncio.run(make())
    if as_json:
        told = {"account": str(handed.id), "invitation": handed.secret, "expires": handed.expires.isoformat()}
        print(json.dumps(told))
    else:
        print(handed.secret)
        typer.echo(f"invitation to account {handed.id}, until {handed.expires:%Y-%m-%d %H:%M} UTC", err=True)
