"""Under which account PostgreSQL runs: it refuses to run as root, so root lends it an account without rights."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

NAME = "lemkin"
MAKERS = (
    (
        "useradd",
        "--system",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/bin/false",
        NAME,
    ),
    ("adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false", NAME),
)
FALLBACK = "nobody"


class Account(BaseModel):
    """A numeric user and group."""

    model_config = ConfigDict(frozen=True)

    name: str
    uid: int
    gid: int


def for_postgres(say: Callable[[str], None]) -> Account | None:
    """None unless we are root (PostgreSQL then runs as ourselves); as root the account `lemkin`, made when missing."""
    if os.geteuid() != 0:
        return None
    return _known(NAME) or _make(say) or _known(FALLBACK)


def let_in(account: Account, path: Path, say: Callable[[str], None]) -> None:
    """Let `account` pass (not list) the folders above `path`, where it may not yet: adds the search bit for others."""
    for folder in reversed(path.resolve().parents):
        status = folder.stat()
        needed = stat.S_IXOTH
        if status.st_uid == account.uid or (status.st_gid == account.gid and status.st_mode & stat.S_IXGRP):
            continue
        if not status.st_mode & needed:
            say(f"the account {account.name} may now pass through {folder} (chmod o+x)")
            folder.chmod(stat.S_IMODE(status.st_mode) | needed)


def hand_over(account: Account, path: Path) -> None:
    """Make `path` and everything below it the account's own."""
    os.chown(path, account.uid, account.gid)
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(Path(folder) / name, account.uid, account.gid, follow_symlinks=False)


def _known(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)


def _make(say: Callable[[str], None]) -> Account | None:
    for command in MAKERS:
        program = shutil.which(command[0])
        if program and subprocess.run([program, *command[1:]], capture_output=True, check=False).returncode == 0:
            say(f"made the system account {NAME}: PostgreSQL does not run as root")
            return _known(NAME)
    return None
