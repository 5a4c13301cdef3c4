"""Mail servers that fail in every way (F30), on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answers(**said: str) -> Talk:
    """A server that says what it is told to say to a command, by its first four letters; `end` is after the mail."""
    usual = {
        "ehlo": "250 hello",
        "mail": "250 ok",
        "rcpt": "250 ok",
        "data": "354 go on",
        "end": "250 kept",
        "quit": "221 bye",
    }
    words = {**usual, **said}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(key: str) -> bool:
            if words[key] == "RESET":
                writer.transport.abort()
                return False
            if words[key] != "STALL":
                writer.write(f"{words[key]}\r\n".encode())
                await writer.drain()
            return True

        writer.write(f"{words.get('banner', '220 here')}\r\n".encode())
        while line := await reader.readline():
            key = line[:4].decode("latin-1").lower()
            if not await say(key if key in words else "ehlo"):
                return
            if key == "data" and words["data"].startswith("354"):
                await reader.readuntil(b"\r\n.\r\n")
                if not await say("end"):
                    return

    return talk


async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes that are no SMTP, without end of line for a while."""
    writer.write(b"\x00\xff" * 40_000 + b"\r\n999-\r\nHTTP/1.1 200 OK\r\n\r\n")
    await writer.drain()
    await reader.read()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accepts the connection and never says a word."""
    await reader.read()


@asynccontextmanager
async def bad_server(talk: Talk) -> AsyncIterator[int]:
    """Its port; connections that are still open at the end are cut."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await talk(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await server.wait_closed()
