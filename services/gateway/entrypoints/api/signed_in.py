"""Who asks: the API token of a request, looked up anew each time."""

from fastapi import Request

from services.gateway.adapters import accounts
from services.gateway.application.access import Reader
from shared.access import NotSignedIn
from shared.http import BadRequest
from shared.store.database import Connection

COOKIES = ("lemkin", "__Host-lemkin")


def token_of(request: Request) -> str:
    """The token in `Authorization: Bearer`. Raises NotSignedIn; BadRequest when a session comes with it (security.md G11)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme and any(name in request.cookies for name in COOKIES):
        raise BadRequest(400, "token-and-session", "/headers/authorization")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn
    return token


async def reader_of(request: Request, connection: Connection) -> Reader:
    """Who that is and what they may. Raises NotSignedIn."""
    reader = await accounts.reader(connection, token_of(request))
    if reader is None:
        raise NotSignedIn
    return reader
