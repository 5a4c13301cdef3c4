"""What a form must bring before anything of it is read: it comes from our own page, of this session (security.md G6 to G8)."""

import base64
import hmac
import secrets
from collections.abc import AsyncGenerator

from fastapi import Request
from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from services.gateway.adapters.sessions import Session
from shared.errors import LemkinError
from shared.http import MAX_BODY, BadRequest

FIELD = "csrf_token"
SAFE = ("GET", "HEAD")
_FIELDS = 200
_SIZE = 32
_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class CrossSite(LemkinError):
    """An unsafe request that no page of ours sent: answered with 403."""


class StaleForm(LemkinError):
    """A form of another session, or of none: it is shown again, and nothing was done. `form`: what it brought."""

    def __init__(self, form: FormData) -> None:
        super().__init__("stale-form")
        self.form = form


def issued(secret: bytes) -> str:
    """The token for a form of the session with that secret: another text each time, so that no answer repeats it."""
    mask = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(mask + _xor(mask, secret)).decode().rstrip("=")


def holds(secret: bytes, given: str) -> bool:
    """Whether a form's token is of the session with that secret; in constant time for every token of the right form."""
    try:
        raw = base64.b64decode(given + "==", altchars=b"-_", validate=True)
    except ValueError:
        return False
    return len(raw) == 2 * _SIZE and hmac.compare_digest(_xor(raw[:_SIZE], raw[_SIZE:]), secret)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def from_here(request: Request, base_url: str) -> None:
    """Raise CrossSite unless a page of this site sent the request: by `Sec-Fetch-Site`, without it by `Origin`."""
    sites, origins = request.headers.getlist("sec-fetch-site"), request.headers.getlist("origin")
    if sites != ["same-origin"] if sites else origins != [base_url]:
        raise CrossSite("cross-site")


async def guard(request: Request, session: Session | None, base_url: str) -> FormData:
    """The fields of a form that may be acted on. `base_url`: scheme, host and port of this site, from the settings.

    Without a session there is no token to hold, and nobody to act as: only where it comes from is looked at.
    Raises CrossSite, StaleForm; BadRequest 415 for another content type, 413 above 256 KiB, 400 for an unreadable body.
    """
    from_here(request, base_url)
    form = await _fields(request)
    if session is not None and request.headers.getlist("x-lemkin-request") != ["1"]:
        given = form.getlist(FIELD)
        if len(given) != 1 or not isinstance(given[0], str) or not holds(session.secret, given[0]):
            raise StaleForm(form)
    return form


async def _fields(request: Request) -> FormData:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == _URLENCODED:
            return await FormParser(request.headers, _bounded(request), max_fields=_FIELDS).parse()
        if kind == _MULTIPART:
            parser = MultiPartParser(
                request.headers, _bounded(request), max_files=0, max_fields=_FIELDS, max_part_size=MAX_BODY
            )
            return await parser.parse()
    except (MultiPartException, FormParserError, KeyError, UnicodeError) as error:
        raise BadRequest(400, "malformed-form") from error
    raise BadRequest(415, "not-a-form")


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise BadRequest(413, "body-too-large")
        yield part
