"""Live: one stream a page (server-sent events) that says which views changed, never what. The page asks for its part again
through its own, authorised route (console.md, rows "SSE")."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from time import monotonic
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from services.gateway.adapters import sessions
from services.gateway.adapters.arrivals import horizon, look
from services.gateway.entrypoints.console.viewer import session_cookie
from shared.http import problem
from shared.store.database import AWAY, Database

BEAT = 15.0
PAUSE = 1.0
"""Seconds between two looks at what has arrived, for all streams of this process."""
MOST = 4
"""Streams of one account."""
_HORIZON = re.compile("[0-9]{1,20}")
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Live:
    """The streams of this process. `stopping` ends them all, so that a shutdown need not wait."""

    def __init__(self, database: Database, stopping: asyncio.Event) -> None:
        self._database, self._stopping = database, stopping
        self._open: Counter[UUID] = Counter()
        self._changed = asyncio.Condition()
        self._marks: dict[str, int] = {}
        self._turn = 0
        self._horizon: str | None = None

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter()
        routes.add_api_route("/live", self.stream, methods=["GET"], name="live")
        return routes

    async def run(self) -> None:
        """Look at what arrives, until stopped."""
        while not self._stopping.is_set():
            with suppress(*AWAY):
                await self.look()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), PAUSE)
        await self.tell(frozenset())

    async def look(self) -> None:
        """Look once, and tell the streams; while there are none, only keep up: one that opens misses nothing."""
        async with self._database.transaction(read_only=True) as connection:
            if not self._open:
                self._horizon = await horizon(connection)
                return
            seen = await look(connection, self._horizon)
        self._horizon = seen.horizon
        await self.tell(seen.kinds)

    async def stream(self, request: Request) -> Response:
        """The changes of `views` (names of kinds, by commas) for somebody signed in; 401 for others, 503 with too many.
        `since`: where the page stands (adapters/arrivals.py); what arrived meanwhile is told at once."""
        cookie = session_cookie(request)
        session = await self._session(cookie)
        if session is None or session.reader is None:
            return problem(401, "not-signed-in")
        if self._open[session.account] >= MOST:
            return problem(503, "too-many-streams", {"Retry-After": "30"})
        views = frozenset(request.query_params.get("views", "")[:500].split(","))
        return StreamingResponse(
            self._signals(request, session.account, cookie, views),
            media_type="text/event-stream",
            headers=HEADERS,
        )

    async def _signals(
        self, request: Request, account: UUID, cookie: str | None, views: frozenset[str]
    ) -> AsyncGenerator[str, None]:
        self._open[account] += 1
        seen, beat = self._turn, monotonic()
        try:
            yield "retry: 3000\n\nevent: beat\ndata: 0\n\n"
            # After it is counted among the open ones: from here on the common look misses nothing.
            if late := await self._since(request.query_params.get("since", "")) & views:
                yield _changed(late)
            while not self._stopping.is_set():
                await self._wait(seen, min(beat + BEAT - monotonic(), PAUSE))
                # Else it would show at the next beat only, and the place be held until then.
                if await request.is_disconnected():
                    return
                fresh = [kind for kind, turn in self._marks.items() if turn > seen and kind in views]
                seen = self._turn
                if fresh or monotonic() >= beat + BEAT:
                    session = await self._session(cookie)
                    if session is None or session.reader is None:
                        return
                if fresh:
                    yield _changed(fresh)
                if monotonic() >= beat + BEAT:
                    beat = monotonic()
                    yield "event: beat\ndata: 0\n\n"
        finally:
            self._open[account] -= 1
            if not self._open[account]:
                del self._open[account]

    async def _since(self, given: str) -> frozenset[str]:
        """What arrived since the page was made."""
        if not _HORIZON.fullmatch(given):
            return frozenset()
        async with self._database.transaction(read_only=True) as connection:
            return (await look(connection, given)).kinds

    async def _wait(self, seen: int, patience: float) -> None:
        """Until something arrived, the next beat is due, or the process ends."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(patience, 0)), self._changed:
                await self._changed.wait_for(lambda: self._turn > seen or self._stopping.is_set())

    async def tell(self, kinds: frozenset[str]) -> None:
        """Have these views told to the streams that asked for them; none: only wake the streams."""
        async with self._changed:
            if kinds:
                self._turn += 1
                self._marks |= dict.fromkeys(kinds, self._turn)
            self._changed.notify_all()

    async def _session(self, cookie: str | None) -> sessions.Session | None:
        async with self._database.transaction(read_only=True) as connection:
            return await sessions.found(connection, cookie)


def _changed(kinds: Iterable[str]) -> str:
    return f"event: changed\ndata: {','.join(sorted(kinds))}\n\n"
