"""What names cost (security.md S27): a page of 50 with them, a command that encrypts, a look that is written down.

Enrollment with its keystore and the gateway run in this process on durable databases, called as over HTTP but without sockets.
A page is asked with enrollment and without; a command that records a name is compared with one of the same person that
records nothing personal, by 16 clients; the internal question for 50 names with and without its row in the view log.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from statistics import median
from time import monotonic
from uuid import UUID, uuid4, uuid5

import httpx

from benchmarks import servers
from benchmarks.figures import Figure, main, tell
from services.enrollment.adapters import view_log
from services.gateway.adapters.accounts import DEMO, create_token, ensure_demo_accounts
from services.gateway.adapters.people import People
from services.gateway.adapters.services import Services, client
from services.gateway.adapters.snapshots import Snapshots
from services.gateway.application.views.table import VIEWS
from services.gateway.entrypoints.serve import frozen, public_app
from services.gateway.main import SERVICE as GATEWAY
from shared.access import Minter
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.words import Sector
from shared.contracts.published import CATALOG
from shared.settings import Settings
from shared.store.database import Database
from tests.component.enrollment.hearing import Enrollment, enrollment
from tests.component.enrollment.making import made_person
from tests.support.feed import Feed
from tests.support.platform import ServiceDatabase
from tests.support.signing import keys

PAGE, CLIENTS, ROUNDS, SLICE = 50, 16, 40, 0.5
"""Each round is half a second of each, one after the other: the machine is the same for the two that are compared."""
PEOPLE = 64
"""A multiple of the clients, so that no two of them want the same person."""
ROW = 27
Once = Callable[[int], Awaitable[object]]


class Through(httpx.AsyncBaseTransport):
    """The gateway's way to enrollment."""

    def __init__(self, enrollment: Enrollment) -> None:
        self._enrollment = enrollment

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a POST on."""
        content = await request.aread()
        answer = await self._enrollment.service.send(request.url.path.lstrip("/"), content, request.headers)
        return httpx.Response(answer.status_code, content=answer.content)


class Desk:
    """Enrollment with people who have names, and the gateway that shows them."""

    def __init__(self, enrollment: Enrollment, people: Sequence[UUID]) -> None:
        self._enrollment, self._people = enrollment, people
        self._spanish = dict.fromkeys(people, False)

    async def record_name(self, nth: int) -> None:
        """A command that encrypts."""
        await self._command(nth, "record-name", given_name="Ana", family_name=f"Quispe {nth}", title="Dr")

    async def choose_language(self, nth: int) -> None:
        """A command that does not."""
        person = self._people[nth % len(self._people)]
        self._spanish[person] = not self._spanish[person]
        await self._command(nth, "choose-language", language="es" if self._spanish[person] else "en")

    async def look(self, _: int) -> None:
        """The internal question for a page of names."""
        asked = {"ids": [str(id) for id in self._people[:PAGE]], "groups": ["identity"], "purpose": "benchmark"}
        answer = await self._enrollment.service.ask("internal/names", asked)
        if answer.status_code != 200 or len(answer.json()["persons"]) != PAGE:
            raise RuntimeError(f"names were answered with {answer.status_code}")

    async def page(self, gateway: httpx.AsyncClient, *, named: bool) -> float:
        """Seconds for a page of alumni."""
        begun = monotonic()
        answer = await gateway.get("/api/v1/alumni", params={"limit": PAGE})
        seconds = monotonic() - begun
        items = answer.json()["items"]
        if len(items) != PAGE or any((item["name"] is not None) is not named for item in items):
            raise RuntimeError("a page has not the names that it should have")
        return seconds

    async def _command(self, nth: int, task: str, **body: str) -> None:
        answer = await self._enrollment.post(f"persons/{self._people[nth % len(self._people)]}/{task}", body)
        if answer.status_code != 200:
            raise RuntimeError(f"{task} was answered with {answer.status_code}: {answer.text}")


async def measure(*, quick: bool) -> Sequence[Figure]:
    """Milliseconds of names on a page, and the share of the throughput that is left."""
    pages, rounds = (10, 1) if quick else (300, ROUNDS)
    found: dict[str, list[float]] = {"named": [], "bare": [], "encrypts": [], "plain": [], "logged": [], "unlogged": []}
    with servers.durable_postgres() as server:
        async with enrollment(server, ["ARG"]) as store, servers.migrated(server, GATEWAY) as made:
            people = [await made_person(store) for _ in range(PEOPLE)]
            desk = Desk(store, people)
            for nth in range(PEOPLE):
                await desk.record_name(nth)
            async with _gateway(made, people, store) as named, _gateway(made, people, None) as bare:
                for _ in range(pages):
                    found["named"].append(await desk.page(named, named=True))
                    found["bare"].append(await desk.page(bare, named=False))
            for _ in range(rounds):
                found["encrypts"].append(await _rate(desk.record_name, SLICE))
                found["plain"].append(await _rate(desk.choose_language, SLICE))
                found["logged"].append(await _rate(desk.look, SLICE))
                found["unlogged"].append(await _unlogged(desk, SLICE))
                tell(", ".join(f"{name} {values[-1]:,.0f} a second" for name, values in [*found.items()][2:]))
    of = {name: median(values) for name, values in found.items()}
    return [
        Figure(
            row=ROW,
            what=f"names on a page of {PAGE}",
            value=1000 * (of["named"] - of["bare"]),
            unit="ms",
            goal="<= 20 ms",
            note=f"{1000 * of['named']:.1f} ms with, {1000 * of['bare']:.1f} ms without",
        ),
        Figure(
            row=ROW,
            what="a command that encrypts a name, over one that does not",
            value=_share(found["encrypts"], found["plain"]),
            goal=">= 0.85x",
            note=f"{of['encrypts']:,.0f} and {of['plain']:,.0f} commands/s",
        ),
        Figure(
            row=ROW,
            what=f"{PAGE} names with their row in the view log, over none",
            value=_share(found["logged"], found["unlogged"]),
            goal=">= 0.85x",
            note=f"{of['logged']:,.0f} and {of['unlogged']:,.0f} pages/s",
        ),
    ]


def _share(less: Sequence[float], more: Sequence[float]) -> float:
    """What is left of the throughput: the median of the rounds, each compared within itself."""
    return median(one / other for one, other in zip(less, more, strict=True))


@asynccontextmanager
async def _gateway(
    made: ServiceDatabase, people: Sequence[UUID], store: Enrollment | None
) -> AsyncIterator[httpx.AsyncClient]:
    """The gateway's api, signed in; without a store it has no names to tell."""
    settings, minter = Settings(keys=keys()), Minter("gateway", keys() / "gateway.key")
    async with Database(made.app, made.app_password) as database:
        networks = {slug: uuid5(UUID(int=1), slug) for demo in DEMO for slug in demo.networks}
        await ensure_demo_accounts(database, CATALOG, networks)
        token = (await create_token(database, "secretariat")).secret
        if store is not None:
            await _hear(database, people)
        asked = client("http://127.0.0.1", Through(store)) if store is not None else None
        app = public_app(settings, database, Services({}, minter), People(asked, minter), frozen())
        signed = {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=signed) as gateway:
            yield gateway
        if asked is not None:
            await asked.aclose()


