"""Topics written again from the journals, and stores repaired from them, on a running system of the test's own."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import stamina
from kafka import KafkaAdminClient

from deploy.embedded.layout import ROOT
from shared.kafka_admin import ensure_topics
from tests.support.reader import read_all
from tests.support.system import System, running_system

TOPIC, PARTITIONS = "network.events", 8


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """With the register of states as its only facts."""
    with running_system(load="register") as system:
        _quiet(system)
        yield system


def lemkin(system: System, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.cli", *arguments, "--data", str(system.layout.data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@stamina.retry(on=AssertionError, attempts=None, timeout=90, wait_initial=0.2, wait_max=1)
def _quiet(system: System) -> None:
    told = lemkin(system, "lag", "--json")
    assert told.returncode == 0, told.stderr
    services = json.loads(told.stdout)["services"]
    assert {(one["outbox"], one["parked"], one["dead_letters"], one["behind"]) for one in services} == {(0, 0, 0, 0)}
    assert not any(place["lost"] for one in services for place in one["consumers"])


def _count(system: System, table: str, database: str) -> int:
    return int(system.installation.superuser.run(f"select count(*) from {table}", database=database)[0])


def _records(system: System) -> int:
    return sum(1 for _ in read_all(system.installation.kafka, [TOPIC]))


def test_a_journal_sent_again_changes_nothing(system: System) -> None:
    journal, facts = _count(system, "journal", "network"), _count(system, "facts", "gateway")
    assert journal == _records(system) > 100
    done = lemkin(system, "replay", "network")
    assert (done.returncode, done.stdout) == (0, f"network: {journal} events will be sent again\n"), done.stderr
    _quiet(system)
    assert _records(system) == 2 * journal
    assert _count(system, "facts", "gateway") == facts
    assert lemkin(system, "verify").returncode == 0


def test_what_was_changed_by_hand_is_found_and_repaired(system: System) -> None:
    system.installation.superuser.run(
        "update aggregates set scopes = '{secretariat,x}' where kind = 'state' and state->>'iso3' = 'ARG'",
        database="network",
    )
    found = lemkin(system, "verify", "--json")
    assert found.returncode == 1, found.stderr
    assert [one["what"] for one in json.loads(found.stdout)["differences"]] == ["scopes"]
    assert lemkin(system, "rebuild", "aggregates").returncode == 0
    assert lemkin(system, "verify").returncode == 0


def test_a_topic_that_was_made_again_is_filled_from_the_journal(system: System) -> None:
    journal, facts = _count(system, "journal", "network"), _count(system, "facts", "gateway")
    admin = KafkaAdminClient(bootstrap_servers=system.installation.kafka)
    admin.delete_topics([TOPIC])
    admin.close()
    _made_again(system)
    done = lemkin(system, "replay", "network", "--recreated")
    assert done.returncode == 0, done.stderr
    _quiet(system)
    assert _records(system) == journal
    assert _count(system, "facts", "gateway") == facts
    assert lemkin(system, "verify").returncode == 0


@stamina.retry(on=Exception, attempts=None, timeout=30, wait_initial=0.2, wait_max=1)
def _made_again(system: System) -> None:
    ensure_topics(system.installation.kafka, [TOPIC], PARTITIONS)
    assert _records(system) == 0


def test_resume_finds_nothing_that_waits(system: System) -> None:
    done = lemkin(system, "resume")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{name}: 0 partitions and 0 deadlines go on" for name in ("enrollment", "network", "notifications", "gateway")
    ]
