"""`lemkin resume`: let go on what stopped and waits for a person."""

import json

import typer

from deploy.cli.options import Data, Json

app = typer.Typer()


@app.command()
def resume(data: Data = None, *, as_json: Json = False) -> None:
    """Let consumers that halted after too many failures, and deadlines that failed, go on."""
    from deploy.cli import operating

    told = operating.ask_all(data, lambda desk: desk.post("resume"))
    if as_json:
        print(json.dumps(told))
        return
    for name, done in told.items():
        print(f"{name}: {done['partitions']} partitions and {done['deadlines']} deadlines go on")
