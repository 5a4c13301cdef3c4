"""Serving HTTP from inside our own process: uvicorn without its own signals, stopped with the rest of the process."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from shared.records import Stop
from shared.watchdog import STUCK

DRAIN = 10
"""Seconds that requests under way may still take."""
BACKLOG = 2048


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to shared/process.py."""
        yield


async def serve(app: Any, address: tuple[str, int], stopping: asyncio.Event) -> None:
    """Serve an ASGI application at (host, port) until `stopping` is set and the requests under way are answered.

    Raises:
        OSError: the address cannot be listened on.
        Stop: the application did not start.
    """
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=DRAIN, backlog=BACKLOG
    )
    server = _Server(config)
    with socket.create_server(address, backlog=BACKLOG) as listener:
        serving = asyncio.ensure_future(_serve(server, listener))
        told = asyncio.ensure_future(stopping.wait())
        try:
            await asyncio.wait([serving, told], return_when=asyncio.FIRST_COMPLETED)
        finally:
            told.cancel()
            server.should_exit = True
            await serving


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    try:
        await server.serve(sockets=[listener])
    except SystemExit:  # how uvicorn says that the application's start failed; the reason is in the log
        raise Stop(STUCK, "the application did not start") from None
