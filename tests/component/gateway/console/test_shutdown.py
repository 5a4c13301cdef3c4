"""A gateway with open streams ends at once when it is asked to: the process itself, with twenty pages listening."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic

import httpx
import stamina

from deploy.embedded.layout import ROOT
from services.gateway.adapters import sessions
from services.gateway.adapters.accounts import demo_account
from shared.store.database import Database
from tests.component.gateway.public import Tokens
from tests.support.platform import ServiceDatabase, free_port
from tests.support.signing import keys

ACCOUNTS = ("secretariat", "admin.latin-america", "admin.africa", "auditor", "operator")
EACH = 4
SOON = 3.0
"""Seconds (console.md 4)."""


async def test_twenty_open_streams_hold_nobody_up(told: tuple[ServiceDatabase, Tokens]) -> None:
    made, _ = told
    async with Database(made.app, made.app_password, size=1) as database, database.transaction() as connection:
        cookies = [await sessions.open_session(connection, demo_account(name)) for name in ACCOUNTS]
    async with _gateway(made) as (process, client), AsyncExitStack() as open_streams:
        for cookie in cookies * EACH:
            headers = {"Cookie": f"lemkin={cookie}"}
            stream = await open_streams.enter_async_context(client.stream("GET", "/live?views=seat", headers=headers))
            assert stream.status_code == 200
            assert "event: beat" in await anext(stream.aiter_text())
        begun = monotonic()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0
        assert monotonic() - begun <= SOON


@asynccontextmanager
async def _gateway(made: ServiceDatabase) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """The api of the gateway as a process of its own, once it answers."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LEMKIN_DATABASE": made.app,
        "LEMKIN_DATABASE_PASSWORD_FILE": str(made.app_password_file),
        "LEMKIN_HTTP": f"127.0.0.1:{port}",
        "LEMKIN_KEYS": str(keys()),
        "LEMKIN_SERVICES": json.dumps({}),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "services.gateway", "api"),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            await _answers(client)
            yield process, client
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@stamina.retry(on=httpx.TransportError, attempts=None, timeout=60, wait_initial=0.05, wait_max=0.2)
async def _answers(client: httpx.AsyncClient) -> None:
    await client.get("/livez")
