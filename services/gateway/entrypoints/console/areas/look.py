"""Look: language, theme and time zone of whoever looks. Somebody signed in takes them along; others have them in a cookie."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.gateway.adapters import sessions
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.local_path import local
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.signing_in.cookies import change, with_cookies
from services.gateway.entrypoints.console.viewer import LOOK, THEMES, ZONES, Viewer
from shared.access import NotSignedIn

_A_YEAR = 365 * 24 * 60 * 60
_CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/", "UTC")
_CHOICE = sorted(zone for zone in ZONES if zone.startswith(_CONTINENTS))
AUTOMATIC = "auto"


class LookView(ViewModel):
    """What can be chosen; `refused` names the field with something that is none of it."""

    languages: tuple[tuple[str, str], ...]
    zones: tuple[str, ...] = tuple(_CHOICE)
    themes: tuple[str, ...] = THEMES
    role: str | None = None
    refused: str | None = None
    stale: bool = False


class LookDesk:
    """The page about oneself, and the form that stands on it and at the foot of every page."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter()
        routes.add_api_route("/me", self._console.open_page(self.page), methods=["GET"], name="page-me")
        routes.add_api_route("/look", with_cookies(self._console.open_page(self.choose)), methods=["POST"])
        return routes

    async def page(self, _: Request, viewer: Viewer) -> Shown:
        """Who one is here, and how pages look. Raises NotSignedIn."""
        if viewer.session is None:
            raise NotSignedIn
        return Shown("look/me", self._view(viewer))

    async def choose(self, request: Request, viewer: Viewer) -> Shown | Response:
        """Keep what was chosen, and go back to where it was."""
        try:
            form = await guard(request, viewer.session, self._console.base_url)
        except StaleForm:
            return Shown("look/me", self._view(viewer, stale=True), status=409)
        chosen = {name: text.strip() for name, text in form.items() if isinstance(text, str)}
        refused = self._refused(chosen)
        if refused is not None:
            return Shown("look/me", self._view(viewer, refused=refused), status=422)
        language, theme = chosen.get("language"), chosen.get("theme")
        theme = "" if theme == AUTOMATIC else theme
        if viewer.session is not None:
            async with self._console.sources.database.transaction() as connection:
                zone = chosen.get("time_zone")
                await sessions.choose(
                    connection, viewer.session.account, language=language, theme=theme, time_zone=zone
                )
        kept = f"{language or viewer.speech.language}.{viewer.theme or '' if theme is None else theme}"
        change(request, lambda response: self._keep(response, kept))
        return RedirectResponse(local(chosen.get("next")), 303)

    def _keep(self, response: Response, value: str) -> None:
        secure = self._console.base_url.startswith("https://")
        response.set_cookie(LOOK, value, _A_YEAR, path="/", secure=secure, httponly=True, samesite="lax")

    def _refused(self, chosen: Mapping[str, str]) -> str | None:
        """The field that holds something unknown; values are never repeated."""
        known = {
            "language": self._console.speeches.languages,
            "theme": (*THEMES, AUTOMATIC),
            "time_zone": (*ZONES, ""),
        }
        return next((name for name in known if name in chosen and chosen[name] not in known[name]), None)

    def _view(self, viewer: Viewer, *, refused: str | None = None, stale: bool = False) -> LookView:
        role = viewer.session.reader.role if viewer.session and viewer.session.reader else None
        return LookView(languages=self._console.languages, role=role, refused=refused, stale=stale)
