"""Person: one person's posts, seminars, seats, graduations and consents (console.md P18). The name comes from enrollment, after
it has written down who looks; without it the rest of the page is there all the same."""

from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.forms.menu import Menu
from services.gateway.application.questions.people import PERSON
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.doable import Doable, doable
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.names import Named
from services.gateway.entrypoints.console.visit import Visit, Wanted


class Post(ViewModel):
    """What somebody was, as far as codes tell."""

    state: str
    sector: str
    level: str
    since: str
    until: str | None


class PostDetails(ViewModel):
    """What enrollment tells of the latest post."""

    body: str | None = None
    rank: str | None = None
    title: str | None = None


class Taken(ViewModel):
    """A seat in a seminar's cohort; `seminar` is its id, `slug` and `title` are None if it is not known at this date."""

    seminar: UUID
    slug: str | None = None
    title: str | None = None
    role: str | None = None
    state: str
    graduated: str | None = None


class Graduation(ViewModel):
    """A fact of an alumnus."""

    seminar: UUID
    slug: str | None = None
    title: str | None = None
    on: str
    state: str
    sector: str
    documented: bool


class Seat(ViewModel):
    """A focal-point seat."""

    network: UUID
    network_slug: str | None
    network_name: str | None
    state: str
    kind: str
    since: str | None


class Consent(ViewModel):
    """What somebody agreed to, and until when."""

    purpose: str
    since: str
    until: str | None


class Person(Named):
    """What the page shows."""

    id: UUID
    version: int
    synthetic: bool
    gender: str | None = None
    language: str | None = None
    posts: tuple[Post, ...] = ()
    post_details: PostDetails | None = None
    seminars: tuple[Taken, ...]
    graduations: tuple[Graduation, ...]
    seats: tuple[Seat, ...]
    consents: tuple[Consent, ...] = ()


class PersonView(ViewModel):
    """One person, and what the viewer's role may do."""

    person: Person
    acts: tuple[Doable, ...]


class PersonPages:
    """The page."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/people/{id}", self._console.page(self.person), methods=["GET"], name="page-person")
        return routes

    async def person(self, visit: Visit) -> Shown:
        """One person inside the viewer's grant; a foreign one is like none."""
        id = visit.request.path_params["id"]
        (person,) = await visit.ask(Wanted(PERSON, {"id": id}))
        acts = doable(self._menu, visit, "person", id, person["status"])
        return Shown("people/person", PersonView(person=person, acts=acts))
