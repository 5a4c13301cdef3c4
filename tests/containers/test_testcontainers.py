"""The servers of the other suites come from the engine where there is one, on loopback, and they serve."""

import os
import subprocess
import sys

import pytest

from deploy.embedded.layout import ROOT
from shared.kafka_admin import ensure_topics, log_bounds
from tests.support import engines
from tests.support.platform import free_port

pytestmark = pytest.mark.usefixtures("engine")


def test_postgres_18_in_a_container() -> None:
    with engines.postgres_container() as server:
        assert server.host == "127.0.0.1"
        assert server.run("SHOW server_version_num; SHOW server_encoding")[0].startswith("18")


def test_kafka_in_a_container() -> None:
    with engines.kafka_container(free_port()) as bootstrap:
        ensure_topics(bootstrap, ["containers.events"], 3)
        assert len(log_bounds(bootstrap, ["containers.events"])) == 3


def test_the_platform_of_all_suites_chooses_the_engine() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEMKIN_TEST_")}
    suites = ("tests/system/test_kafka_admin.py", "tests/component/operations/test_aggregates.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *suites],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    for server in ("PostgreSQL", "Kafka"):
        assert f"[platform] {server}: container, by the Docker engine" in done.stderr
