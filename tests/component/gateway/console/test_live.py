"""Live signals: what changed by name only, for those who are signed in, ended with their session."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from uuid import UUID

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import StreamingResponse

from services.gateway.adapters import sessions
from services.gateway.adapters.accounts import demo_account
from services.gateway.adapters.arrivals import horizon
from services.gateway.entrypoints.console import live
from services.gateway.entrypoints.console.live import Live
from shared.contracts.network.initiative import InitiativeCompleted
from shared.contracts.network.regional_network import NetworkConceived
from tests.component.gateway.console.browsing import Browsing
from tests.component.gateway.public import hear
from tests.component.gateway.story import INITIATIVE, LATIN_AMERICA, story


def _asking(browsing: Browsing, cookie: str | None, views: str) -> Request:
    """A request for the stream, of somebody who stays."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/live",
        "query_string": f"views={views}".encode(),
        "headers": Headers({"cookie": f"lemkin={cookie}"} if cookie else {}).raw,
        "app": browsing.public.client._transport.app,  # type: ignore[attr-defined]
    }
    return Request(scope, receive=asyncio.Event().wait)  # type: ignore[arg-type]


@asynccontextmanager
async def _running(browsing: Browsing) -> AsyncIterator[Live]:
    stopping = asyncio.Event()
    live = Live(browsing.public.database, stopping)
    running = asyncio.create_task(live.run())
    yield live
    stopping.set()
    await running


async def _signals(browsing: Browsing, live: Live, cookie: str | None, views: str) -> AsyncGenerator[str, None]:
    response = await live.stream(_asking(browsing, cookie, views))
    assert isinstance(response, StreamingResponse)
    return cast("AsyncGenerator[str, None]", response.body_iterator)


async def test_a_page_hears_which_of_its_views_changed(own_console: Browsing) -> None:
    database, live = own_console.public.database, Live(own_console.public.database, asyncio.Event())
    stream = await _signals(own_console, live, await own_console.signed_in("auditor"), "initiative,seat")
    assert await anext(stream) == "retry: 3000\n\nevent: beat\ndata: 0\n\n"
    await live.look()
    feed, known = story(), len(story().said)
    feed.say("network", UUID(int=0xA9), NetworkConceived(slug="asia", name="Asia"), "2014")
    feed.say(
        "initiative",
        INITIATIVE,
        InitiativeCompleted(network=LATIN_AMERICA, state="ARG"),
        "2016",
        scopes=("secretariat",),
    )
    await hear(database, feed, known)
    await live.look()
    assert await anext(stream) == "event: changed\ndata: initiative\n\n"
    await stream.aclose()


async def test_what_came_between_the_page_and_its_stream_is_told_at_once(own_console: Browsing) -> None:
    database, live = own_console.public.database, Live(own_console.public.database, asyncio.Event())
    async with database.transaction(read_only=True) as connection:
        stands = await horizon(connection)
    feed, known = story(), len(story().said)
    feed.say("network", UUID(int=0xA9), NetworkConceived(slug="asia", name="Asia"), "2014")
    await hear(database, feed, known)
    cookie = await own_console.signed_in("auditor")
    stream = await _signals(own_console, live, cookie, f"network,seat&since={stands}")
    await anext(stream)
    assert await anext(stream) == "event: changed\ndata: network\n\n"
    await stream.aclose()


async def test_a_stream_ends_with_the_session(own_console: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT", 0.05)
    cookie = await own_console.signed_in("auditor")
    async with _running(own_console) as running:
        stream = await _signals(own_console, running, cookie, "seat")
        await anext(stream)
        assert await anext(stream) == "event: beat\ndata: 0\n\n"
        async with own_console.public.database.transaction() as connection:
            await sessions.close_all(connection, demo_account("auditor"))
        async with asyncio.timeout(5):
            assert [signal async for signal in stream if "beat" not in signal] == []


async def test_nobody_else_hears(own_console: Browsing) -> None:
    async with _running(own_console) as running:
        assert (await running.stream(_asking(own_console, None, "seat"))).status_code == 401


async def test_a_fifth_stream_of_an_account_waits(own_console: Browsing) -> None:
    cookie = await own_console.signed_in("auditor")
    async with _running(own_console) as running:
        streams = [await _signals(own_console, running, cookie, "seat") for _ in range(live.MOST)]
        for stream in streams:
            await anext(stream)
        refused = await running.stream(_asking(own_console, cookie, "seat"))
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
        await streams[0].aclose()
        assert (await running.stream(_asking(own_console, cookie, "seat"))).status_code == 200
        for stream in streams:
            await stream.aclose()
