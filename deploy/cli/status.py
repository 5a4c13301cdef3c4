"""`lemkin status`: what runs, how healthy it is, how far behind."""

import json
import sys

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()


@app.command()
def status(data: Data = None, as_json: Json = False) -> None:
    """Show every part: process, port, health, restarts, memory. Exit code 0: all well; 1: not; 69: nothing runs."""
    from rich.console import Console
    from rich.table import Table

    from deploy.cli import health, installation

    running = installation.running(data)
    phase, parts = health.look(running)
    if as_json:
        print(json.dumps({"phase": phase, "url": running.url, "parts": [part.model_dump() for part in parts]}))
    else:
        table = Table(
            "part", "process", "port", "health", "lag", "restarts", "memory", title=f"{running.url} ({phase})"
        )
        for part in parts:
            memory = f"{part.resident_mib:.0f} MiB" if part.resident_mib else "-"
            lag = "-" if part.lag is None else str(part.lag)
            cells = (
                part.name,
                str(part.pid or "-"),
                str(part.port or "-"),
                part.health,
                lag,
                str(part.restarts),
                memory,
            )
            table.add_row(*cells)
        Console().print(table)
    sys.exit(0 if phase == "ready" and all(part.is_well for part in parts) else 1)
