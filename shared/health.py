"""Health and metrics of a process, as a plain ASGI application: a worker needs no web framework for them."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.consumer import HALT_AFTER
from shared.store.database import Database
from shared.telemetry import HEARING, LAG_AGE, OUTBOX_AGE, OUTBOX_ROWS, value

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PATHS = ("/livez", "/readyz", "/metrics")


class Health:
    """Answers `/livez`, `/readyz` and `/metrics`."""

    def __init__(self, database: Database, consumer: str) -> None:
        self._database, self._consumer = database, consumer

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:  # noqa: ARG002  (ASGI)
        """One request (or the lifespan protocol, which needs nothing)."""
        if scope["type"] != "http":
            return
        match scope["path"]:
            case "/livez":
                await _answer(send, 200, b'{"live":true}')
            case "/readyz":
                told = await self.readiness()
                await _answer(send, 200 if told["ready"] else 503, orjson.dumps(told))
            case "/metrics":
                await _answer(send, 200, generate_latest(), CONTENT_TYPE_LATEST)
            case _:
                await _answer(send, 404, b"{}")

    async def readiness(self) -> dict[str, Any]:
        """Whether this process can do its work, and how far behind it is (seconds)."""
        try:
            async with self._database.transaction() as connection:
                halted = await connection.fetchval(
                    "select count(*) from positions where consumer = $1 and failures_in_row > $2",
                    self._consumer,
                    HALT_AFTER,
                )
        except Exception as error:  # noqa: BLE001  (whatever it is, we are not ready, and say so)
            return {"ready": False, "why": "database", "error": type(error).__name__}
        hearing = bool(value(HEARING))
        return {
            "ready": hearing,
            **({} if hearing else {"why": "not yet a member of its consumer group"}),
            "halted_partitions": halted,
            "lag_age": value(LAG_AGE),
            "outbox_age": value(OUTBOX_AGE),
            "outbox_rows": value(OUTBOX_ROWS),
        }


async def _answer(send: Send, status: int, body: bytes, kind: str = "application/json") -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
