"""Addresses: `/<kind>/<id>` of any object, as messages write them, leads to the page that shows it."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.gateway.application.questions.overview import HISTORY
from services.gateway.application.views.table import VIEWS
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.visit import Visit, Wanted
from shared.errors import NotFound

_OWN: Mapping[str, str] = {
    "initiative": "/initiatives/{}",
    "person": "/people/{}",
    "alumnus": "/people/{}",
    "network": "/networks/{}",
    "seminar": "/seminars/{}",
    "cohort": "/seminars/{}",
    "dispatch": "/messages/{}",
}
"""Kinds whose page is found by the same id."""
_OF_A_STATE: Mapping[str, str] = {"state": "", "membership": "#memberships", "seat": "#seats"}
"""Kinds shown on the page of their state, and where there. Of all others the page is their history."""


class AddressPages:
    """The redirections."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """A route for each kind of object that the gateway knows."""
        routes = APIRouter()
        for kind in VIEWS:
            routes.add_api_route(
                f"/{kind}/{{id}}", self._console.page(self.page), methods=["GET"], name=f"page-of-{kind}"
            )
        return routes

    async def page(self, visit: Visit) -> Shown | Response:
        """To the page, at the same dates; it tells who may see it. Raises NotFound for a foreign seat as for none."""
        kind, id = visit.request.url.path.split("/")[1:3]
        if kind in _OWN:
            return RedirectResponse(visit.links(_OWN[kind].format(id)), 303)
        if kind not in _OF_A_STATE:
            return RedirectResponse(visit.links(f"/history/{kind}/{id}"), 303)
        (told,) = await visit.ask(Wanted(HISTORY, {"kind": kind, "id": id}, {"limit": "1"}))
        if not told["items"]:
            raise NotFound("not-found")
        return RedirectResponse(
            visit.links(f"/states/{told['items'][0]['document']['state']}") + _OF_A_STATE[kind], 303
        )
