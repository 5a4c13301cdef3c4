"""`lemkin dev`: work on one service while the whole runs."""

import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Annotated

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
    from deploy.cli import installation, operating
    from deploy.cli.report import say
    from deploy.embedded.layout import ROOT
    from deploy.operations import services, watching

    services.service(service)
    log = installation.running(data).layout.logs / f"{service}.log"
    files = watching.Files([ROOT / "services" / service, ROOT / "shared"])
    say(f"{service} is started again when services/{service} or shared changes; Ctrl-C ends this")
    with suppress(KeyboardInterrupt), log.open("rb") as written:
        written.seek(0, 2)
        while True:
            changed = files.changed()
            if changed:
                names = ", ".join(str(path.relative_to(ROOT)) for path in changed[:3])
                say(f"{names}{' and more' if len(changed) > 3 else ''} changed")
                _migrate(data, service, changed)
                if not operating.restart(data, service):
                    say("it does not run now; the supervisor tries again within 30 s")
            _pass_on(written, log)
            time.sleep(POLL_SECONDS)


def _migrate(data: Path | None, service: str, changed: list[Path]) -> None:
    """Run new migrations; the old process may still run, since migrations are made so (reliability.md 7)."""
    import subprocess

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
