"""`lemkin logs`: what the parts have written, one after the other or as it comes."""

import time
from pathlib import Path
from typing import Annotated

import typer

from deploy.cli.options import Data

app = typer.Typer()
POLL_SECONDS = 0.25


@app.command()
def logs(
    part: Annotated[
        str | None, typer.Argument(help="Service, kafka, postgres or supervisor; all when missing.")
    ] = None,
    data: Data = None,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with what is written from now on.")] = False,
    lines: Annotated[int, typer.Option("-n", "--lines", min=0, help="Last lines of each log.")] = 50,
) -> None:
    """Show the logs."""
    from deploy.cli.installation import layout
    from deploy.embedded.failures import USAGE, StartFailure

    folder = layout(data).logs
    found = {path.stem: path for path in sorted(folder.glob("*.log"))}
    if part is not None and part not in found:
        advice = f"there are: {', '.join(found)}" if found else "nothing has been started here yet"
        raise StartFailure(f"there is no log of {part} in {folder}", advice, USAGE)
    chosen = {part: found[part]} if part else found
    ends = {}
    for name, path in chosen.items():
        text = path.read_text("utf-8", "replace")
        ends[name] = path.stat().st_size
        for line in text.splitlines()[-lines:] if lines else []:
            _print(name, line, alone=part is not None)
    while follow:
        time.sleep(POLL_SECONDS)
        for name, path in chosen.items():
            ends[name] = _print_new(name, path, ends[name], alone=part is not None)


def _print_new(name: str, path: Path, since: int, *, alone: bool) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        # A log that is shorter than before was moved aside: read it from its start.
        file.seek(since if size >= since else 0)
        whole, newline, _ = file.read().rpartition(b"\n")
        for line in whole.decode("utf-8", "replace").splitlines():
            _print(name, line, alone=alone)
        return (since if size >= since else 0) + len(whole) + len(newline)


def _print(name: str, line: str, *, alone: bool) -> None:
    print(line if alone else f"{name:<14} | {line}", flush=True)
