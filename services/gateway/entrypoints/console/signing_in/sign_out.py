"""Signing out, here or everywhere: the session is gone at the server, so no copy of its cookie opens anything."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.gateway.adapters.sessions import close_all, close_session
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.signing_in.cookies import change, session_cookie, with_cookies
from services.gateway.entrypoints.console.viewer import Viewer

DRAFTS = {"Clear-Site-Data": '"storage"'}
"""Drafts in the tab's storage go with the session (console.md)."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """`stale`: the form was of another session, nothing was done."""

    stale: bool = False


class SignOutDesk:
    """The page of signing out, and its two forms."""

    def __init__(self, console: Console, base_url: str) -> None:
        """`base_url`: scheme, host and port of this site."""
        self._console, self._base_url = console, base_url
        self._session = session_cookie(base_url)

    def router(self) -> APIRouter:
        """Its routes."""
        routes, page = APIRouter(), self._console.open_page
        routes.add_api_route("/sign-out", page(self._form), methods=["GET"])
        for path, everywhere in (("/sign-out", False), ("/sign-out/everywhere", True)):
            routes.add_api_route(path, with_cookies(page(self._ending(everywhere=everywhere))), methods=["POST"])
        return routes

    async def _form(self, _: Request, viewer: Viewer) -> Shown | Response:
        return Shown("sign_in/leaving", Leaving()) if viewer.session else RedirectResponse("/sign-in", 303)

    def _ending(self, *, everywhere: bool) -> Callable[[Request, Viewer], Awaitable[Shown | Response]]:
        async def end(request: Request, viewer: Viewer) -> Shown | Response:
            session = viewer.session
            try:
                await guard(request, session, self._base_url)
            except StaleForm:
                return Shown("sign_in/leaving", Leaving(stale=True), status=409)
            async with self._console.sources.database.transaction() as connection:
                if session and everywhere:
                    await close_all(connection, session.account)
                await close_session(connection, self._session.of(request))
            change(request, self._session.drop)
            return RedirectResponse("/sign-in", 303, DRAFTS)

        return end
