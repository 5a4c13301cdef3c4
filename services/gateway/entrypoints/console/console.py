"""Console: makes a route of a page's handler. Signing in, dates, parts, headers and errors are the same for all pages."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.gateway.adapters import sessions
from services.gateway.adapters.arrivals import horizon
from services.gateway.adapters.progress import Place, reached
from services.gateway.application.access import sees
from services.gateway.entrypoints.console.dates import dates
from services.gateway.entrypoints.console.language.speech import OWN_NAMES, Speeches
from services.gateway.entrypoints.console.links import Links
from services.gateway.entrypoints.console.navigation import navigation
from services.gateway.entrypoints.console.render import Frame, Renderer
from services.gateway.entrypoints.console.troubles import Trouble, trouble
from services.gateway.entrypoints.console.viewer import Viewer, seen, session_cookie, viewer_of
from services.gateway.entrypoints.console.visit import Sources, Visit
from services.gateway.entrypoints.console.watch import Watch
from shared.access import NotSignedIn

VARY = "HX-Request-Type, HX-Target, Cookie"
PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a handler shows: `page` is `area/page` below templates/pages; `parts` may be asked for alone, each is
    templates/partials/area/_part.html with the same view."""

    page: str
    view: object
    parts: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Visit], Awaitable[Shown | Response]]
Answer = Callable[[Request], Awaitable[Response]]


