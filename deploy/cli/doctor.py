"""`lemkin doctor`: is this machine fit, is the installation whole, and what to do where not."""

import json
import sys
from typing import Annotated

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()
COLOURS = {"ok": "green", "warning": "yellow", "problem": "red", "unknown": "dim"}


@app.command()
def doctor(
    data: Data = None,
    port: Annotated[int, typer.Option(help="Port that the console is to have.", min=1, max=65535)] = 8080,
    as_json: Json = False,
) -> None:
    """Check machine and installation, running or not. Exit code 0: no problem; 1: at least one."""
    from rich.console import Console
    from rich.table import Table

    from deploy.cli import checks_of_installation, checks_of_machine, installation

    layout = installation.layout(data)
    findings = [*checks_of_machine.all_of(layout, port), *checks_of_installation.all_of(layout)]
    if as_json:
        print(json.dumps([finding.model_dump() for finding in findings]))
    else:
        table = Table("", "found", "what to do", box=None)
        for finding in findings:
            colour = COLOURS[finding.verdict]
            found = f"[{colour}]{finding.verdict}[/]: {finding.detail}"
            table.add_row(f"[{colour}]{finding.subject}", found, finding.advice)
        Console().print(table)
    sys.exit(1 if any(finding.verdict == "problem" for finding in findings) else 0)
