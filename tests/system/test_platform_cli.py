"""`lemkin` as a person calls it where nothing runs: clear words, the right exit codes, JSON on request."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.layout import ROOT


def lemkin(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line and return what it said."""
    command = [sys.executable, "-P", "-m", "deploy.cli", *arguments]
    # No HOME: nothing of ours may need one.
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_doctor_checks_everything_where_nothing_runs(tmp_path: Path) -> None:
    done = lemkin("doctor", "--json", "--data", str(tmp_path / "nowhere"), "--port", "18099")
    findings = {finding["subject"]: finding for finding in json.loads(done.stdout)}
    assert {"Python", "disk", "memory", "port", "Java", "PostgreSQL's programs", "clock"} <= set(findings)
    assert {findings[name]["verdict"] for name in ("Kafka", "topics", "PostgreSQL", "migrations", "services")} == {
        "unknown"
    }
    assert findings["Java"]["verdict"] == "ok"
    assert done.returncode == 0
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["status"], 69, "nothing runs on"),
        (["logs", "gateway"], 2, "there is no log of gateway"),
        (["test", "nonsense"], 2, "there is no test suite nonsense"),
        (["down"], 0, "nothing was running"),
        (["up", "--port", "0"], 2, "Invalid value for '--port'"),
        (["nonsense"], 2, "No such command 'nonsense'"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    data = [] if arguments[0] in ("test", "nonsense") else ["--data", str(tmp_path)]
    done = lemkin(*arguments, *data)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


@pytest.mark.parametrize("command", ["up", "down", "status", "logs", "doctor", "test"])
def test_every_command_has_help(command: str) -> None:
    done = lemkin(command, "--help")
    assert done.returncode == 0
    assert f"Usage: lemkin {command}" in done.stdout
