"""Cookies of signing in: their names and attributes (security.md G4, G5). By https their names bind them to this host."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from fastapi.responses import Response

from services.gateway.entrypoints.api.signed_in import COOKIES

_PLAIN, _BOUND = COOKIES


@dataclass(frozen=True, slots=True)
class Cookie:
    """`lasts` in seconds; None: until the browser is closed, or the server says so."""

    name: str
    secure: bool
    same_site: Literal["strict", "lax"]
    lasts: int | None = None

    def of(self, request: Request) -> str | None:
        """What the browser sent."""
        return request.cookies.get(self.name)

    def keep(self, response: Response, value: str) -> None:
        """Have the browser keep it; no script sees it."""
        response.set_cookie(
            self.name, value, max_age=self.lasts, path="/", secure=self.secure, httponly=True, samesite=self.same_site
        )

    def drop(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite=self.same_site)


def session_cookie(base_url: str) -> Cookie:
    """The session's: never sent with what another site starts."""
    return Cookie(_BOUND if _secure(base_url) else _PLAIN, _secure(base_url), "strict")


def departure_cookie(base_url: str, lasts: int) -> Cookie:
    """What is kept while somebody is at the issuer: it must come with the way back from there."""
    secure = _secure(base_url)
    return Cookie(f"{_BOUND if secure else _PLAIN}-sign-in", secure, "lax", lasts)


def _secure(base_url: str) -> bool:
    return base_url.startswith("https://")


def with_cookies(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The same route, whose handler may say by `change` what its answer changes in the browser."""

    async def changing(request: Request) -> Response:
        response = await answer(request)
        for done in getattr(request.state, "changes", ()):
            done(response)
        return response

    return changing


def change(request: Request, *changes: Callable[[Response], None]) -> None:
    """Have these done to the answer, whatever it will be."""
    request.state.changes = changes
