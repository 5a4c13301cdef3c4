"""Departure: what a browser remembers for us while somebody is at the issuer, in a signed cookie of ten minutes (G1, G5)."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

import orjson

from services.gateway.entrypoints.console.local_path import local

LASTS = 600


@dataclass(frozen=True, slots=True)
class Departure:
    """`state` goes to the issuer and back; `back`: where to go afterwards; `invitation`: the hash of one to redeem, hex."""

    state: str
    back: str
    invitation: str | None
    nonce: str
    verifier: str

    @property
    def hashed(self) -> bytes:
        """What is stored of one that came back."""
        return hashlib.sha256(self.state.encode()).digest()


class Departures:
    """Makes and reads these cookies. The nonce and the verifier follow from the state and our key: a cookie has neither."""

    def __init__(self, key: bytes) -> None:
        """`key`: 32 bytes."""
        self._key = key

    def begin(self, back: str | None, invitation: bytes | None = None) -> tuple[Departure, str]:
        """A new one, and its cookie."""
        made = self._of(secrets.token_urlsafe(32), local(back), invitation.hex() if invitation else None)
        body = orjson.dumps([made.state, made.back, made.invitation, int(time.time())])
        return made, f"{_text(body)}.{_text(self._mac(b'cookie', body))}"

    def read(self, cookie: str | None, state: str) -> Departure | None:
        """The one of this cookie, if we made it in the last ten minutes and `state` is its own."""
        said, _, mark = (cookie or "").partition(".")
        try:
            body = _bytes(said)
            if not hmac.compare_digest(_bytes(mark), self._mac(b"cookie", body)):
                return None
            known, back, invitation, begun = orjson.loads(body)
            ours = hmac.compare_digest(known.encode(), state.encode())
        except (ValueError, UnicodeError):
            return None
        return self._of(known, back, invitation) if ours and 0 <= time.time() - begun <= LASTS else None

    def _of(self, state: str, back: str, invitation: str | None) -> Departure:
        nonce, verifier = (_text(self._mac(what, state.encode())) for what in (b"nonce", b"verifier"))
        return Departure(state, back, invitation, nonce, verifier)

    def _mac(self, purpose: bytes, content: bytes) -> bytes:
        return hmac.digest(self._key, purpose + b"\0" + content, "sha256")


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
