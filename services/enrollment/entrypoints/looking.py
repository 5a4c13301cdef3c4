"""Asking for names: decide, write the look down, decrypt, commit; only then is there a body (security.md V1)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.enrollment.adapters import persons, view_log
from services.enrollment.adapters.people import People
from services.enrollment.adapters.view_log import Look
from services.enrollment.application.matching import Wanted
from services.enrollment.application.reading import BY_CONSENT, READS, VIEW_LOG, Known
from shared.access import Actor, Verifier, may, role_may
from shared.contracts.privacy import MOST, Group, NamesAsked, NameSearched, NamesTold, PersonTold
from shared.errors import Forbidden
from shared.http import json_body
from shared.store.database import Connection, Database

Position = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


class LookingDesk:
    """Serves those who sign in at the gateway."""

    def __init__(self, database: Database, people: People, verifier: Verifier) -> None:
        self._database = database
        self._people = people
        self._verifier = verifier

    def router(self) -> APIRouter:
        """Its routes under /internal."""
        routes = APIRouter(prefix="/internal")
        routes.add_api_route("/names", self.names, methods=["POST"])
        routes.add_api_route("/names/search", self.search, methods=["POST"])
        routes.add_api_route("/view-log", self.log, methods=["GET"])
        return routes

    async def names(self, request: Request) -> Response:
        """Up to 50 persons by id. Who may not be seen is told like who does not exist (I7): not at all."""
        actor = self._verifier.actor(request.headers.get("authorization"))
        asked = NamesAsked.model_validate_json(await json_body(request))
        look = Look(actor, asked.purpose, request_id(request), asked.groups)
        async with self._database.transaction() as connection:
            if await self._is_denied(connection, look, asked.ids):
                told = None
            else:
                known = await persons.with_ids(connection, asked.ids)
                seen = [person for person in known if may_see(actor, person, asked.groups)]
                shown = [person.id for person in seen]
                withheld = [id for id in asked.ids if id not in {*shown}]
                await view_log.write(connection, look, shown, withheld, denied=not shown)
                told = await self._people.told(connection, seen, asked.groups)
        return _answer(actor, told)

    async def search(self, request: Request) -> Response:
        """The first 50 in the actor's scope whose names begin like the words asked for (K10), or who have that address (K9)."""
        actor = self._verifier.actor(request.headers.get("authorization"))
        asked = NameSearched.model_validate_json(await json_body(request))
        by_address = "@" in asked.text and role_may(actor, READS[Group.CONTACT])
        groups = (Group.IDENTITY, Group.CONTACT) if by_address else (Group.IDENTITY,)
        look, more = Look(actor, asked.purpose, request_id(request), groups), False
        async with self._database.transaction() as connection:
            if await self._is_denied(connection, look, ()):
                told = None
            else:
                if by_address:
                    known = await persons.with_ids(connection, await self._people.with_address(connection, asked.text))
                else:
                    reach = None if may(actor, READS[Group.IDENTITY], ()) else [*actor.scopes]
                    known = await persons.with_names(connection, reach)
                seen = [person for person in known if may_see(actor, person, look.groups)]
                names = await self._people.told(connection, seen, (Group.IDENTITY,))
                found = [*names.items()] if by_address else Wanted(asked.text).among(names)
                told, more = dict(found[:MOST]), len(found) > MOST
                await view_log.write(connection, look, [*told])
        return _answer(actor, told, more=more)

    async def log(self, request: Request, before: Position = None, subject: UUID | None = None) -> Response:
        """Who looked at whom, newest first, 50 a page."""
        actor = self._verifier.actor(request.headers.get("authorization"))
        if not role_may(actor, VIEW_LOG):
            raise Forbidden("forbidden", role=actor.role)
        async with self._database.transaction(read_only=True) as connection:
            return json(await view_log.page(connection, before, subject, MOST))

    async def _is_denied(self, connection: Connection, look: Look, ids: Sequence[UUID]) -> bool:
        """Whether the role never may see one of the groups; that is written down too."""
        if all(role_may(look.actor, READS.get(group, ())) for group in look.groups):
            return False
        await view_log.write(connection, look, (), ids, denied=True)
        return True


def may_see(actor: Actor, person: Known, groups: Iterable[Group]) -> bool:
    """Whether all of the groups are theirs to see of this person today."""
    needed = BY_CONSENT.get(actor.role)
    agreed = needed is None or needed in person.consents
    return agreed and all(may(actor, READS.get(group, ()), person.scopes) for group in groups)


def request_id(request: Request) -> UUID:
    """What the caller calls this request, or a new id."""
    try:
        return UUID(request.headers.get("x-correlation-id", ""))
    except ValueError:
        return uuid4()


def json(told: BaseModel) -> Response:
    """A model as the answer; nobody on the way may keep it."""
    return Response(told.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


def _answer(actor: Actor, told: Mapping[UUID, PersonTold] | None, *, more: bool = False) -> Response:
    if told is None:
        raise Forbidden("forbidden", role=actor.role)
    return json(NamesTold(persons=told, more=more))
