"""The launcher in a tree of its own, without network: what it looks for, when it sets up, how it hands over."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from deploy.embedded.layout import ROOT

CLI = """\
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "file": __file__, "prefix": sys.prefix}))
"""
NO_NETWORK = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}
STAMPING = "import prepare, json; prepare.STAMP.write_text(json.dumps(prepare.wanted_stamp(['embedded'])))"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with the launcher, a command line that tells how it was called, and no environment."""
    root = tmp_path / "lemkin tree"
    (root / "deploy" / "cli").mkdir(parents=True)
    shutil.copytree(ROOT / "deploy" / "launcher", root / "deploy" / "launcher")
    for name in ("lemkin", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    (root / "deploy" / "__init__.py").touch()
    (root / "deploy" / "cli" / "__init__.py").touch()
    (root / "deploy" / "cli" / "__main__.py").write_text(CLI)
    return root


def complete(root: Path) -> None:
    """Give the tree an environment that counts as complete."""
    venv.EnvBuilder(with_pip=False, symlinks=True).create(root / ".venv")
    (root / ".venv" / "lemkin").mkdir()
    subprocess.run([root / ".venv/bin/python", "-c", STAMPING], cwd=root / "deploy" / "launcher", check=True)


def call(program: Path, folder: Path, *arguments: str, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    """Call the launcher from `folder`, without HOME."""
    environment = {"PATH": path, "LEMKIN_PYTHON": sys.executable, **NO_NETWORK}
    return subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_complete_environment_is_used_at_once_from_any_folder_and_through_a_link(tree: Path, tmp_path: Path) -> None:
    complete(tree)
    folder = tmp_path / "work"
    # A folder of the caller's that is named like ours must not be imported.
    (folder / "deploy").mkdir(parents=True)
    (folder / "deploy" / "__init__.py").write_text("raise SystemExit('imported from the working directory')")
    link = tmp_path / "link"
    link.symlink_to(os.path.relpath(tree / "lemkin", tmp_path))
    done = call(link, folder, "ask", "members of a network")
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["arguments"] == ["ask", "members of a network"]
    assert said["folder"] == str(folder)
    assert said["file"] == str(tree / "deploy" / "cli" / "__main__.py")
    assert said["prefix"] == str(tree / ".venv")


def test_a_changed_lock_is_set_up_again_and_without_network_says_so(tree: Path) -> None:
    complete(tree)
    with (tree / "uv.lock").open("a") as lock:
        lock.write("\n")
    done = call(tree / "lemkin", tree)
    assert done.returncode == 75
    assert "setting up .venv from uv.lock" in done.stderr
    assert "uv could not be installed; check network and disk, then run the same command again" in done.stderr
    assert done.stdout == ""


def test_an_interrupted_set_up_is_not_taken_for_complete(tree: Path) -> None:
    complete(tree)
    (tree / ".venv" / "lemkin" / "stamp.json").unlink()
    assert call(tree / "lemkin", tree).returncode == 75


def test_without_python_it_says_what_to_install(tree: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(shutil.which(name) or name)
    environment = {"PATH": str(tools)}
    done = subprocess.run([tree / "lemkin"], env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 69
    assert "no Python >= 3.11" in done.stderr
    assert "python3-venv" in done.stderr
