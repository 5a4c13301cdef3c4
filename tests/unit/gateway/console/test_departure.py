"""G1, G5: what a browser keeps while somebody is at the issuer is ours, fresh, and of one state."""

import base64
import hashlib
import hmac
import time
from typing import Any

import orjson
import pytest

from services.gateway.entrypoints.console.signing_in.departure import LASTS, Departures

KEY = b"k" * 32
DEPARTURES = Departures(KEY)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _signed(value: Any, key: bytes = KEY, purpose: bytes = b"cookie") -> str:
    body = orjson.dumps(value)
    return f"{_text(body)}.{_text(hmac.digest(key, purpose + bytes(1) + body, 'sha256'))}"


def test_what_was_kept_is_read_with_its_own_state_only() -> None:
    made, kept = DEPARTURES.begin("/networks", b"\x01" * 32)
    assert DEPARTURES.read(kept, made.state) == made
    assert (made.back, made.invitation) == ("/networks", "01" * 32)
    other, _ = DEPARTURES.begin("/networks")
    assert other.state != made.state
    for state in (other.state, "", made.state[:-1], made.state.swapcase(), "é"):
        assert DEPARTURES.read(kept, state) is None
    assert made.hashed == hashlib.sha256(made.state.encode()).digest()


def test_neither_nonce_nor_verifier_can_be_read_from_the_cookie_or_from_each_other() -> None:
    made, kept = DEPARTURES.begin(None)
    assert len({made.state, made.nonce, made.verifier}) == 3
    assert len(made.verifier) == 43, "RFC 7636: at least 43 characters"
    shown = kept + base64.urlsafe_b64decode(kept.partition(".")[0] + "==").decode()
    assert made.nonce not in shown
    assert made.verifier not in shown
    again = Departures(b"x" * 32)
    assert again.read(kept, made.state) is None


def test_it_ends_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    made, kept = DEPARTURES.begin(None)
    for later, lives in ((LASTS - 2, True), (LASTS + 2, False), (-60, False)):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        assert (DEPARTURES.read(kept, made.state) is not None) is lives


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        ".",
        "a.b",
        "é.é",
        "====.====",
        _signed(["s", "/", None, int(time.time())], key=b"x" * 32),
        _signed(["s", "/", None, int(time.time())], purpose=b"nonce"),
    ],
)
def test_anything_else_is_nothing(cookie: str | None) -> None:
    assert DEPARTURES.read(cookie, "s") is None
