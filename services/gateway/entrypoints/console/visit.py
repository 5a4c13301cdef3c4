"""Visit: one request for a page: who looks, at which dates, and the questions it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from fastapi import Request

from services.gateway.adapters.people import People
from services.gateway.adapters.reads import Reads
from services.gateway.adapters.services import Services
from services.gateway.adapters.statements.table import STATEMENTS
from services.gateway.application.access import Reader
from services.gateway.application.cursor import Cursors
from services.gateway.application.forwarding import Commands
from services.gateway.application.naming import may_ask, named, persons_in
from services.gateway.application.questions.ask import Asked, ask
from services.gateway.application.questions.question import Question
from services.gateway.entrypoints.console.dates import Dates
from services.gateway.entrypoints.console.links import Links
from services.gateway.entrypoints.console.viewer import Viewer
from shared.errors import DomainError
from shared.store.database import Database

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question, with the values of its path and what stands behind the question mark (None: not given)."""

    question: Question
    places: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a page gets its answers."""

    database: Database
    cursors: Cursors
    people: People
    services: Services
    commands: Commands


@dataclass(frozen=True, slots=True)
class Visit:
    """What the handler of a page is given."""

    request: Request
    viewer: Viewer
    dates: Dates
    links: Links
    sources: Sources

    @property
    def reader(self) -> Reader:
        """Who reads. Raises NotSignedIn."""
        return self.viewer.reader

    def parameter(self, name: str) -> str | None:
        """A parameter of the address; an empty field of a form is not given."""
        return self.request.query_params.get(name, "").strip() or None

    def may(self, service: str, path: str) -> bool:
        """Whether the viewer's role may ever give that command; never in the past."""
        if self.dates.past:
            return False
        try:
            self.sources.commands.require(service, path, self.reader.role)
        except DomainError:
            return False
        return True

    async def ask(self, *wanted: Wanted) -> list[Told]:
        """The answers of the public API to these questions at this page's dates, all of one moment, with names.

        Raises BadParameter, NotFound, Forbidden.
        """
        now = datetime.now(UTC)
        async with self.sources.database.transaction(read_only=True) as connection:
            reads = Reads(connection, STATEMENTS)
            answers = [
                await ask(one.question, self._asked(one), self.reader, reads, self.sources.cursors, now)
                for one in wanted
            ]
        return [await self._named(one.question, answer.body) for one, answer in zip(wanted, answers, strict=True)]

    def _asked(self, wanted: Wanted) -> Asked:
        given = {name: text for name, text in wanted.given.items() if text is not None}
        given |= {name: text for name, text in self.dates.kept.items() if name in wanted.question.dates}
        return Asked(wanted.places, given)

    async def _named(self, question: Question, body: bytes) -> Told:
        told: Told = orjson.loads(body)
        if may_ask(question, self.reader):
            names = await self.sources.people.names(self.reader, persons_in(question, told), f"{question.name}-page")
            told = orjson.loads(named(question, told, names))
        return told
