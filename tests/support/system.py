"""The whole embedded system, or stubs in the place of its services, in a data directory of its own.

with running_system(load="history") as system:    # the real services with the documented history
    httpx.get(system.installation.url)
with running_system(stubs("network")) as system:  # Kafka and PostgreSQL, and a program that does nothing
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.cli import first_load, foreground, installation
from deploy.cli.installation import Installation
from deploy.cli.report import PROBLEMS, report
from deploy.cli.summary import Summary
from deploy.embedded import state
from deploy.embedded.layout import ROOT, Layout
from deploy.embedded.topology import LEMKIN, Service, Topology
from tests.support.platform import free_port

START_SECONDS = 240.0
STOP_SECONDS = 50.0
POLL_SECONDS = 0.05


def _nothing(url: str, _: Layout) -> Summary:
    return Summary(url=url)


LOADS = {
    "nothing": _nothing,
    "register": first_load.without_history,
    "history": first_load.with_history,
}


class System:
    """A supervisor in a process of its own."""

    def __init__(self, data: Path, topology: Topology, workers: int = 0, load: str = "nothing") -> None:
        """Nothing runs before `start`; `load` is one of LOADS."""
        self.load = load
        self.layout = Layout(data=data)
        self.topology = topology
        self.workers = workers
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def installation(self) -> Installation:
        """How to reach what runs."""
        return installation.running(self.layout.data)

    @property
    def output(self) -> Path:
        """What the supervisor has said."""
        return self.layout.data / "supervisor.out"

    def launch(self) -> subprocess.Popen[bytes]:
        """Start a supervisor on the data, without waiting."""
        self.layout.make()
        argv = [sys.executable, "-m", "tests.support.system", str(self.layout.data), str(self.workers), self.load]
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [*argv, self.topology.model_dump_json()],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=output,
                stderr=output,
            )
        return self.process

    def start(self) -> None:
        """Start a supervisor and wait until all is ready; raises AssertionError with its output when it is not."""
        process = self.launch()
        until = time.monotonic() + START_SECONDS
        while not self._is_ready(process):
            assert process.poll() is None, self.output.read_text("utf-8")
            assert time.monotonic() < until, self.output.read_text("utf-8")
            time.sleep(POLL_SECONDS)

    def stop(self) -> int:
        """Ask the supervisor to stop and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def state(self) -> state.State:
        """What the supervisor says of itself now."""
        now = state.read(self.layout.state)
        assert now is not None
        return now

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        now = state.read(self.layout.state)
        return now is not None and now.pid == process.pid and now.phase == "ready"


@contextmanager
def running_system(topology: Topology | None = None, workers: int = 0, load: str = "nothing") -> Iterator[System]:
    """Run `topology` (default: the four services) in a temporary data directory; all is stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="lemkin-system-") as folder:
        system = System(Path(folder) / "data", elsewhere(topology or LEMKIN), workers, load)
        try:
            system.start()
            yield system
        finally:
            if system.process and system.process.poll() is None:
                system.stop()


def stubs(*names: str, fails: str = "") -> Topology:
    """A topology of programs that do nothing; `fails` is ROLE:CODE for the first of them (see stub_service)."""
    program = (sys.executable, "-m", "tests.support.stub_service")
    last = names[-1]
    services = [
        Service(name=name, port=free_port(), program=program, calls=names if name == last else ()) for name in names
    ]
    if fails:
        services[0] = services[0].model_copy(update={"environment": {"LEMKIN_STUB_FAILS": fails}})
    return elsewhere(Topology(services=tuple(services), front=names[-1]))


def elsewhere(topology: Topology) -> Topology:
    """The same topology on random free ports, so that tests and a running system do not meet."""
    services = tuple(service.model_copy(update={"port": free_port()}) for service in topology.services)
    places = {name: free_port() for name in ("postgres", "kafka", "kafka_controller", "first_worker")}
    return topology.model_copy(update={"services": services, **places, "trains_kafka": False})


def main(data: str, workers: str, load: str, topology: str) -> int:
    """Be the supervisor of a test."""
    try:
        layout, wanted = Layout(data=Path(data)), Topology.model_validate_json(topology)
        return foreground.run(layout, wanted, int(workers), LOADS[load], lambda _: None)
    except PROBLEMS as problem:
        return report(problem)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
