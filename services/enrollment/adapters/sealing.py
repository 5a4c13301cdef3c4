"""AES-256-GCM with associated data that says where a value belongs: moved elsewhere, it does not open (security.md K2, K3)."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.contracts.privacy import Group

KEY_BYTES = 32
_NONCE = 12
_SCHEMA = 1
"""Version of what a place is made of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one field stands."""

    subject: UUID
    group: Group
    key_version: int
    kind: str
    record: str
    field: str

    def bound(self) -> bytes:
        """It, as associated data."""
        return prefixed(
            "field", self.subject, self.group, self.key_version, self.kind, self.record, _SCHEMA, self.field
        )


def prefixed(*parts: object) -> bytes:
    """The parts as bytes, each after its length (4 bytes, big endian): no two lists of parts give the same."""
    written = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in written)


def seal(key: bytes, bound: bytes, value: bytes) -> bytes:
    """A random nonce of 96 bits, then ciphertext and tag."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, bound)


def unseal(key: bytes, bound: bytes, sealed: bytes) -> bytes | None:
    """The value; None when the key or the place is another one."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except (InvalidTag, ValueError):
        return None
