"""What the supervisor tells the rest of the machine about itself: one small file, replaced whole."""

import json
from pathlib import Path
from typing import Literal, TypeAlias

import psutil
from pydantic import BaseModel, ConfigDict

from deploy.embedded.processes import SAME_START_SECONDS

Phase: TypeAlias = Literal["starting", "loading", "ready", "stopping"]


class Part(BaseModel):
    """A supervised process: how often it was restarted and with which code it last ended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    port: int
    restarts: int = 0
    last_code: int | None = None


class State(BaseModel):
    """The supervisor: its process, how far it is, and its parts by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    created: float
    phase: Phase
    front: str
    parts: dict[str, Part] = {}

    def write(self, path: Path) -> None:
        """Put it on disk, whole or not at all."""
        path.with_suffix(".new").write_text(self.model_dump_json(indent=1), "utf-8")
        path.with_suffix(".new").replace(path)

    def process(self) -> psutil.Process | None:
        """The living supervisor that wrote this, if it lives."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < SAME_START_SECONDS
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def read(path: Path) -> State | None:
    """The state on disk; None when there is none, or none of this release."""
    try:
        return State.model_validate(json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return None
