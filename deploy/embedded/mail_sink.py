"""The mail server of one machine: takes every mail on loopback, sends none on, and keeps each as a file that only we can read.

Run as `python -m deploy.embedded.mail_sink PORT FOLDER`; ends at SIGTERM.
"""

import asyncio
import itertools
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.embedded.ports import LOOPBACK

LONGEST = 1_000_000
"""Bytes of one mail; ours are a few hundred."""


class Keep:
    """Keeps each mail in `folder` as `<time>-<number>.eml`: the envelope as two lines before the mail itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 (aiosmtpd's)
        """Whole on disk before it counts as taken."""
        name = f"{time.time_ns():020d}-{next(self._numbers):06d}"
        lines = [f"X-Envelope-From: {envelope.mail_from}", *(f"X-Envelope-To: {to}" for to in envelope.rcpt_tos)]
        content = "".join(f"{line}\r\n" for line in lines).encode() + (envelope.original_content or b"")
        await asyncio.to_thread(self._write, name, content)
        return "250 kept"

    def _write(self, name: str, content: bytes) -> None:
        new = self._folder / f"{name}.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.rename(self._folder / f"{name}.eml")


@asynccontextmanager
async def listening(handler: object, port: int = 0) -> AsyncIterator[int]:
    """A mail server on loopback with that handler; its port."""

    def protocol() -> SMTP:
        return SMTP(handler, hostname="localhost", data_size_limit=LONGEST, timeout=60, ident="Lemkin")

    server = await asyncio.get_running_loop().create_server(protocol, LOOPBACK, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def run(port: int, folder: Path) -> None:
    """Keep mails until SIGTERM or SIGINT."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopped.set)
    async with listening(Keep(folder), port):
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), Path(sys.argv[2])))
