"""The embedded supervisor with real Kafka and PostgreSQL: one owner, no orphans, restarts, clear refusals."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.cli import health
from deploy.embedded import processes
from shared.kafka_admin import identities
from tests.support.system import System, elsewhere, running_system, stubs

WAIT_SECONDS = 30.0


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """Two stub services that run for all tests here; each test leaves them running."""
    with running_system(stubs("network", "gateway")) as running:
        yield running


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait until `holds`, looking every 50 ms."""
    until = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def is_well(system: System) -> bool:
    """Whether every part is ready."""
    return all(part.is_well for part in health.look(system.installation)[1])


def given_settings(system: System, service: str) -> dict[str, str]:
    """The LEMKIN_ settings that a stub was started with."""
    answer: dict[str, str] = httpx.get(system.installation.service(service)).raise_for_status().json()
    return answer


def test_services_get_addresses_and_secret_files_and_no_secret(system: System) -> None:
    settings = given_settings(system, "network")
    password = system.layout.password("network", "app")
    assert settings["LEMKIN_DATABASE_PASSWORD_FILE"] == str(password)
    assert settings["LEMKIN_DATABASE"].startswith("postgresql://network_app@127.0.0.1:")
    assert settings["LEMKIN_KAFKA"] == system.installation.kafka
    assert "LEMKIN_MIGRATOR" not in settings
    assert "LEMKIN_SERVICES" not in settings
    assert "network" in given_settings(system, "gateway")["LEMKIN_SERVICES"]
    assert password.read_text() not in str(settings)


def test_topics_are_there_with_eight_partitions(system: System) -> None:
    _, topics = identities(system.installation.kafka, ["network.events", "gateway.events"])
    assert len(topics) == 2


def test_secrets_and_keys_are_for_their_owner_only(system: System) -> None:
    files = [path for folder in (system.layout.secrets, system.layout.keys) for path in folder.rglob("*")]
    assert len([path for path in files if path.is_file()]) == 9
    for path in files:
        assert path.stat().st_mode & 0o077 == 0, path


def test_every_listener_is_on_loopback(system: System) -> None:
    supervisor = psutil.Process(system.state().pid)
    listening = [
        connection.laddr.ip
        for process in supervisor.children(recursive=True)
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_second_up_on_the_same_data_is_refused_and_changes_nothing(system: System) -> None:
    before = system.state()
    second = System(system.layout.data, elsewhere(system.topology))
    process = second.launch()
    assert process.wait(WAIT_SECONDS) == 75
    assert f"already runs on {system.layout.data} (process {before.pid})" in second.output.read_text()
    assert system.state() == before
    assert is_well(system)


def test_taken_port_is_named_and_nothing_is_started(tmp_path: Path) -> None:
    topology = stubs("network")
    with socket.create_server(("127.0.0.1", topology.services[0].port)):
        system = System(tmp_path, topology)
        assert system.launch().wait(WAIT_SECONDS) == 75
    assert f"port {topology.services[0].port} on 127.0.0.1 is in use" in system.output.read_text()
    assert list(processes.records(system.layout.run)) == []


@pytest.mark.parametrize("name", ["network", "kafka", "postgres"])
def test_a_killed_process_is_started_again(system: System, name: str) -> None:
    before = system.state().parts[name]
    psutil.Process(before.pid).kill()
    eventually(lambda: system.state().parts[name].restarts == before.restarts + 1, f"{name} is not started again")
    eventually(lambda: is_well(system), f"{name} does not recover")
    assert system.state().parts[name].last_code == -signal.SIGKILL
    assert system.state().parts[name].pid != before.pid


def test_kill_9_of_the_supervisor_leaves_nothing_after_the_next_start_and_keeps_ports(system: System) -> None:
    left = {name: psutil.Process(part.pid) for name, part in system.state().parts.items()}
    ports = system.installation.ports
    assert system.process is not None
    system.process.kill()
    system.process.wait()
    assert all(process.is_running() for process in left.values())
    bystander = subprocess.Popen([*left["network"].cmdline()], env={**os.environ, "LEMKIN_HTTP": "127.0.0.1:0"})
    try:
        system.start()
        assert not any(process.is_running() for process in left.values())
        assert bystander.poll() is None, "a process that is not ours was ended"
    finally:
        bystander.kill()
        bystander.wait()
    assert system.installation.ports == ports
    assert is_well(system)


def test_sigterm_ends_everything_in_order() -> None:
    with running_system(stubs("network")) as system:
        family = psutil.Process(system.state().pid).children(recursive=True)
        assert system.stop() == 0
        assert not any(process.is_running() for process in family)
        assert list(processes.records(system.layout.run)) == []
        log = (system.layout.logs / "postgres.log").read_text()
        assert log.rstrip().endswith("database system is shut down")


def test_a_failing_migration_stops_the_start_with_its_words(tmp_path: Path) -> None:
    system = System(tmp_path, stubs("network", fails="migrate:1"))
    assert system.launch().wait(WAIT_SECONDS) == 70
    said = system.output.read_text()
    assert "the migration of network ended with code 1: migrate cannot run" in said
    assert list(processes.records(system.layout.run)) == []


def test_several_processes_a_service() -> None:
    with running_system(stubs("network"), workers=1) as system:
        assert set(system.state().parts) == {"kafka", "postgres", "network", "network-worker-1"}
        assert is_well(system)
