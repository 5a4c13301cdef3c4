"""Rotating the key-encryption key (security.md K5): a new one beside the old, every data key under the new, the old away.

Interrupted anywhere, it can be run again: while the file has both, either opens what is wrapped under it. The old key is
overwritten where it stood; a file system that keeps old blocks, a backup or a snapshot may still have it.
"""

import os
from pathlib import Path

from deploy.embedded import secret_files
from deploy.embedded.failures import INTERNAL, StartFailure
from deploy.embedded.layout import Layout
from deploy.embedded.topology import KEYSTORE
from services.enrollment.adapters.kek import Kek, encoded, fresh
from services.enrollment.adapters.keyring import Keyring
from services.enrollment.adapters.keystore import Keystore
from services.enrollment.settings import EnrollmentSettings
from shared.errors import Unavailable


async def rotate(layout: Layout, keystore: str) -> int:
    """How many data keys were wrapped anew; `keystore` is its URL. Raises StartFailure when it or the key are away."""
    settings = EnrollmentSettings(
        keystore=keystore,
        keystore_password_file=layout.password(KEYSTORE, "app"),
        kek=layout.kek,
    )
    kek = Kek(layout.kek)
    try:
        epochs = kek.epochs()
        if len(epochs) == 1:
            _replace(layout.kek, encoded({**epochs, **fresh(max(epochs) + 1)}))
        async with Keystore(settings) as opened:
            count = await Keyring(opened, kek).rewrap()
        epochs = kek.epochs()
    except Unavailable as error:
        message = f"the keys cannot be rotated: {error.what} is away"
        raise StartFailure(message, "`lemkin health` says more; run it again afterwards", INTERNAL) from error
    newest = max(epochs)
    _replace(layout.kek, encoded({newest: epochs[newest]}))
    return count


def _replace(path: Path, content: bytes) -> None:
    """Write the new file whole, then overwrite the bytes of the one it replaced."""
    with path.open("r+b") as old:
        length = os.fstat(old.fileno()).st_size
        secret_files.write(path, content)
        old.write(bytes(length))
        old.flush()
        os.fsync(old.fileno())
