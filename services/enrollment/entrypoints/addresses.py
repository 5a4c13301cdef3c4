"""One address for one Dispatch: asked by notifications at send time, kept nowhere (security.md D3, G13)."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.enrollment.adapters import persons, view_log
from services.enrollment.adapters.people import People
from services.enrollment.adapters.view_log import Look
from services.enrollment.entrypoints.looking import json
from shared.access import Verifier
from shared.contracts.privacy import AddressAsked, AddressTold, Contacts, Erased, Group, Told
from shared.errors import Conflict, NotFound, Unavailable
from shared.http import json_body
from shared.store.database import Database


class AddressDesk:
    """Serves notifications alone: `verifier` takes no other service's tokens."""

    def __init__(self, database: Database, people: People, verifier: Verifier) -> None:
        self._database = database
        self._people = people
        self._verifier = verifier

    def router(self) -> APIRouter:
        """Its one route."""
        routes = APIRouter(prefix="/internal")
        routes.add_api_route("/address", self.address, methods=["POST"])
        return routes

    async def address(self, request: Request) -> Response:
        """The look is written down under the dispatch, also when there is no such contact.

        Raises NotFound, Conflict `erased`, and Unavailable while keys or view log are away.
        """
        actor = self._verifier.actor(request.headers.get("authorization"))
        asked = AddressAsked.model_validate_json(await json_body(request))
        look = Look(actor, "dispatch", asked.dispatch, (Group.CONTACT,))
        told: Told | None = None
        async with self._database.transaction() as connection:
            person = await persons.with_contact(connection, asked.contact)
            subjects = [person.id] if person else []
            await view_log.write(connection, look, subjects, denied=person is None)
            if person is not None:
                told = (await self._people.told(connection, [person], look.groups))[person.id][Group.CONTACT]
        if person is None:
            raise NotFound("not-found")
        if isinstance(told, Erased):
            raise Conflict("erased")
        if not isinstance(told, Contacts):
            raise Unavailable("keys", retry_after=30)
        found = next((one for one in told.addresses if one.contact == asked.contact), None)
        if found is None:
            raise NotFound("not-found")
        return json(
            AddressTold(
                person=person.id,
                channel=found.channel,
                address=found.address,
                language=person.language,
                consents=person.consents,
            )
        )
