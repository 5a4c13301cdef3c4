"""The peer of a list: FastAPI with a `response_model`, rows from asyncpg's pool made into models and validated.

`/same` has the gateway's statement; `/plain` a lighter one. Nobody signs in, nobody's rights are looked at.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict

from services.gateway.adapters.statements.table import STATEMENTS

ROWS = """
select s.id, o.version, s.document, count(*) over () as total
from snapshots s join objects o on o.kind = s.kind and o.id = s.id
where s.kind = 'body' and upper_inf(s.known) and s.valid @> $1::date order by s.document ->> 'name' limit 50
"""


VALUES = {"known_at": None, "origin": "include", "limit": 50, "after": None, "state": None, "kind": None}
"""What the gateway's statement wants besides the day."""


class Supported(BaseModel):
    """A source and its page."""

    source: UUID
    page: str | None


class Body(BaseModel):
    """One row."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    version: int
    kind: str
    name: str
    state: str | None
    status: str
    registered: str
    closed: str | None
    former_names: list[str]
    sources: list[Supported]
    synthetic: bool
    documented: bool


class Page(BaseModel):
    """A page of them."""

    items: list[Body]
    total: int


def application(database: str, password_file: Path) -> FastAPI:
    """Its one route is `/bodies`."""
    password = password_file.read_text("utf-8").strip()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database, password=password, max_size=12, init=_json) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/same", response_model=Page)
    async def same(request: Request, as_of: date) -> Any:
        sql, values = STATEMENTS["bodies"].ready({**VALUES, "as_of": as_of})
        row = await request.app.state.pool.fetchrow(sql, *values)
        return {"items": orjson.loads(row["json"]), "total": row["total"]}

    @app.get("/plain", response_model=Page)
    async def plain(request: Request, as_of: date) -> Any:
        rows = await request.app.state.pool.fetch(ROWS, as_of)
        items = [{"id": row["id"], "version": row["version"], **row["document"]} for row in rows]
        return {"items": items, "total": rows[0]["total"]}

    @app.get("/readyz")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    return app


async def _json(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads
    )


if __name__ == "__main__":
    url, file, port = sys.argv[1:]
    uvicorn.run(application(url, Path(file)), port=int(port), loop="uvloop", log_level="error", access_log=False)
