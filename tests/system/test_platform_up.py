"""`lemkin up` as a person uses it, in a tree of its own: detached, asked, stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.layout import JARS, PACKAGES, ROOT
from deploy.embedded.topology import LEMKIN
from tests.support.platform import free_port

SECONDS = 90


class Tree:
    """A checkout with a data directory and a port of its own."""

    def __init__(self, root: Path) -> None:
        """Lay it out below `root`."""
        self.root = root
        self.port = str(free_port())
        for name in ("deploy", "shared", "services"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "uv.lock", root)
        downloads = root / ".venv" / "lemkin"
        downloads.mkdir(parents=True)
        PACKAGES.mkdir(parents=True, exist_ok=True)
        for folder in (JARS, PACKAGES):
            (downloads / folder.name).symlink_to(folder)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `lemkin` with its output piped."""
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "deploy.cli", *arguments],
            env={**os.environ, "PYTHONPATH": str(self.root), "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `lemkin` to its end."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    """The tree; whatever runs in it is stopped at the end."""
    made = Tree(tmp_path_factory.mktemp("tree"))
    yield made
    made.run("down")


def test_up_detached_then_status_doctor_logs_down(tree: Tree) -> None:
    up = tree.run("up", "--detach", "--no-history", "--port", tree.port, "--json")
    assert up.returncode == 0, up.stderr
    assert json.loads(up.stdout)["url"] == f"http://127.0.0.1:{tree.port}"

    status = tree.run("status", "--json")
    parts = {part["name"]: part for part in json.loads(status.stdout)["parts"]}
    assert set(parts) == {
        "supervisor",
        "kafka",
        "postgres",
        "mail",
        "issuer",
        *(service.name for service in LEMKIN.services),
    }
    assert not [part for part in parts.values() if not part["is_well"]]
    assert parts["gateway"]["port"] == int(tree.port)
    assert status.returncode == 0

    found = {finding["subject"]: finding for finding in json.loads(tree.run("doctor", "--json").stdout)}
    assert {
        found[subject]["verdict"] for subject in ("Kafka", "topics", "PostgreSQL", "migrations", "states", "services")
    } == {"ok"}

    assert "ready to accept connections" in tree.run("logs", "postgres").stdout

    again = tree.run("up", "--port", tree.port)
    assert again.returncode == 75
    assert "already runs on" in again.stderr

    down = tree.run("down")
    assert (down.returncode, down.stderr) == (0, "lemkin: stopped\n")
    assert tree.run("status").returncode == 69


def test_up_in_the_foreground_says_where_it_is_and_stops_on_ctrl_c(tree: Tree) -> None:
    up = tree.start("up", "--no-history", "--port", tree.port)
    assert up.stdout is not None
    said = [up.stdout.readline() for _ in range(2)]
    assert said == ["\n", f"Lemkin is ready: http://127.0.0.1:{tree.port}\n"]
    up.send_signal(signal.SIGINT)
    _, err = up.communicate(timeout=SECONDS)
    assert up.returncode == 0
    assert err.endswith("lemkin: stopping\n")
    assert tree.run("status").returncode == 69
