"""Loading the history while services are killed gives the same journals' content as loading it in peace."""

import asyncio
import hashlib
import json
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from deploy.embedded import processes
from deploy.history.load import LoadReport, load
from tests.support.living import Asked
from tests.support.system import System, running_system

VICTIMS = ("network", "enrollment", "gateway", "kafka", "enrollment", "network", "postgres", "notifications")


def _content(system: System, service: str) -> str:
    """The digest of what a journal says, without the ids and times that are new in each run; rows of the data set only."""
    rows = system.installation.superuser.run(
        """
        select kind, id, sequence, event ->> 'type', event ->> 'occurredon', event ->> 'row', event ->> 'digest', event -> 'data'
        from journal where event ->> 'entry' = 'record' and event ? 'row' order by kind, id, sequence
        """,
        database=service,
    )
    assert rows
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _kill_in_turn(system: System, stop: threading.Event) -> list[str]:
    """Kill one after the other, two seconds apart and each only while it lives; until the load ends."""
    killed = []
    for name in VICTIMS:
        if stop.wait(2):
            break
        for record in processes.records(system.layout.run):
            if record.name == name and (process := record.process()) is not None:
                os.kill(process.pid, signal.SIGKILL)
                killed.append(name)
    return killed


@pytest.fixture(scope="module")
def under_fire() -> Iterator[System]:
    """A second system, loaded under fire."""
    with running_system(load="register") as system:
        yield system


def test_the_same_content_whatever_was_killed(living: Asked, under_fire: System) -> None:
    stop, killed = threading.Event(), []
    nemesis = threading.Thread(target=lambda: killed.extend(_kill_in_turn(under_fire, stop)))
    token = under_fire.installation.token_file.read_text("utf-8")
    nemesis.start()
    try:
        report: LoadReport = asyncio.run(load(under_fire.installation.url, token))
    finally:
        stop.set()
        nemesis.join()
    assert not report.faults
    assert len(killed) >= 3, killed
    print(json.dumps({"killed": killed, "rows": report.created + report.unchanged}))  # noqa: T201  (the figures)
    for service in ("enrollment", "network"):
        assert _content(under_fire, service) == _content(living.system, service)
