"""Post: the mail server of a run, in the checker's own process. It counts what it took, and misbehaves when told (F30)."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.component.notifications.bad_servers import Talk, answers, nonsense

REFUSES, UNKNOWN, NONSENSE, RESETS, STALLS = "refuses", "knows nobody", "talks nonsense", "resets", "stalls"
_BAD: Mapping[str, Talk] = {
    REFUSES: answers(mail="421 busy"),
    UNKNOWN: answers(rcpt="550 no such user"),
    NONSENSE: nonsense,
}
LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that is the server's: when (seconds since 1970), of which dispatch, to whom, and whether it said so.

    After the mail was taken, a server that `resets` or `stalls` does not say so: then nobody can know, and it comes again.
    """

    at: float
    id: str
    to: str
    said: bool

    @property
    def dispatch(self) -> UUID:
        """The dispatch that the Message-ID names."""
        return UUID(self.id.strip("<>").partition("@")[0])


class Post:
    """`how` it behaves now (nothing: well); `spoiled` counts the mails and connections that it spoiled so far."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.how = ""
        self.spoiled = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's)
        """Kept; and perhaps nobody is told."""
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.SMTP)
        [to], how = envelope.rcpt_tos, self.how
        self.taken.append(Taken(time.time(), str(mail["Message-ID"]), to, said=how not in {RESETS, STALLS}))
        if how in {RESETS, STALLS}:
            self.spoiled += 1
            if how == RESETS and isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
            await asyncio.Event().wait()  # until the connection is lost, which cancels this
        return "250 kept"

    def protocol(self) -> asyncio.Protocol:
        """What talks on the next connection."""
        if self.how in _BAD:
            self.spoiled += 1
            return asyncio.StreamReaderProtocol(asyncio.StreamReader(), self._spoil(_BAD[self.how]))
        return SMTP(self, hostname="localhost", data_size_limit=LONGEST, timeout=60, ident="Chaos")

    def _spoil(self, talk: Talk) -> Talk:
        async def spoil(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await talk(reader, writer)
            writer.close()

        return spoil


@asynccontextmanager
async def listening(post: Post, port: int) -> AsyncIterator[None]:
    """Take mails on that loopback port."""
    server = await asyncio.get_running_loop().create_server(post.protocol, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
