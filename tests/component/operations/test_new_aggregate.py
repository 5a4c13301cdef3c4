"""`lemkin new aggregate`: what it lays out is whole, green and in our style; it overwrites nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.failures import StartFailure
from deploy.embedded.layout import ROOT
from deploy.operations import aggregate_files

COPIED = ("services", "shared", "deploy", "tests/support", "tests/unit/network")
FILES = ("tests/__init__.py", "tests/unit/__init__.py", "tests/conftest.py", "pyproject.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as it stands, to be written into."""
    for folder in COPIED:
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.json", "*.csv")
        )
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def _run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("name", ["working_group", "visit"])
def test_what_it_writes_runs_and_is_in_our_style(copy: Path, name: str) -> None:
    made = aggregate_files.lay_out(copy, "network", name)
    assert [str(path.relative_to(copy)) for path in made] == [
        f"shared/contracts/network/{name}.py",
        f"services/network/domain/{name}.py",
        f"services/gateway/application/views/{name}.py",
        f"tests/unit/network/test_{name}.py",
    ]
    tested = _run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(made[-1]))
    assert "3 passed" in tested.stdout, tested.stdout + tested.stderr
    for check in (["check"], ["format", "--check"]):
        linted = _run(copy, "-m", "ruff", *check, "--no-cache", *map(str, made))
        assert linted.returncode == 0, linted.stdout


def test_its_lines_make_it_part_of_the_service(copy: Path) -> None:
    aggregate_files.lay_out(copy, "network", "working_group")
    told = aggregate_files.lines("network", "working_group")
    table = told[told.index("    Line(") : told.index("services/gateway")]
    program = f"""
from services.network.domain import working_group
from services.network.domain.working_group import WORKING_GROUP
from shared.aggregate import Right
from shared.commands import CommandSpec as Line
from shared.contracts.network import working_group as working_groups
from shared.contracts.catalog import Catalog
from shared.contracts.network.facts import NetworkFactRetracted
from shared.service import Service
from deploy.operations.openapi import document

_SECRETARIAT = (Right("secretariat", "all"),)
LINES = ({table})
service = Service(name="network", catalog=Catalog(working_groups.EVENTS), commands=LINES,
    retraction=NetworkFactRetracted, hears=(), handle=None, handles=None)
print(*document(service)["paths"])
"""
    ran = _run(copy, "-c", program)
    assert ran.stdout.split() == [
        "/working-groups",
        "/working-groups/{id}/end",
        "/working-groups/{id}/correct",
    ], ran.stderr


def test_it_overwrites_nothing(copy: Path) -> None:
    before = (copy / "services/network/domain/membership.py").read_bytes()
    with pytest.raises(StartFailure):
        aggregate_files.lay_out(copy, "network", "membership")
    assert (copy / "services/network/domain/membership.py").read_bytes() == before
    assert not (copy / "services/gateway/application/views/test_membership.py").exists()


@pytest.mark.parametrize("name", ["", "WorkingGroup", "working-group", "../x", "a__b", "_a", "a.b"])
def test_a_name_must_be_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(StartFailure):
        aggregate_files.lay_out(tmp_path, "network", name)
    assert list(tmp_path.iterdir()) == []
