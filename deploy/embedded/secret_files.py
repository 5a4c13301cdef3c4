"""Secrets as files that only their owner can read (0600), made once."""

import os
import secrets
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all, mode 0600, its folder 0700."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def password(path: Path) -> str:
    """The password in `path`; a new random one (256 bits) is written when the file is missing."""
    if not path.exists():
        write(path, secrets.token_urlsafe(32).encode())
    return path.read_text("utf-8").strip()
