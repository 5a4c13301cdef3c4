"""Stamps: when the projection of each event was committed, by a clock that all processes of a machine share (monotonic)."""

from collections.abc import Iterable
from pathlib import Path
from time import monotonic


class Stamps:
    """Writes one line an event: its id and the seconds."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)

    def put(self, ids: Iterable[str]) -> None:
        """These are committed now."""
        now = monotonic()
        self._file.write("".join(f"{id} {now}\n" for id in ids))


def read(path: Path) -> dict[str, float]:
    """All stamps so far, by event id; the first one counts."""
    found: dict[str, float] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        id, _, at = line.partition(" ")
        found.setdefault(id, float(at))
    return found
