"""History: what the clients asked, what they were told, and what was done to the system, line by line, with both clocks."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import orjson

Outcome = Literal["pending", "ok", "fail"]


@dataclass(slots=True)
class Asked:
    """One command of one client: what was sent, and what became of it.

    `id` is its correlation id, so every event it states can be found; `unknowns` counts the answers that did not tell
    whether it was done (a cut connection, a 503): each of them is settled by asking again with the same `key`.
    """

    id: UUID
    key: str
    path: str
    body: dict[str, Any]
    match: int | None = None
    service: str = "network"
    outcome: Outcome = "pending"
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    tries: int = 0
    unknowns: int = 0

    @property
    def code(self) -> str:
        """Why it was refused."""
        return str(self.answer.get("code", "")) if self.outcome == "fail" else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: seconds since 1970, monotonic seconds, what it is, and what is known of it."""

    at: float
    mono: float
    what: str
    data: dict[str, Any]


class History:
    """Written to `path` as it grows, so that a run that dies leaves it behind."""

    def __init__(self, path: Path) -> None:
        self.lines: list[Line] = []
        self.asked: list[Asked] = []
        self._file = path.open("ab", buffering=0)

    def add(self, what: str, **data: Any) -> Line:
        """Note something now: `invoke`, `ok`, `fail`, `unknown`, `fault`, `healed`, `exit`, `start`, `injected`."""
        line = Line(time.time(), time.monotonic(), what, data)
        self.lines.append(line)
        told = {"at": line.at, "mono": line.mono, "what": what, **data}
        self._file.write(orjson.dumps(told, default=str) + b"\n")
        return line

    def of(self, what: str) -> list[Line]:
        """The lines of one sort."""
        return [line for line in self.lines if line.what == what]

    def close(self) -> None:
        """No more."""
        self._file.close()
