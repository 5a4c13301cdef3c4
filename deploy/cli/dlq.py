"""`lemkin dlq`: dead letters, what waits behind them, and how they are settled."""

import json
import sys
from typing import Annotated

import typer

from deploy.cli.options import Data, Json

app = typer.Typer(help="Dead letters: records that could not be handled. Their aggregates wait.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="Which one, as `lemkin dlq list` names it: SERVICE/NUMBER.")]


@app.command(name="list")
def list_letters(
    data: Data = None,
    *,
    settled: Annotated[bool, typer.Option("--settled", help="Also those that somebody settled.")] = False,
    as_json: Json = False,
) -> None:
    """Show the newest 50 of each service: where, why, how many records wait behind."""
    from rich.console import Console
    from rich.table import Table

    from deploy.cli import operating

    told = operating.ask_all(data, lambda desk: desk.get("dead-letters", settled=str(settled).lower()))
    letters = [{**item, "id": f"{name}/{item['id']}"} for name, answer in told.items() for item in answer["items"]]
    if as_json:
        print(json.dumps({"items": letters}))
        return
    table = Table("id", "at", "record", "event", "reason", "error", "waiting", "outcome")
    for one in letters:
        record = f"{one['topic']}/{one['partition']}@{one['offset']}"
        event = f"{one['kind']}/{one['aggregate']}#{one['sequence']}" if one["kind"] else "?"
        cells = (one["id"], one["at"], record, event, one["reason"], one["error"], one["waiting"], one["outcome"])
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    Console().print(table)


@app.command()
def show(
    id: Id,
    data: Data = None,
    *,
    as_fixture: Annotated[bool, typer.Option("--as-fixture", help="Only the raw record, for a test.")] = False,
) -> None:
    """Print one with its raw record, as JSON."""
    from deploy.cli import operating
    from deploy.operations import letters

    service, number = letters.parse(id)
    letter = operating.ask(data, service, lambda desk: desk.get(f"dead-letters/{number}"))
    sys.stdout.write(letters.as_fixture(letter) if as_fixture else json.dumps(letter, indent=1) + "\n")


@app.command()
def redrive(
    id: Id,
    data: Data = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell whether it would succeed.")] = False,
) -> None:
    """Replay one, then what waits behind it, in order. Exit code 1 when it fails again."""
    from deploy.cli import operating
    from deploy.operations import letters

    service, number = letters.parse(id)
    told = operating.ask(
        data, service, lambda desk: desk.post(f"dead-letters/{number}/redrive", dry_run=str(dry_run).lower())
    )
    print(f"{id} {told['outcome']}{': ' + told['error'] if 'error' in told else ''}")
    sys.exit(0 if told["outcome"] in {"redriven", "would-succeed"} else 1)


@app.command()
def discard(
    id: Id,
    why: Annotated[str, typer.Option("--why", help="The reason, as a code: small letters, digits and hyphens.")],
    data: Data = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell whether it would succeed.")] = False,
) -> None:
    """Give one up for good; what waits behind it goes on. Kept with your reason, and honoured by every rebuild."""
    from deploy.cli import operating
    from deploy.operations import letters

    service, number = letters.parse(id)
    told = operating.ask(
        data,
        service,
        lambda desk: desk.post(f"dead-letters/{number}/discard", {"why": why}, dry_run=str(dry_run).lower()),
    )
    print(f"{id} {told['outcome']}")
