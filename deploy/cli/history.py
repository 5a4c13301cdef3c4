"""`lemkin history load`: the documented past through the public API, as any organisation would load its own."""

import asyncio
from typing import Annotated

import typer

from deploy.cli.options import Data, Json

app = typer.Typer(help="The documented history.", no_args_is_help=True)


@app.command()
def load(
    data: Data = None,
    reference_only: Annotated[bool, typer.Option(help="Only the register of states.")] = False,
    as_json: Json = False,
) -> None:
    """Load deploy/history through the API; a second run changes nothing. A wrong row is reported and stops nothing else."""
    import json

    from deploy.cli import client
    from deploy.cli.progress import shown_progress
    from deploy.embedded.failures import NO
    from deploy.history.load import load as load_rows

    with client.client(data) as api:
        url = str(api.base_url).removesuffix("/api/v1/").removesuffix("/api/v1")
        token = api.headers["authorization"].removeprefix("Bearer ")
    with shown_progress(quiet=as_json) as progress:
        report = asyncio.run(load_rows(url, token, reference_only=reference_only, progress=progress))
    if as_json:
        told = {"created": report.created, "unchanged": report.unchanged, "rejected": report.rejected}
        print(json.dumps({**told, "faults": [str(fault) for fault in report.faults]}))
    else:
        for fault in report.faults:
            print(fault)
        print(report.summary())
    raise typer.Exit(NO if report.faults else 0)
