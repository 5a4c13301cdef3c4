"""What enrollment needs besides what every service does: the keystore, and the key that wraps its keys."""

from pathlib import Path

from shared.settings import Settings


class EnrollmentSettings(Settings):
    """`keystore` is a database of its own (empty: there is none, and names cannot be told); `kek` a file (security.md K4)."""

    keystore: str = ""
    keystore_password_file: Path | None = None
    keystore_migrator: str = ""
    keystore_migrator_password_file: Path | None = None
    kek: Path | None = None
