"""`lemkin down`: stop what `lemkin up` has started."""

import time

import typer

from deploy.cli.options import Data

app = typer.Typer()
# Services have 22 s, then Kafka and PostgreSQL have 22 s.
STOP_SECONDS = 60.0
POLL_SECONDS = 0.1


@app.command()
def down(data: Data = None) -> None:
    """Stop everything in order; also what a killed `lemkin up` has left."""
    from deploy.cli.installation import layout
    from deploy.cli.report import say
    from deploy.embedded import processes, state
    from deploy.embedded.failures import TRY_AGAIN, StartFailure

    folders = layout(data)
    now = state.read(folders.state)
    supervisor = now.process() if now else None
    if supervisor:
        supervisor.terminate()
        until = time.monotonic() + STOP_SECONDS
        while folders.is_taken():
            if time.monotonic() > until:
                message = f"process {supervisor.pid} has not stopped within {STOP_SECONDS:.0f} s"
                raise StartFailure(message, "look at `lemkin logs`, then try again", TRY_AGAIN)
            time.sleep(POLL_SECONDS)
        say("stopped")
        return
    left = processes.end_leftovers(folders.run)
    folders.state.unlink(missing_ok=True)
    say(f"ended what was left: {', '.join(record.name for record in left)}" if left else "nothing was running")
