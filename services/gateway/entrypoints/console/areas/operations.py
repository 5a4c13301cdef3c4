"""Operations: how every service is, and dead letters with what can be done about them (console.md P26, P27). Ids and codes only."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

import orjson
from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.gateway.adapters.dead_letters import DeadLetters
from services.gateway.adapters.services import Answered
from services.gateway.application.access import atoms
from services.gateway.application.health import behind, merged
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.models import ViewModel
from services.gateway.entrypoints.console.visit import Visit
from services.gateway.entrypoints.console.watch import VIEW
from shared.errors import Conflict, NotFound, RuleBroken, Unavailable

WHYS = ("handled-by-hand", "not-needed", "sent-by-mistake", "made-for-a-test")
LIST = "/operations/dead-letters"
Act = Literal["redrive", "discard"]


class ServiceView(ViewModel):
    """One service; figures are None while it does not answer, `behind` also while the ends of the log are not known."""

    name: str
    up: bool
    behind: int | None = None
    outbox: int | None = None
    dead_letters: int | None = None
    parked: int | None = None
    failed_deadlines: int | None = None
    halted: int | None = None


class OperationsView(ViewModel):
    """The whole."""

    well: bool
    services: tuple[ServiceView, ...]


class Letter(ViewModel):
    """A dead letter: where it lies, why, and what became of it."""

    service: str
    id: int
    topic: str
    partition: int
    offset: int
    kind: str | None
    aggregate: str | None
    sequence: int | None
    reason: str
    error: str
    attempts: int
    at: str
    waiting: int
    outcome: str | None
    settled_by: str | None
    settled_at: str | None


class LettersView(ViewModel):
    """A list of them."""

    letters: tuple[Letter, ...]
    more: bool
    down: tuple[str, ...]
    services: tuple[str, ...]
    service: str | None
    settled: bool


class LetterView(ViewModel):
    """One of them. `tried`: what a dry run told of `act`; `done`: what was done; `stale`: the form was of another session."""

    letter: Letter
    whys: tuple[str, ...] = WHYS
    act: Act | None = None
    tried: str | None = None
    error: str | None = None
    why: str | None = None
    done: str | None = None
    stale: bool = False


class OperationsPages:
    """The pages of operators."""

    def __init__(self, console: Console) -> None:
        self._console, self._services = console, console.sources.services
        self._letters = DeadLetters(console.sources.services)

    def router(self) -> APIRouter:
        """The routes."""
        routes, one = APIRouter(), f"{LIST}/{{service}}/{{id}}"
        for path, handler, methods in (
            ("/operations", self.whole, ["GET"]),
            (LIST, self.listed, ["GET"]),
            (one, self.one, ["GET"]),
            (f"{one}/redrive", self._settling("redrive"), ["POST"]),
            (f"{one}/discard", self._settling("discard"), ["POST"]),
        ):
            routes.add_api_route(path, self._console.page(handler, dated=False), methods=methods)
        return routes

    async def whole(self, visit: Visit) -> Shown:
        """Every service."""
        atoms(visit.reader, "operations")
        first = await self._services.statuses()
        second = await self._services.statuses()
        well = merged(first, second)["status"] == "up"
        told = tuple(_service(name, status) for name, status in second.items())
        return Shown("operations/whole", OperationsView(well=well, services=told), parts=("services",), live=(VIEW,))

    async def listed(self, visit: Visit) -> Shown:
        """Dead letters. Raises NotFound for a service that is none of ours."""
        atoms(visit.reader, "operations")
        service, settled = visit.parameter("service"), visit.parameter("settled") == "true"
        if service is not None and service not in self._services.names:
            raise NotFound("not-found")
        told = await self._letters.listed(visit.reader, service, settled=settled)
        view = LettersView(
            letters=told["items"],
            more=told["more"],
            down=told["down"],
            services=self._services.names,
            service=service,
            settled=settled,
        )
        return Shown("operations/letters", view, parts=("letters",), live=(VIEW,))

    async def one(self, visit: Visit) -> Shown:
        """One dead letter."""
        atoms(visit.reader, "operations")
        view = LetterView(letter=await self._letter(visit), done=visit.parameter("done"))
        return Shown("operations/letter", view)

    def _settling(self, act: Act) -> Callable[[Visit], Awaitable[Shown | Response]]:
        async def settle(visit: Visit) -> Shown | Response:
            atoms(visit.reader, "operations")
            try:
                form = await guard(visit.request, visit.viewer.session, self._console.base_url)
            except StaleForm:
                return Shown("operations/letter", LetterView(letter=await self._letter(visit), stale=True), status=409)
            dry, why = form.get("dry_run") == "true", str(form.get("why", ""))
            if act == "discard" and why not in WHYS:
                raise RuleBroken("invalid", field="why")
            body = orjson.dumps({"why": why}) if act == "discard" else b""
            params = {"dry_run": "true" if dry else "false"}
            told = _told(
                await self._letters.ask(visit.reader, *_place(visit), task=f"/{act}", params=params, body=body)
            )
            if not dry and told["outcome"] != "failed":
                return RedirectResponse(f"{LIST}/{'/'.join(_place(visit))}?done={told['outcome']}", 303)
            letter, error = await self._letter(visit), told.get("error")
            view = LetterView(letter=letter, act=act, tried=told["outcome"], error=error, why=why or None)
            return Shown("operations/letter", view)

        return settle

    async def _letter(self, visit: Visit) -> Letter:
        found = await self._letters.one(visit.reader, *_place(visit))
        return Letter.model_validate(_told(found) if isinstance(found, Answered) else found)


def _service(name: str, status: Mapping[str, Any] | None) -> ServiceView:
    if status is None:
        return ServiceView(name=name, up=False)
    halted = sum(1 for place in status["consumers"] if place.get("failures_in_row"))
    return ServiceView.model_validate({**status, "name": name, "up": True, "behind": behind(status), "halted": halted})


def _place(visit: Visit) -> tuple[str, str]:
    return visit.request.path_params["service"], visit.request.path_params["id"]


def _told(answered: Answered) -> dict[str, Any]:
    """What a service told. Raises NotFound, Conflict, Unavailable as it did."""
    if answered.status == 404:
        raise NotFound("not-found")
    if answered.status >= 500:
        raise Unavailable("operations")
    told: dict[str, Any] = orjson.loads(answered.body)
    if answered.status >= 400:
        raise Conflict(told.get("code", "refused"))
    return told
