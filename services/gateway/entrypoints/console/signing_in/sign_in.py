"""Signing in: to the issuer and back (console.md P01; security.md G1, G3, G5)."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.gateway.adapters.accounts import DemoAccount
from services.gateway.adapters.identities import account_of
from services.gateway.adapters.invitations import redeem
from services.gateway.adapters.issuer import SignInRefused
from services.gateway.adapters.sessions import close_session, open_session
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.local_path import HOME, local
from services.gateway.entrypoints.console.signing_in.cookies import (
    change,
    departure_cookie,
    session_cookie,
    with_cookies,
)
from services.gateway.entrypoints.console.signing_in.departure import LASTS, Departure
from services.gateway.entrypoints.console.signing_in.front_door import (
    AWAY,
    LOST,
    NOT_INVITED,
    REFUSED,
    UNKNOWN,
    FrontDoor,
    Refusal,
)
from services.gateway.entrypoints.console.viewer import Viewer
from shared.errors import Unavailable
from shared.store.database import Connection
from shared.telemetry import log


@dataclass(frozen=True, slots=True)
class Door:
    """P01. `start`: where signing in begins; `waiting`: somebody is signed in, and has no grant; `back`: where to go on."""

    start: str
    back: str
    open: bool
    waiting: bool
    demo: tuple[DemoAccount, ...]


class SignInDesk:
    """The pages of signing in."""

    def __init__(self, console: Console, door: FrontDoor) -> None:
        self._console, self._door = console, door
        self._session = session_cookie(door.base_url)
        self._departure = departure_cookie(door.base_url, LASTS)

    def router(self) -> APIRouter:
        """Their routes."""
        routes, page = APIRouter(), self._console.open_page
        routes.add_api_route("/sign-in", page(self._sign_in), methods=["GET"])
        routes.add_api_route("/sign-in/start", with_cookies(page(self._start)), methods=["GET"])
        routes.add_api_route("/sign-in/return", with_cookies(page(self._come_back)), methods=["GET"])
        return routes

    async def _sign_in(self, request: Request, viewer: Viewer) -> Shown:
        back = local(request.query_params.get("next"))
        start = "/sign-in/start" + (f"?{urlencode({'next': back})}" if back != HOME else "")
        waiting = viewer.session is not None and viewer.session.reader is None
        return Shown("sign_in/door", Door(start, back, self._door.issuer is not None, waiting, self._door.demo))

    async def _start(self, request: Request, _: Viewer) -> Shown | Response:
        given = {name: text for name in ("next", "account") if (text := request.query_params.get(name))}
        here = urlsplit(self._door.base_url).netloc
        if request.headers.get("host") != here:  # the cookie must be where the issuer sends people back to
            return RedirectResponse(f"{self._door.base_url}/sign-in/start?{urlencode(given)}", 303)
        names = {account.name for account in self._door.demo}
        hint = given["account"] if given.get("account") in names else None
        try:
            sent = await self._door.send(given.get("next"), hint=hint)
        except Unavailable:
            sent = None
        if sent is None:
            return _refused(AWAY)
        address, kept = sent
        change(request, lambda response: self._departure.keep(response, kept))
        return RedirectResponse(address, 303)

    async def _come_back(self, request: Request, _: Viewer) -> Shown:
        """Whoever comes from the issuer has a session, or is told why not. Each return counts once."""
        departure = self._door.returned(request)
        change(request, self._departure.drop)
        if departure is None or not await self._first_time(departure):
            return _refused(LOST)
        try:
            identity = await self._identity(request, departure)
        except SignInRefused:
            return _refused(REFUSED)
        except Unavailable:
            return _refused(AWAY)
        async with self._console.sources.database.transaction() as connection:
            account = await _account(connection, identity, departure)
            if account is None:
                return _refused(NOT_INVITED if departure.invitation else UNKNOWN)
            await close_session(connection, self._session.of(request))
            opened = await open_session(connection, account)
        log().info("signed-in", actor=str(account))
        change(request, self._departure.drop, lambda response: self._session.keep(response, opened))
        return Shown("sign_in/again", departure.back)  # a redirect would still count as coming from there (G5)

    async def _first_time(self, departure: Departure) -> bool:
        async with self._console.sources.database.transaction() as connection:
            await connection.execute(
                "delete from sign_ins where at < clock_timestamp() - $1 * interval '1 second'", 2 * LASTS
            )
            taken = await connection.fetchval(
                "insert into sign_ins (hash) values ($1) on conflict do nothing returning true", departure.hashed
            )
        return bool(taken)

    async def _identity(self, request: Request, departure: Departure) -> bytes:
        issuer, given = self._door.issuer, request.query_params
        codes, named = given.getlist("code"), given.getlist("iss")
        if issuer is None:
            raise Unavailable("issuer")
        if len(codes) != 1 or "error" in given or named not in ([], [issuer.provider.issuer]):  # RFC 9207
            raise SignInRefused
        subject = await issuer.subject(codes[0], departure.verifier, departure.nonce)
        return self._door.identities.hashed(issuer.provider.issuer, subject)


async def _account(connection: Connection, identity: bytes, departure: Departure) -> UUID | None:
    if departure.invitation:
        return await redeem(connection, bytes.fromhex(departure.invitation), identity)
    return await account_of(connection, identity)


def _refused(why: Refusal) -> Shown:
    log().warning("sign-in-refused", reason=why.code)
    return Shown("sign_in/refused", why, status=why.status)
