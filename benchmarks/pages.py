"""Console pages: a page of 50 initiatives, asked by 16 clients, beside the JSON reads of the same facts.

Both come from the same process of the gateway, with rights and both axes of time; the page renders what the reads answer, so
its share of their rate is what HTML costs. As of today and as of a past date, they take turns; the median of each counts.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from statistics import median, quantiles
from time import monotonic
from uuid import UUID, uuid5

import aiohttp

from benchmarks import programs, servers
from benchmarks.figures import Figure, main, tell
from services.gateway.adapters import sessions
from services.gateway.adapters.accounts import DEMO, create_token, demo_account, ensure_demo_accounts
from services.gateway.adapters.snapshots import Snapshots
from services.gateway.application.views.table import VIEWS
from services.gateway.main import SERVICE
from shared.contracts.network.initiative import InitiativeKind, InitiativeProposed, ProposerKind
from shared.contracts.network.regional_network import NetworkConceived
from shared.contracts.published import CATALOG
from shared.store.database import Database
from tests.support.feed import Feed
from tests.support.platform import ServiceDatabase, free_port
from tests.support.signing import keys

CLIENTS, PAGE, ROUNDS = 16, 50, 3
INITIATIVES = 200
PAST = "2016-01-01"
_NAMESPACE = UUID(int=0xB1)
Ask = Callable[[], Awaitable[None]]
READS = ("initiatives", "counts/initiatives", "counts/initiatives", "networks")
"""What the page asks, in that order."""


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Pages a second over the reads of the same facts."""
    seconds, rounds = (1.0, 1) if quick else (5.0, ROUNDS)
    rates: dict[tuple[str, str], list[float]] = {}
    worst: dict[tuple[str, str], list[float]] = {}
    with servers.durable_postgres() as server:
        async with servers.migrated(server, SERVICE) as made:
            token, cookie = await _filled(made)
            async with _asking(made, token, cookie) as ways:
                for _ in range(rounds):
                    for way, ask in ways.items():
                        found, slowest = await _rate(ask, seconds)
                        rates.setdefault(way, []).append(found)
                        worst.setdefault(way, []).append(slowest)
                        tell(f"{way[0]} {way[1]}: {found:,.0f} a second, p99 {slowest * 1000:.0f} ms")
    rate = {way: median(each) for way, each in rates.items()}
    late = {way: median(each) for way, each in worst.items()}
    return [
        Figure(
            row=0,
            what=f"a page of {PAGE} {when} over the JSON reads of the same facts",
            value=rate["page", when] / rate["reads", when],
            goal=">= 0.4x",
            note=f"{rate['page', when]:,.0f} and {rate['reads', when]:,.0f} a second of {CLIENTS} clients; "
            f"p99 {late['page', when] * 1000:.0f} and {late['reads', when] * 1000:.0f} ms",
        )
        for when in ("as of today", "as of a past date")
    ]


async def _filled(made: ServiceDatabase) -> tuple[str, str]:
    """Let a network and its initiatives arrive; a token and a session that may see them."""
    feed, network = Feed(), uuid5(_NAMESPACE, "network")
    feed.say("network", network, NetworkConceived(slug="latin-america", name="Latin America"), "2011")
    for nth in range(INITIATIVES):
        proposed = InitiativeProposed(
            network=network,
            state="ARG",
            kind=InitiativeKind.TRAINING,
            title=f"Initiative {nth:05}",
            proposer_kind=ProposerKind.ALUMNUS,
        )
        feed.say("initiative", uuid5(_NAMESPACE, str(nth)), proposed, "2015", source=UUID(int=8))
    async with Database(made.app, made.app_password, size=1) as database:
        ids = {slug: uuid5(_NAMESPACE, slug) for demo in DEMO for slug in demo.networks}
        await ensure_demo_accounts(database, CATALOG, ids)
        async with database.transaction() as connection:
            await Snapshots(VIEWS, CATALOG).write(connection, feed.said)
            cookie = await sessions.open_session(connection, demo_account("secretariat"))
        return (await create_token(database, "secretariat")).secret, cookie


@asynccontextmanager
async def _asking(made: ServiceDatabase, token: str, cookie: str) -> AsyncIterator[Mapping[tuple[str, str], Ask]]:
    """The ways to ask, by what and as of when."""
    port = free_port()
    environment = {
        "LEMKIN_DATABASE": made.app,
        "LEMKIN_DATABASE_PASSWORD_FILE": str(made.app_password_file),
        "LEMKIN_HTTP": f"127.0.0.1:{port}",
        "LEMKIN_KEYS": str(keys()),
        "LEMKIN_SERVICES": json.dumps({}),
    }
    base = f"http://127.0.0.1:{port}"
    async with (
        programs.running("services.gateway", "api", environment=environment) as ours,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CLIENTS), cookie_jar=aiohttp.DummyCookieJar()
        ) as session,
    ):
        await programs.ready(port, ours)

        def asking(addresses: Sequence[str], headers: Mapping[str, str]) -> Ask:
            async def ask() -> None:
                told = b""
                for address in addresses:
                    async with session.get(f"{base}{address}", headers=headers) as answer:
                        answer.raise_for_status()
                        told += await answer.read()
                if told.count(b"Initiative 00") != PAGE:
                    raise RuntimeError(f"a page has {told.count(b'Initiative 00')} initiatives instead of {PAGE}")

            return ask

        ways = {}
        for when, query in (("as of today", ""), ("as of a past date", f"?as_of={PAST}")):
            signed = {"Authorization": f"Bearer {token}"}
            ways["page", when] = asking([f"/initiatives{query}"], {"Cookie": f"lemkin={cookie}"})
            ways["reads", when] = asking([f"/api/v1/{read}{query}" for read in READS], signed)
        yield ways


async def _rate(ask: Ask, seconds: float) -> tuple[float, float]:
    """Answers a second that the clients get, each one after the other, and what 99 of 100 take at most (seconds)."""
    for _ in range(10):
        await ask()
    took: list[float] = []
    begun = monotonic()

    async def client() -> None:
        while (now := monotonic()) < begun + seconds:
            await ask()
            took.append(monotonic() - now)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return len(took) / (monotonic() - begun), quantiles(took, n=100)[98]


if __name__ == "__main__":
    main(measure)
