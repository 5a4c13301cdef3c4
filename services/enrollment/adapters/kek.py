"""The key-encryption key: a file that only its owner can read, outside data directories and backups (security.md K4).

A line an epoch: its number and 32 bytes in base64. There are two lines only while `lemkin keys rotate` is under way.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.enrollment.adapters.sealing import KEY_BYTES
from shared.errors import Unavailable

Epochs = Mapping[int, bytes]


@dataclass(frozen=True)
class Kek:
    """The file, read anew at each use: a rotation and its loss take effect at once. `path` None: there is none."""

    path: Path | None

    def epochs(self) -> Epochs:
        """Every epoch's key. Raises Unavailable when the file is missing, unreadable, open to others, or not one of ours."""
        try:
            if self.path is None or self.is_open_to_others():
                raise Unavailable("kek")
            return decoded(self.path.read_text("ascii"))
        except (OSError, ValueError) as error:
            raise Unavailable("kek") from error

    def is_open_to_others(self) -> bool:
        """Whether anybody but its owner can do anything with it. A missing one is not open."""
        return self.path is not None and self.path.exists() and bool(self.path.stat().st_mode & 0o077)


def fresh(epoch: int) -> Epochs:
    """A new random key."""
    return {epoch: secrets.token_bytes(KEY_BYTES)}


def encoded(epochs: Epochs) -> bytes:
    """As the file has them."""
    return "".join(f"{epoch} {base64.b64encode(key).decode()}\n" for epoch, key in sorted(epochs.items())).encode()


def decoded(text: str) -> Epochs:
    """Raises ValueError for anything else, without saying what stands there."""
    try:
        pairs = [line.split() for line in text.splitlines() if line]
        epochs = {int(epoch): base64.b64decode(key, validate=True) for epoch, key in pairs}
    except (ValueError, binascii.Error):
        raise ValueError("not a file of key-encryption keys") from None
    if not epochs or any(len(key) != KEY_BYTES for key in epochs.values()):
        raise ValueError("not a file of key-encryption keys")
    return epochs
