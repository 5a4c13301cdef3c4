"""`lemkin token`: API tokens for scripts, made and ended on the machine itself."""

import asyncio
import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from deploy.cli.options import Data, Json

app = typer.Typer(help="API tokens for scripts.", no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Option("--as", help="The account: a demo name such as auditor, or an account's id.")],
    data: Data = None,
    days: Annotated[int, typer.Option(min=1, max=90, help="How long it lasts.")] = 30,
    as_json: Json = False,
) -> None:
    """Make a token for an account, with its present role. It is shown once."""
    from deploy.cli.gateway_store import gateway_store
    from services.gateway.adapters.accounts import Handed, create_token

    async def make(folder: Path | None) -> Handed:
        async with gateway_store(folder) as database:
            return await create_token(database, name, days)

    handed = asyncio.run(make(data))
    if as_json:
        told = {"id": str(handed.id), "token": handed.secret, "expires": handed.expires.isoformat()}
        print(json.dumps(told))
    else:
        print(handed.secret)
        typer.echo(f"token {handed.id} of {name}, until {handed.expires:%Y-%m-%d}; it is not shown again", err=True)


@app.command()
def revoke(token: Annotated[UUID, typer.Argument(help="The token's id.")], data: Data = None) -> None:
    """End a token at once."""
    from deploy.cli.gateway_store import gateway_store
    from services.gateway.adapters.accounts import revoke_token

    async def end() -> None:
        async with gateway_store(data) as database:
            await revoke_token(database, token)

    asyncio.run(end())
    print(f"token {token} is revoked")
