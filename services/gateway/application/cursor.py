"""Cursors: where a list goes on. Signed, and bound to the reader, the question and its filters and dates.

A cursor fixes both dates at page one, so that later pages show the same list: only facts that were recorded before and arrive
late can shift it.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import orjson

from services.gateway.application.moment import BadParameter, Moment

MOST = 50
_MAC = 16


@dataclass(frozen=True, slots=True)
class Wish:
    """Which page of a list: at most `limit` items whose key comes after `after`."""

    limit: int = MOST
    after: str | None = None


class Cursors:
    """Makes and reads cursors with a secret of the gateway."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(
        self, after: str, moment: Moment, known_at: datetime | None, reader: UUID, asked: Mapping[str, str]
    ) -> str:
        """The cursor of the page after the key `after`; `known_at` is what page one was known at."""
        fixed = [after, moment.as_of.isoformat(), known_at.isoformat() if known_at else None]
        told = orjson.dumps(fixed)
        return urlsafe_b64encode(self._mac(told, reader, asked) + told).decode().rstrip("=")

    def read(self, cursor: str, moment: Moment, reader: UUID, asked: Mapping[str, str]) -> tuple[Moment, str]:
        """The moment and key that the cursor fixes. Raises BadParameter for another reader, question or filter."""
        try:
            told = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            mac, told = told[:_MAC], told[_MAC:]
            if not hmac.compare_digest(mac, self._mac(told, reader, asked)):
                raise BadParameter("cursor", "must be the one this list gave to you, with the same filters and dates")
            after, as_of, known_at = orjson.loads(told)
        except (NotBase64, ValueError) as error:
            raise BadParameter("cursor", "must be one that this list gave") from error
        fixed = datetime.fromisoformat(known_at) if known_at else None
        return replace(moment, as_of=date.fromisoformat(as_of), known_at=fixed), after

    def _mac(self, told: bytes, reader: UUID, asked: Mapping[str, str]) -> bytes:
        bound = orjson.dumps([str(reader), sorted(asked.items())])
        return hmac.digest(self._secret, len(bound).to_bytes(4) + bound + told, hashlib.sha256)[:_MAC]


def limit_of(text: str | None) -> int:
    """How many items a page has at most. Raises BadParameter."""
    if text is None:
        return MOST
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise BadParameter("limit", f"must be a whole number from 1 to {MOST}")
    return int(text)
