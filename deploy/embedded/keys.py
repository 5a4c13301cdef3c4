"""Keys made once, 0600: Ed25519 pairs for the internal tokens, one a service, and the key-encryption key of the keystore."""

from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from deploy.embedded import secret_files
from services.enrollment.adapters.kek import encoded, fresh


def make(directory: Path, services: Iterable[str]) -> None:
    """Make `<service>.key` and `<service>.pub` where either is missing."""
    for service in services:
        private, public = directory / f"{service}.key", directory / f"{service}.pub"
        if not (private.exists() and public.exists()):
            key = Ed25519PrivateKey.generate()
            # The public half first: a pair is complete only when its private file is there.
            secret_files.write(
                public,
                key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            )
            secret_files.write(
                private,
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            )


def make_kek(path: Path) -> None:
    """Make the key-encryption key where it is missing. Without it no personal value can be read again: keep copies apart."""
    if not path.exists():
        secret_files.write(path, encoded(fresh(1)))
