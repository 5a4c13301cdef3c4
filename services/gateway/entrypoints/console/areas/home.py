"""Home: what needs the viewer today, and what comes next (console.md P02). Each part is asked for by itself: what fails, fails
alone. An operator sees how the whole is, by figures, and no facts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.access import REGISTRY
from services.gateway.application.health import merged
from services.gateway.application.moment import Origin
from services.gateway.application.questions.networks import NETWORK, NETWORKS
from services.gateway.application.questions.overview import LATEST
from services.gateway.application.questions.seminars import SEMINARS
from services.gateway.entrypoints.console.areas.cards import INSIDE, SILENT_STATES, WHOLE, Card, CardView
from services.gateway.entrypoints.console.choices import Network
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.language.marking import marked
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.troubles import trouble
from services.gateway.entrypoints.console.visit import Told, Visit, Wanted
from services.gateway.entrypoints.console.watch import VIEW
from shared.errors import NotFound, Unavailable

SHORT = "5"
PATIENCE = 4.0
"""Seconds for the services to say how they are."""
Found = TypeVar("Found")


class Seminar(ViewModel):
    """One of the next."""

    slug: str
    title: str
    status: str
    parts: tuple[dict[str, Any], ...]

    @property
    def begins(self) -> str | None:
        """When the first part is, as far as it is known."""
        return self.parts[0].get("dates") if self.parts else None


class Sign(ViewModel):
    """The last act of a state."""

    on: str
    kind: str
    event_id: UUID


class Silent(ViewModel):
    """A member of which nothing was heard."""

    iso3: str
    names: dict[str, str]
    last_sign: Sign | None


class Fact(ViewModel):
    """What arrived."""

    kind: str
    object: str
    id: UUID
    occurred_on: str
    recorded_at: str
    state: str | None
    network: str | None
    synthetic: bool

    @property
    def path(self) -> str | None:
        """The page of its object that is for everybody: an initiative's own, of others the history."""
        if self.object == "initiative":
            return f"/initiatives/{self.id}"
        return f"/history/{self.object}/{self.id}" if self.object in REGISTRY else None


class HomeView(ViewModel):
    """Lists are None when they could not be told, and `()` too for who has none (`facts` False). `networks`: of which one may
    ask who was a member when, the viewer's own first."""

    cards: tuple[CardView, ...]
    facts: bool
    seminars: tuple[Seminar, ...] | None = ()
    silent: tuple[Silent, ...] | None = ()
    latest: tuple[Fact, ...] | None = ()
    networks: tuple[Network, ...] = ()

    @property
    def calm(self) -> bool:
        """Whether nothing calls for the viewer."""
        return not any(card.needs for card in self.cards)


class HomePages:
    """The page."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/", self._console.page(self.home), methods=["GET"], name="page-home")
        return routes

    async def home(self, visit: Visit) -> Shown:
        """By the role of the viewer."""
        if visit.reader.role == "operator":
            view = HomeView(cards=await _of_the_whole(visit), facts=False)
            return Shown("home/home", view, parts=("needs",), live=(VIEW,))
        within = await _within(visit)
        cards = [await _card(visit, card, about) for card, about in within]
        silent = [card for card, _ in within if card.title == SILENT_STATES.title]
        view = HomeView(
            cards=cards,
            facts=True,
            seminars=await _items(visit, Wanted(SEMINARS, given={"status": "planned", "limit": SHORT})),
            silent=await _items(
                visit, *(Wanted(one.question, given={**dict(one.given), "limit": SHORT}) for one in silent)
            ),
            latest=await _items(visit, *(Wanted(LATEST, given=given) for given in _places(visit, within))),
            networks=_own_first(visit, await _items(visit, Wanted(NETWORKS)) or []),
        )
        return Shown("home/home", view, parts=("needs",), live=("state", "membership", "seat", "initiative", "seminar"))


def _own_first(visit: Visit, networks: list[Any]) -> list[Any]:
    return sorted(networks, key=lambda network: f"network:{network['id']}" not in visit.reader.scopes)


async def _within(visit: Visit) -> list[tuple[Card, str | None]]:
    """The cards of the viewer's role, inside each of the own networks or states; with what that is called."""
    reader = visit.reader
    if reader.role not in INSIDE:
        return [(card, None) for card in WHOLE.get(reader.role, ())]
    kind, cards = INSIDE[reader.role]
    own = sorted(atom.partition(":")[2] for atom in reader.scopes if atom.startswith(f"{kind}:"))
    if kind == "state":
        return [(card.among(kind, iso3), visit.viewer.speech.state(iso3)) for iso3 in own for card in cards]
    networks = [told for id in own if (told := await _network(visit, id)) is not None]
    return [(card.among(kind, network["slug"]), network["name"]) for network in networks for card in cards]


async def _network(visit: Visit, id: str) -> Told | None:
    """A network by its id; None when it was not there on that day."""
    try:
        return (await visit.ask(Wanted(NETWORK, {"slug": id})))[0]
    except NotFound:
        return None


def _places(visit: Visit, within: Iterable[tuple[Card, str | None]]) -> list[Mapping[str, str]]:
    """The networks or states of the cards, each once; one place without any for who has no own ones and sees the whole."""
    if visit.reader.role not in INSIDE:
        return [{}]
    found = [{name: value for name, value in card.given if name in ("network", "state")} for card, _ in within]
    return [place for index, place in enumerate(found) if place not in found[:index]]


async def _card(visit: Visit, card: Card, about: str | None) -> CardView:
    """The count is that of the list, and beside it that of the list without synthetic facts (R7)."""
    given = {**dict(card.given), "limit": "1"}
    wanted = [Wanted(card.question, given=given)]
    if visit.dates.moment.origin is Origin.INCLUDE:
        wanted.append(Wanted(card.question, given={**given, "synthetic": "exclude"}))
    told = await _alone(lambda: visit.ask(*wanted))
    totals = [answer["total"] for answer in told or ()]
    return CardView(
        title=card.title,
        about=about,
        count=totals[0] if totals else None,
        documented=totals[1] if len(totals) > 1 else None,
        calls=card.calls,
        path=card.path,
        query=dict(card.given),
    )


async def _items(visit: Visit, *wanted: Wanted) -> list[Any] | None:
    told = await _alone(lambda: visit.ask(*wanted))
    return None if told is None else [item for answer in told for item in answer["items"]]


async def _of_the_whole(visit: Visit) -> list[CardView]:
    """How the services are: numbers only."""
    health = await _alone(lambda: _health(visit))
    services, lag, letters = (None,) * 3 if health is None else (health[n] for n in ("services", "lag", "dead_letters"))
    whole = (
        (marked("Services that do not answer"), services and sum(state != "up" for state in services.values())),
        (marked("Events that wait"), lag and sum(one.get("events_behind", 0) for one in lag.values())),
    )
    shown = [CardView(title=title, count=count, path="/operations") for title, count in whole]
    count = None if letters is None else sum(letters.values())
    return [*shown, CardView(title=marked("Dead letters"), count=count, path="/operations/dead-letters")]


async def _health(visit: Visit) -> Mapping[str, Any]:
    services = visit.sources.services
    try:
        async with asyncio.timeout(PATIENCE):
            return merged(await services.statuses(), await services.statuses())
    except TimeoutError as error:
        raise Unavailable("operations") from error


async def _alone(ask: Callable[[], Awaitable[Found]]) -> Found | None:
    """The answer; None when there is none, whatever the reason: the rest of the page is shown."""
    try:
        return await ask()
    except Exception as error:  # noqa: BLE001  (what nobody foresaw is logged there)
        trouble(error)
        return None
