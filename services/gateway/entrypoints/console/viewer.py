"""Viewer: who looks at a page, in which language, theme and time zone. Looked up anew for each request."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from fastapi import Request

from services.gateway.adapters import sessions
from services.gateway.adapters.sessions import Session
from services.gateway.application.access import Reader
from services.gateway.entrypoints.console.form_token import issued
from services.gateway.entrypoints.console.language.speech import Speech, Speeches
from shared.access import NotSignedIn
from shared.store.database import Connection

THEMES = ("light", "dark")
ZONES = available_timezones()
LOOK = "lemkin-look"
"""The cookie that keeps language and theme of somebody who has not signed in: `es.dark`."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """`session` None: nobody signed in. `theme` None: as the machine is set."""

    session: Session | None
    speech: Speech
    theme: str | None
    zone: ZoneInfo

    @property
    def reader(self) -> Reader:
        """What they may read. Raises NotSignedIn, also for somebody signed in whose grant has ended."""
        if self.session is None or self.session.reader is None:
            raise NotSignedIn
        return self.session.reader

    @property
    def form_token(self) -> str:
        """A form's token, masked anew; empty for nobody."""
        return issued(self.session.secret) if self.session else ""


def session_cookie(request: Request) -> str | None:
    """The session's secret, if one came: under the one name of this site, which by https no neighbour can set (G4)."""
    return request.cookies.get(request.app.state.session_cookie)


async def viewer_of(request: Request, connection: Connection, speeches: Speeches) -> Viewer:
    """Who that is."""
    session = await sessions.found(connection, session_cookie(request))
    return seen(request, session, speeches)


def seen(request: Request, session: Session | None, speeches: Speeches) -> Viewer:
    """The viewer of a request with that session."""
    language, _, theme = request.cookies.get(LOOK, "").partition(".")
    if session is not None:
        language, theme = session.language or language, session.theme or theme
    zone = session.time_zone if session and session.time_zone in ZONES else "UTC"
    speech = speeches.negotiated(request.headers.get("accept-language"), language or None)
    return Viewer(session, speech, theme if theme in THEMES else None, ZoneInfo(zone or "UTC"))
