"""Invitation: how somebody whom the secretariat invited comes to the account that was made for them (security.md G2)."""

from dataclasses import dataclass

from fastapi import APIRouter, Request

from services.gateway.adapters.invitations import is_open
from services.gateway.domain.token import digest
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.signing_in.cookies import change, departure_cookie, with_cookies
from services.gateway.entrypoints.console.signing_in.departure import LASTS
from services.gateway.entrypoints.console.signing_in.front_door import AWAY, FrontDoor
from services.gateway.entrypoints.console.viewer import Viewer
from shared.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Invited:
    """The form: what was given opens nothing (`refused`), the form was of another session (`stale`), or where to go on."""

    refused: bool = False
    stale: bool = False
    onward: str | None = None


class InvitationDesk:
    """Takes an invitation, and sends its holder to the issuer: who comes back has the account."""

    def __init__(self, console: Console, door: FrontDoor) -> None:
        self._console, self._door = console, door
        self._departure = departure_cookie(door.base_url, LASTS)

    def router(self) -> APIRouter:
        """Its routes."""
        routes, page = APIRouter(), self._console.open_page
        routes.add_api_route("/sign-in/invitation", page(self._form), methods=["GET"])
        routes.add_api_route("/sign-in/invitation", with_cookies(page(self._take)), methods=["POST"])
        return routes

    async def _form(self, _: Request, __: Viewer) -> Shown:
        return Shown("sign_in/invitation", Invited())

    async def _take(self, request: Request, viewer: Viewer) -> Shown:
        try:
            form = await guard(request, viewer.session, self._door.base_url)
        except StaleForm:
            return Shown("sign_in/invitation", Invited(stale=True), status=409)
        given = form.getlist("invitation")
        invitation = given[0].strip() if len(given) == 1 and isinstance(given[0], str) else ""
        async with self._console.sources.database.transaction(read_only=True) as connection:
            hashed = digest(invitation) if await is_open(connection, invitation) else None
        if hashed is None:
            return Shown("sign_in/invitation", Invited(refused=True), status=422)
        try:
            sent = await self._door.send(None, invitation=hashed)
        except Unavailable:
            sent = None
        if sent is None:
            return Shown("sign_in/refused", AWAY, status=AWAY.status)
        address, kept = sent
        change(request, lambda response: self._departure.keep(response, kept))
        # A link, no redirect: `form-action 'self'` stops forms that lead elsewhere in the end (G9).
        return Shown("sign_in/invitation", Invited(onward=address))
