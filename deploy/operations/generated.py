"""Files that are made from the code and kept beside it: written, or checked against what the code says now."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from deploy.embedded.layout import ROOT


def as_json(value: Any) -> str:
    """A document as it is kept: readable, and the same for the same value."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def differences(files: Mapping[str, str], owned: Iterable[str] = ()) -> list[str]:
    """What would be written or removed, one line a file. `owned`: globs below the root whose other files are stale."""
    told = [
        f"{name} {'differs' if (ROOT / name).exists() else 'is missing'}"
        for name, text in files.items()
        if _kept(ROOT / name) != text
    ]
    return told + [f"{path.relative_to(ROOT)} is of nothing that exists" for path in _stale(files, owned)]


def write(files: Mapping[str, str], owned: Iterable[str] = ()) -> list[str]:
    """Bring the files up to date; what was done, one line a file."""
    told = differences(files, owned)
    for name, text in files.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        if _kept(ROOT / name) != text:
            (ROOT / name).write_text(text, "utf-8")
    for path in _stale(files, owned):
        path.unlink()
    return told


def _kept(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _stale(files: Mapping[str, str], owned: Iterable[str]) -> list[Path]:
    return sorted(path for glob in owned for path in ROOT.glob(glob) if str(path.relative_to(ROOT)) not in files)
