"""Row 7: a page of 50 rows through the gateway, asked by 16 clients.

The gateway's api is a process of its own, with a token, rights and both axes of time. Peers (benchmarks/peers/listing.py, a
process as well): FastAPI with a `response_model` over the same statement, and over a plain one without rights and dates. The
limit is the same statement by asyncpg alone, in this process and without HTTP. They take turns; the median of each counts.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from statistics import median
from time import monotonic
from uuid import UUID, uuid5

import aiohttp
import asyncpg

from benchmarks import programs, servers
from benchmarks.figures import Figure, main, tell
from benchmarks.peers.listing import VALUES
from services.gateway.adapters.accounts import DEMO, create_token, ensure_demo_accounts
from services.gateway.adapters.snapshots import Snapshots
from services.gateway.adapters.statements.table import STATEMENTS
from services.gateway.application.views import body
from services.gateway.main import SERVICE
from shared.contracts.network.body import BodyKind, BodyRegistered
from shared.contracts.published import CATALOG
from shared.store.database import Database, only
from tests.support.feed import Feed
from tests.support.platform import ServiceDatabase, free_port
from tests.support.signing import keys

CLIENTS, PAGE, ROUNDS = 16, 50, 3
BODIES = 500
_NAMESPACE = UUID(int=0xB0)
Ask = Callable[[], Awaitable[int]]
"""Asks once; how many rows came."""
GATEWAY, SAME, PLAIN, ALONE = (
    "the gateway",
    "FastAPI response_model over the same statement",
    "FastAPI response_model over a plain statement",
    "asyncpg alone",
)


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Pages a second of the gateway over those of the others."""
    seconds, rounds = (1.0, 1) if quick else (5.0, ROUNDS)
    found: dict[str, list[float]] = {}
    with servers.durable_postgres() as server:
        async with servers.migrated(server, SERVICE) as made:
            token = await _filled(made)
            async with _asking(made, token) as ways:
                for _ in range(rounds):
                    for name, ask in ways.items():
                        found.setdefault(name, []).append(await _rate(ask, seconds))
                        tell(f"{name}: {found[name][-1]:,.0f} pages of {PAGE} a second")
    rate = {name: median(rates) for name, rates in found.items()}
    return [
        Figure(
            row=7,
            what=f"{GATEWAY} over {name}",
            value=rate[GATEWAY] / rate[name],
            goal=goal,
            note=f"{rate[GATEWAY]:,.0f} and {rate[name]:,.0f} pages/s",
        )
        for name, goal in ((SAME, ">= 1.6x"), (PLAIN, ""), (ALONE, ">= 0.35x"))
    ]


async def _filled(made: ServiceDatabase) -> str:
    """Let the bodies arrive; a token that may see them."""
    feed = Feed()
    for nth in range(BODIES):
        registered = BodyRegistered(kind=BodyKind.MINISTRY, name=f"Ministry {nth:05}", state="ARG")
        feed.say("body", uuid5(_NAMESPACE, str(nth)), registered, "2010", source=UUID(int=8))
    async with Database(made.app, made.app_password, size=1) as database:
        await ensure_demo_accounts(
            database, CATALOG, {slug: uuid5(_NAMESPACE, slug) for d in DEMO for slug in d.networks}
        )
        async with database.transaction() as connection:
            await Snapshots({body.VIEW.kind: body.VIEW}, CATALOG).write(connection, feed.said)
        return (await create_token(database, "secretariat")).secret


@asynccontextmanager
async def _asking(made: ServiceDatabase, token: str) -> AsyncIterator[Mapping[str, Ask]]:
    """The ways to ask."""
    gateway, peer = free_port(), free_port()
    environment = {
        "LEMKIN_DATABASE": made.app,
        "LEMKIN_DATABASE_PASSWORD_FILE": str(made.app_password_file),
        "LEMKIN_HTTP": f"127.0.0.1:{gateway}",
        "LEMKIN_KEYS": str(keys()),
        "LEMKIN_SERVICES": json.dumps({}),
    }
    today = datetime.now(UTC).date()
    arguments = (made.app, str(made.app_password_file), str(peer))
    async with (
        programs.running("services.gateway", "api", environment=environment) as ours,
        programs.running("benchmarks.peers.listing", *arguments) as theirs,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CLIENTS)) as session,
        asyncpg.create_pool(made.app, password=made.app_password, max_size=12) as pool,
    ):
        await programs.ready(gateway, ours)
        await programs.ready(peer, theirs)
        signed = {"Authorization": f"Bearer {token}"}

        def over_http(url: str, headers: Mapping[str, str]) -> Ask:
            async def ask() -> int:
                async with session.get(url, headers=headers) as answer:
                    answer.raise_for_status()
                    return _rows(await answer.read())

            return ask

        async def alone() -> int:
            sql, values = STATEMENTS["bodies"].ready({**VALUES, "as_of": today})
            row = only(await pool.fetchrow(sql, *values))
            return _rows(f'{{"items":{row["json"]}}}'.encode())

        yield {
            GATEWAY: over_http(f"http://127.0.0.1:{gateway}/api/v1/bodies?as_of={today}", signed),
            SAME: over_http(f"http://127.0.0.1:{peer}/same?as_of={today}", {}),
            PLAIN: over_http(f"http://127.0.0.1:{peer}/plain?as_of={today}", {}),
            ALONE: alone,
        }


def _rows(answer: bytes) -> int:
    return answer.count(b'"registered"')  # cheap, so that nobody pays for the check


async def _rate(ask: Ask, seconds: float) -> float:
    """Pages a second that the clients get, each one after the other. Raises RuntimeError for a page that is not full."""
    for _ in range(20):
        await ask()
    asked, end = 0, monotonic() + seconds

    async def client() -> None:
        nonlocal asked
        while monotonic() < end:
            rows = await ask()
            if rows != 2 * PAGE:
                raise RuntimeError(f"a page has {rows} marks instead of {2 * PAGE}")
            asked += 1

    begun = monotonic()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return asked / (monotonic() - begun)


if __name__ == "__main__":
    main(measure)
