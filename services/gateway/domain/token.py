"""Secrets that are handed over once: API tokens and invitations. What is stored is their hash (security.md G2, G11)."""

import hashlib
import re
import secrets
from datetime import timedelta

TOKEN = "lemkin_"  # noqa: S105  (what every token begins with, so that scanners find a leaked one)
INVITATION = "lemkin-invitation_"
LONGEST = timedelta(days=90)
INVITED_FOR = timedelta(hours=72)
_SHAPE = re.compile(rf"(?:{TOKEN}|{INVITATION})[A-Za-z0-9_-]{{43}}")


def fresh(prefix: str) -> str:
    """A new secret of 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes | None:
    """What is stored of it, 32 bytes; None when the text cannot be one of ours."""
    return hashlib.sha256(secret.encode()).digest() if _SHAPE.fullmatch(secret) else None
