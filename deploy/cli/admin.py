"""`lemkin admin`: the accounts of the secretariat that nobody else can give, only on the machine itself."""

import asyncio
import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from deploy.cli.options import Data, Json

app = typer.Typer(help="The first account of the secretariat, and the way back to one.", no_args_is_help=True)


@app.command()
def create(data: Data = None, as_json: Json = False) -> None:
    """Make a secretariat account and print its single-use invitation, good for 72 hours."""
    _show(data, None, as_json=as_json)


@app.command()
def recover(
    account: Annotated[UUID, typer.Argument(help="The account's id, as `admin create` told it.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Print a new invitation to a secretariat account that is lost. Whoever uses it signs in as it, and nobody before."""
    _show(data, account, as_json=as_json)


def _show(data: Path | None, account: UUID | None, *, as_json: bool) -> None:
    from deploy.cli import installation
    from deploy.cli.gateway_store import gateway_store
    from services.gateway.adapters.accounts import Handed, create_admin
    from services.gateway.adapters.invitations import invite_again
    from shared.contracts.published import CATALOG

    async def make() -> Handed:
        async with gateway_store(data) as database:
            return await (invite_again(database, account) if account else create_admin(database, CATALOG))

    handed = asyncio.run(make())
    if as_json:
        told = {"account": str(handed.id), "invitation": handed.secret, "expires": handed.expires.isoformat()}
        print(json.dumps(told))
    else:
        print(handed.secret)
        where = f"{installation.running(data).url}/sign-in/invitation"
        typer.echo(
            f"invitation to account {handed.id}, until {handed.expires:%Y-%m-%d %H:%M} UTC, at {where}", err=True
        )