async def _hear(database: Database, people: Sequence[UUID]) -> None:
    feed = Feed()
    for person in people:
        recognised = AlumnusRecognised(person=person, state="ARG", sector=Sector.JUSTICE, seminar=uuid4())
        feed.say("alumnus", person, recognised, "2012", scopes=("secretariat", "state:ARG"))
    async with database.transaction() as connection:
        await Snapshots(VIEWS, CATALOG).write(connection, feed.said)


async def _rate(once: Once, seconds: float) -> float:
    """How often a second the clients get it done, each for people of its own."""
    done, end = 0, monotonic() + seconds

    async def one_client(nth: int) -> None:
        nonlocal done
        while monotonic() < end:
            await once(nth)
            nth, done = nth + CLIENTS, done + 1

    begun = monotonic()
    await asyncio.gather(*(one_client(nth) for nth in range(CLIENTS)))
    return done / (monotonic() - begun)


async def _unlogged(desk: Desk, seconds: float) -> float:
    """The same looks, of which nobody keeps a record."""
    kept = view_log.write
    view_log.write = _no_record
    try:
        return await _rate(desk.look, seconds)
    finally:
        view_log.write = kept


async def _no_record(*_: object, **__: object) -> None:
    """Write nothing."""


if __name__ == "__main__":
    main(measure)
