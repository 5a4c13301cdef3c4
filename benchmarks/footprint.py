"""Row 9: the memory of each process of the whole embedded system at rest, and how soon a process is ready.

Memory is the proportional set size where the system tells it (pages that several processes share are counted once), else the
resident size; PostgreSQL is the sum of its processes.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence

from benchmarks.figures import Figure, main, tell
from benchmarks.programs import until
from deploy.cli import health
from deploy.embedded import startup
from deploy.embedded.processes import Child
from deploy.embedded.services import ServiceProcess
from deploy.embedded.topology import LEMKIN, Service, worker_name
from tests.support.platform import free_port
from tests.support.system import System, running_system

START_SECONDS = 60.0
STOP_SECONDS = 22.0
WHOLE, WORKER, GATEWAY = 750, 100, 110
"""Goals in MiB."""


async def measure(*, quick: bool) -> Sequence[Figure]:
    """MiB by process, in both ways to start a service, and seconds until ready."""
    rest = 1.0 if quick else 20.0
    with running_system() as system:
        await asyncio.sleep(rest)
        together = _memory(system)
    with running_system(workers=1) as system:
        await asyncio.sleep(rest)
        apart = _memory(system)
        network = next(service for service in system.topology.services if service.name == "network")
        api = await _ready(system, network, "api")
        worker = await _joined(system, network)
    services = {service.name for service in LEMKIN.services}
    workers = {worker_name(service.name, 0) for service in LEMKIN.services}
    return [
        Figure(
            row=9,
            what="the whole system, a process for each service",
            value=sum(together.values()),
            unit="MiB",
            goal=f"<= {WHOLE} MiB",
        ),
        *(
            Figure(row=9, what=f"{name}, api and worker in one" if name in services else name, value=value, unit="MiB")
            for name, value in together.items()
        ),
        Figure(row=9, what="the whole system, api and worker apart", value=sum(apart.values()), unit="MiB"),
        *(
            Figure(
                row=9,
                what=f"{name}, worker alone" if name in workers else f"{name}, api alone",
                value=value,
                unit="MiB",
                goal=f"<= {WORKER} MiB" if name in workers else f"<= {GATEWAY} MiB" if name == "gateway" else "",
            )
            for name, value in apart.items()
            if name in workers | services
        ),
        Figure(row=9, what="an api is ready", value=api, unit="s", goal="<= 1 s"),
        Figure(row=9, what="a worker asks to join its group", value=worker, unit="s", goal="<= 2 s"),
    ]


def _memory(system: System) -> Mapping[str, float]:
    """MiB by part."""
    _, parts = health.look(system.installation)
    found = {part.name: part.resident_mib for part in parts}
    tell(", ".join(f"{name} {value:.0f}" for name, value in found.items()))
    return found


async def _ready(system: System, service: Service, role: str) -> float:
    """Seconds until one more process of a service says that it is ready."""
    part = _one_more(system, service, role)
    begun = time.monotonic()
    child = await asyncio.to_thread(startup.start, part, system.layout.run, START_SECONDS)
    seconds = time.monotonic() - begun
    await _end(child)
    return seconds


async def _joined(system: System, service: Service) -> float:
    """Seconds until the broker has noted that one more worker asks to join the group of the service."""
    log = system.layout.logs / "kafka.log"
    asked = f"joins group {service.name}"
    before = log.read_text("utf-8").count(asked)
    begun = time.monotonic()
    child = startup.launch(_one_more(system, service, "worker"), system.layout.run)
    try:
        await until(
            lambda: log.read_text("utf-8").count(asked) > before, START_SECONDS, "the worker has not asked to join"
        )
        return time.monotonic() - begun
    finally:
        await _end(child)


def _one_more(system: System, service: Service, role: str) -> ServiceProcess:
    name = f"{service.name}-bench-{role}"
    return ServiceProcess(service, role, name, system.layout, {**system.installation.ports, name: free_port()})


async def _end(child: Child) -> None:
    child.ask_to_stop()
    await asyncio.to_thread(child.wait, STOP_SECONDS)


if __name__ == "__main__":
    main(measure)
