"""sec-S23, L5: every package of the lock has hashes and comes from the index; none is below its floor, no floor is stale."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from deploy.embedded.layout import ROOT
from tests.security.secrets_scan import has_history

FLOORS: Sequence[Mapping[str, Any]] = tomllib.loads((ROOT / "deploy" / "floors.toml").read_text())["floor"]
LOCKED: Sequence[Mapping[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
OURS = "lemkin"
LONGEST = timedelta(days=30)


def below(locked: Sequence[Mapping[str, Any]], floors: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The packages whose version is below the floor."""
    lowest = {floor["package"]: Version(floor["version"]) for floor in floors}
    for package in locked:
        floor = lowest.get(package["name"])
        if floor is not None and Version(package["version"]) < floor:
            yield f"{package['name']} {package['version']} is below {floor}"


def unhashed(locked: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The packages that are not from the index, or have a file without a hash."""
    for package in locked:
        if package["name"] == OURS:
            continue
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
        if not files or not all(file.get("hash", "").startswith("sha256:") for file in files):
            yield f"{package['name']} has a file without a SHA-256"
        if package["source"] != {"registry": "https://pypi.org/simple"}:
            yield f"{package['name']} comes from {package['source']}"


def test_no_package_is_below_its_floor() -> None:
    assert [*below(LOCKED, FLOORS)] == []


def test_every_file_of_the_lock_has_a_hash() -> None:
    assert len(LOCKED) > 50
    assert [*unhashed(LOCKED)] == []


def test_every_floor_says_why_and_when() -> None:
    assert {floor["package"] for floor in FLOORS} >= {"starlette", "joserfc", "cryptography", "aiohttp", "pyjwt"}
    for floor in FLOORS:
        assert set(floor) == {"package", "version", "advisories", "date"}
        assert floor["advisories"]
        assert all(name.startswith(("CVE-", "GHSA-")) for name in floor["advisories"])


@pytest.mark.skipif(not has_history(ROOT), reason="no git history here: this tree is an unpacked archive")
def test_whoever_changed_the_lock_had_looked_at_the_advisories() -> None:
    asked = ["git", "log", "-1", "--format=%cs", "--", "uv.lock"]
    changed = date.fromisoformat(
        subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout.strip()
    )
    assert [floor["package"] for floor in FLOORS if changed - floor["date"] > LONGEST] == []


def test_a_package_below_the_floor_or_without_a_hash_would_be_found() -> None:
    old = {
        "name": "starlette",
        "version": "1.3.0",
        "source": {"git": "https://example.org/x"},
        "wheels": [{"url": "x"}],
    }
    assert [*below([old], FLOORS)] == ["starlette 1.3.0 is below 1.3.1"]
    assert len([*unhashed([old])]) == 2


def test_the_python_of_the_environment_sees_no_packages_of_the_system() -> None:
    configured = (Path(sys.prefix) / "pyvenv.cfg").read_text()
    assert "include-system-site-packages = false" in configured
