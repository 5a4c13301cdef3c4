"""Row 10: a fresh clone in an empty home, from nothing to the history loaded; and a later start.

The caches of packages are those of whoever runs this (UV_CACHE_DIR, PIP_CACHE_DIR, else the usual folders), so they are warm
after the first time. With `--quick` only this checkout's own environment is started, without history.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, main, tell
from deploy.embedded.layout import ROOT
from tests.support.platform import free_port

PATIENCE = 1800.0
STOP_SECONDS = 90.0


@dataclass(frozen=True)
class Place:
    """Where `lemkin` is called, and with what environment."""

    folder: Path
    argv: tuple[str, ...]
    environment: Mapping[str, str]

    async def call(self, *arguments: str) -> tuple[float, Sequence[tuple[float, str]]]:
        """Run one command of `lemkin`; its seconds, and what it said after how many seconds. Raises RuntimeError."""
        begun = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *(*self.argv, *arguments),
            cwd=self.folder,
            env=dict(self.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        said: list[tuple[float, str]] = []
        if process.stderr is not None:
            said = [(time.monotonic() - begun, line.decode().rstrip()) async for line in process.stderr]
        if await process.wait():
            raise RuntimeError(f"lemkin {arguments[0]} failed: {said[-1][1] if said else 'it said nothing'}")
        return time.monotonic() - begun, said


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Minutes of the first start, seconds of later ones."""
    with tempfile.TemporaryDirectory(prefix="lemkin-first-") as name:
        folder = Path(name)
        place = await asyncio.to_thread(_here if quick else _fresh, folder)
        port = str(free_port())
        up = ("up", "--detach", "--port", port, "--data", str(folder / "data"), *(["--no-history"] if quick else []))
        try:
            first, said = await asyncio.wait_for(place.call(*up), PATIENCE)
            for at, line in said:
                tell(f"{at:6.1f} s  {line}")
            later = []
            for _ in range(2):
                await asyncio.wait_for(place.call("down", "--data", str(folder / "data")), STOP_SECONDS)
                later.append((await asyncio.wait_for(place.call(*up), PATIENCE))[0])
        finally:
            await asyncio.wait_for(place.call("down", "--data", str(folder / "data")), STOP_SECONDS)
    what = "first start of an environment that is there" if quick else "fresh clone: set-up, first start and history"
    return [
        Figure(row=10, what=what, value=first, unit="s", goal="<= 240 s"),
        *(
            Figure(row=10, what=f"later start {nth}", value=seconds, unit="s", goal="<= 10 s")
            for nth, seconds in enumerate(later, 1)
        ),
    ]


def _fresh(folder: Path) -> Place:
    clone, home = folder / "clone", folder / "home"
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    given = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    warm = {"UV_CACHE_DIR": str(cache / "uv"), "PIP_CACHE_DIR": str(cache / "pip")} | given
    return Place(clone, (str(clone / "lemkin"),), {**warm, "HOME": str(home)})


def _here(folder: Path) -> Place:
    home = folder / "home"
    home.mkdir()
    return Place(
        ROOT, (sys.executable, "-P", "-m", "deploy.cli"), {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home)}
    )


if __name__ == "__main__":
    if shutil.which("git") is None:
        raise SystemExit("git is needed to make a fresh clone")
    main(measure)
