"""`lemkin dev`: work on one service while the whole runs."""

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import IO, Annotated, Protocol

import typer

from deploy.cli.options import Data

app = typer.Typer()
POLL_SECONDS = 0.5


@app.command()
def dev(
    service: Annotated[str, typer.Argument(help="Which service you work on.")],
    data: Data = None,
) -> None:
    """Restart a service of the running installation whenever its files (or shared ones) change, and show its log.

    The supervisor keeps it as before: same port, same database, its partitions. A new migration is run first. Ctrl-C ends
    the watching, not the service.
    """
    from deploy.cli.report import say
    from deploy.embedded.layout import ROOT
    from deploy.operations import services
    from deploy.operations.watching import Files

    services.service(service)
    with suppress(KeyboardInterrupt):
        say(f"{service} is started again when services/{service} or shared changes; Ctrl-C ends this")
        work_on(data, service, Files([ROOT / "services" / service, ROOT / "shared"]), Event())


class Changes(Protocol):
    """What is watched (deploy/operations/watching.py)."""

    def changed(self) -> list[Path]:
        """Files that changed since the last call."""


def work_on(data: Path | None, service: str, files: Changes, ended: Event) -> None:
    """Watch, restart, pass the log on, until `ended`. Raises StartFailure when nothing runs."""
    from deploy.cli import installation, operating
    from deploy.cli.report import say

    log = installation.running(data).layout.logs / f"{service}.log"
    with log.open("rb") as written:
        written.seek(0, 2)
        while not ended.wait(POLL_SECONDS):
            changed = files.changed()
            if changed:
                say(f"{', '.join(path.name for path in changed[:3])}{' and more' if len(changed) > 3 else ''} changed")
                _migrate(data, service, changed)
                if not operating.restart(data, service):
                    say("it does not run now; the supervisor tries again within 30 s")
            _pass_on(written, log)


def _migrate(data: Path | None, service: str, changed: Sequence[Path]) -> None:
    """Run new migrations; the old process may still run, since migrations are made so (reliability.md 7)."""
    from deploy.cli import installation
    from deploy.cli.report import say
    from deploy.embedded.services import ServiceProcess
    from deploy.embedded.topology import LEMKIN

    if not any(path.suffix == ".sql" for path in changed):
        return
    running = installation.running(data)
    wanted = next(one for one in LEMKIN.services if one.name == service)
    command = ServiceProcess(wanted, "migrate", service, running.layout, running.ports).prepare()
    done = subprocess.run(command.argv, env=dict(command.environment), cwd=command.directory, check=False)
    say(f"the migration ended with code {done.returncode}")


def _pass_on(written: IO[bytes], log: Path) -> None:
    """Print what the log has got since; it may have been cut meanwhile."""
    if log.stat().st_size < written.tell():
        written.seek(0)
    text = written.read().decode("utf-8", "replace")
    if text:
        print(text, end="", flush=True)
