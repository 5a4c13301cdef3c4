"""`lemkin up`: the whole system on this machine, in the foreground or detached."""

import sys
from typing import Annotated

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()


@app.command()
def up(
    data: Data = None,
    port: Annotated[int, typer.Option(help="Port of the console, on 127.0.0.1.", min=1, max=65535)] = 8080,
    history: Annotated[bool, typer.Option(help="Load the documented history (once).")] = True,
    processes: Annotated[
        int, typer.Option(min=1, help="Processes a service: one does all; of several, one serves requests.")
    ] = 1,
    detach: Annotated[bool, typer.Option("--detach", help="Go on in the background once all is ready.")] = False,
    as_json: Json = False,
) -> None:
    """Start everything on this machine without Docker: Kafka, PostgreSQL, the services, the documented history."""
    from deploy.cli import assets, detached, first_load, foreground, installation
    from deploy.embedded.topology import LEMKIN, on_port

    layout = installation.layout(data)
    if detach:
        options = ["--port", str(port), "--processes", str(processes), "--history" if history else "--no-history"]
        detached.start(layout, options).show(as_json=as_json)
        return
    assets.ensure()
    load = first_load.with_history if history else first_load.without_history
    sys.exit(
        foreground.run(
            layout, on_port(LEMKIN, port), processes - 1, load, lambda summary: summary.show(as_json=as_json)
        )
    )