class Console:
    """Everything pages share."""

    def __init__(
        self,
        sources: Sources,
        speeches: Speeches,
        renderer: Renderer,
        policy: str,
        base_url: str,
        watch: Watch,
    ) -> None:
        """`policy`: the value of Content-Security-Policy (security.md G10); `base_url`: where our own forms come from."""
        self.sources, self.speeches, self.base_url = sources, speeches, base_url
        self._renderer, self._policy, self._watch = renderer, policy, watch
        self.languages = tuple(OWN_NAMES.items())

    def page(self, handler: Handler, *, dated: bool = True) -> Answer:
        """The route of a page for whoever is signed in. `dated` False: the page shows now, and says so (R5)."""

        async def answer(request: Request) -> Response:
            viewer = seen(request, None, self.speeches)
            try:
                async with self.sources.database.transaction(read_only=True) as connection:
                    viewer = await viewer_of(request, connection, self.speeches)
                    stands = await horizon(connection)
                viewer.reader  # noqa: B018  (raises NotSignedIn)
                if viewer.session is not None and viewer.session.due:
                    await sessions.touch(self.sources.database, session_cookie(request))
                visit = self._visit(request, viewer, dated=dated)
                if visit.dates.refused is not None:
                    raise visit.dates.refused
                pending = await self._pending(visit)
                shown = await handler(visit)
                if isinstance(shown, Response):
                    return self._guarded(shown)
                return self._shown(visit, shown, dated=dated, pending=pending, stands=stands)
            except NotSignedIn:
                return self._guarded(self._sign_in_first(request, viewer))
            except Exception as error:  # noqa: BLE001  (each has its page; what nobody foresaw too)
                return self._troubled(request, viewer, trouble(error), dated=dated)

        return answer

    def open_page(self, handler: Callable[[Request, Viewer], Awaitable[Shown | Response]]) -> Answer:
        """The route of a page that nobody needs to sign in for; it shows now."""

        async def answer(request: Request) -> Response:
            viewer = seen(request, None, self.speeches)
            try:
                async with self.sources.database.transaction(read_only=True) as connection:
                    viewer = await viewer_of(request, connection, self.speeches)
                shown = await handler(request, viewer)
                if isinstance(shown, Response):
                    return self._guarded(shown)
                return self._shown(self._visit(request, viewer, dated=False), shown, dated=False, pending=None)
            except NotSignedIn:
                return self._guarded(self._sign_in_first(request, viewer))
            except Exception as error:  # noqa: BLE001
                return self._troubled(request, viewer, trouble(error), dated=False)

        return answer

    def _visit(self, request: Request, viewer: Viewer, *, dated: bool) -> Visit:
        query = dict(request.query_params)
        read = dates(query if dated else {}, datetime.now(UTC))
        query = {name: text for name, text in query.items() if name not in {"as_of", "known_at", "synthetic"}}
        kept = {**query, **read.kept}
        kept.pop(PENDING, None)
        return Visit(request, viewer, read, Links(read.kept, request.url.path, kept), self.sources)

    async def _pending(self, visit: Visit) -> str | None:
        """What the viewer wrote and has not arrived within a second, as `kind/id@version`."""
        text = visit.request.query_params.get(PENDING)
        if text is None:
            return None
        seen_people = sees(visit.reader, "people-history")
        return None if await reached(self.sources.database, Place.parse(text), seen_people) else text

    def _frame(self, visit: Visit, *, dated: bool) -> Frame:
        session = visit.viewer.session
        role = session.reader.role if session and session.reader else None
        self._watch.wanted()
        late = self._watch.behind
        behind = visit.viewer.speech.instant(late, visit.viewer.zone) if late else None
        return Frame(
            visit.viewer, visit.dates, visit.links, navigation(role), self.languages, dated=dated, behind=behind
        )

    def _shown(self, visit: Visit, shown: Shown, *, dated: bool, pending: str | None, stands: str = "") -> Response:
        live = () if visit.dates.past else shown.live
        frame = replace(self._frame(visit, dated=dated), pending=pending, live=live, stands=stands)
        area = shown.page.partition("/")[0]
        part = _part(visit.request)
        template = f"partials/{area}/_{part}.html" if part in shown.parts else f"pages/{shown.page}.html"
        html = self._renderer.html(template, frame, shown.view)
        return self._guarded(HTMLResponse(html, shown.status, dict(shown.headers)))

    def _sign_in_first(self, request: Request, viewer: Viewer) -> Response:
        """E1; a link from elsewhere comes without the cookie, so our own page asks once more (security.md G5)."""
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        fetched = request.headers.get("sec-fetch-site", "same-origin")
        if request.method == "GET" and session_cookie(request) is None and fetched == "cross-site":
            visit = self._visit(request, viewer, dated=False)
            html = self._renderer.html("pages/sign_in/again.html", self._frame(visit, dated=False), back)
            return HTMLResponse(html)
        to = f"/sign-in?{urlencode({'next': back})}" if request.method == "GET" and back != "/" else "/sign-in"
        if _is_partial(request):
            return Response(status_code=401, headers={"HX-Redirect": to})
        return RedirectResponse(to, 303)

    def _troubled(self, request: Request, viewer: Viewer, told: Trouble, *, dated: bool) -> Response:
        visit = self._visit(request, viewer, dated=dated)
        template = "errors/fragment.html" if _is_partial(request) else "errors/page.html"
        html = self._renderer.html(template, self._frame(visit, dated=dated), told)
        headers = {"Retry-After": str(told.retry_after)} if told.retry_after else {}
        headers |= {"X-Request-Id": told.reference} if told.reference else {}
        return self._guarded(HTMLResponse(html, told.status, headers))

    def _guarded(self, response: Response) -> Response:
        response.headers.update({"Vary": VARY, "Referrer-Policy": "same-origin"})
        response.headers.setdefault("Content-Security-Policy", self._policy)
        return response


def policy(css_hash: str) -> str:
    """The Content-Security-Policy of our pages; the core CSS stands in each page under its hash (security.md G10)."""
    return (
        "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        f"style-src 'self' '{css_hash}'; base-uri 'none'; frame-ancestors 'none'"
    )


def _is_partial(request: Request) -> bool:
    return request.headers.get("hx-request-type") == "partial"


def _part(request: Request) -> str | None:
    """The part that htmx wants: its target is `tag#part`."""
    return request.headers.get("hx-target", "").partition("#")[2] or None if _is_partial(request) else None
