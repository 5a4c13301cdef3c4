"""`lemkin up --detach`: the same command in a session of its own; returns when it says that it is ready."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.cli import summary
from deploy.embedded import state
from deploy.embedded.failures import StartFailure
from deploy.embedded.layout import Layout

LOG = "supervisor.log"
POLL_SECONDS = 0.1


def start(layout: Layout, options: Sequence[str]) -> summary.Summary:
    """Run `lemkin up` with `options` in the background and show its progress until it is ready.

    Raises StartFailure with its exit code when it ends before that.
    """
    layout.make()
    log = layout.logs / LOG
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "deploy.cli", "up", "--data", str(layout.data), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
        )
    try:
        _wait_until_ready(layout, process, log)
    except BaseException:
        # Ctrl-C while it starts: nothing is to go on unseen.
        process.terminate()
        raise
    return summary.read(layout.run)


def _wait_until_ready(layout: Layout, process: subprocess.Popen[bytes], log: Path) -> None:
    with log.open(encoding="utf-8", errors="replace") as lines:
        while not _is_ready(layout, process.pid):
            sys.stderr.write(lines.read())
            if process.poll() is not None:
                sys.stderr.write(lines.read())
                raise StartFailure("the system did not start", f"see {log}", process.returncode or 70)
            time.sleep(POLL_SECONDS)


def _is_ready(layout: Layout, pid: int) -> bool:
    now = state.read(layout.state)
    return now is not None and now.pid == pid and now.phase == "ready"
