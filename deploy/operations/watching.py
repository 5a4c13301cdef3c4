"""Which source files have changed since one looked last."""

from collections.abc import Iterable
from pathlib import Path

WATCHED = {".py", ".sql", ".html", ".txt", ".po", ".css", ".js", ".json"}


class Files:
    """The source files below some folders, with when each was changed."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._seen = self._now()

    def changed(self) -> list[Path]:
        """New, changed and removed files since the last call."""
        before, self._seen = self._seen, self._now()
        return sorted(path for path in {*before, *self._seen} if before.get(path) != self._seen.get(path))

    def _now(self) -> dict[Path, int]:
        found: dict[Path, int] = {}
        for folder in self._folders:
            for path in folder.rglob("*"):
                if path.suffix in WATCHED and (status := _status(path)) is not None:
                    found[path] = status
        return found


def _status(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:  # an editor replaces files between our two looks
        return None
