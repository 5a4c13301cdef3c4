"""Runs the supervisor in this process: start, first load, watch, stop; signals stop it in order."""

import signal
from collections.abc import Callable
from threading import Thread
from types import FrameType

from deploy.cli.report import report, say
from deploy.cli.summary import Summary
from deploy.embedded.layout import Layout
from deploy.embedded.ports import LOOPBACK
from deploy.embedded.startup import StopAsked
from deploy.embedded.supervisor import Supervisor
from deploy.embedded.topology import Topology

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(
    layout: Layout,
    topology: Topology,
    workers: int,
    load: Callable[[str, Layout], Summary],
    show: Callable[[Summary], None],
) -> int:
    """Run until a signal or a failed first load; returns the exit code. Raises StartFailure when it cannot start.

    `load` gets the console's address and fills the running system; `show` tells a person that all is ready.
    """
    codes: list[int] = []
    with Supervisor(layout, topology, workers, say) as supervisor:

        def stop(_number: int, _frame: FrameType | None) -> None:
            supervisor.stop_asked.set()

        for number in SIGNALS:
            signal.signal(number, stop)
        try:
            supervisor.start()
        except StopAsked:
            say("stopped while starting")
            return 0

        def first_load() -> None:
            try:
                supervisor.enter_phase("loading")
                summary = load(f"http://{LOOPBACK}:{supervisor.ports[topology.front]}", layout)
                summary.write(layout.run)
                supervisor.enter_phase("ready")
                show(summary)
            except Exception as problem:
                codes.append(report(problem))
                supervisor.stop_asked.set()

        # Beside the watch: what dies while the history loads is started again.
        Thread(target=first_load, name="first-load", daemon=True).start()
        supervisor.watch()
        say("stopping")
    return codes[0] if codes else 0
