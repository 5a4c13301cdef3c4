"""The pages of planning: fill in, check, send. A plan is one command to enrollment, sent under the key of its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.gateway.application.questions.registers import BODIES, SOURCES
from services.gateway.application.questions.seminars import EDITIONS
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.countries import countries, country
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.language.marking import marked
from services.gateway.entrypoints.console.planning.draft import MOST_PARTS, ROLES, Draft
from services.gateway.entrypoints.console.planning.refusal import AGAIN, wrong_fields
from services.gateway.entrypoints.console.planning.when import EXACT
from services.gateway.entrypoints.console.sending import Refused, send
from services.gateway.entrypoints.console.visit import Visit, Wanted
from shared.errors import Forbidden

PATH = "/seminars/plan"
STALE = marked("This form was of an earlier session. What you wrote is kept; send it again.")
_CHANGES: Mapping[str, Callable[[Draft], Draft]] = {
    "add-part": Draft.with_part,
    "remove-part": Draft.without_part,
    "change": lambda draft: draft,
}
_PAGES = 5


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen: names by id, of countries by code."""

    editions: Mapping[str, str]
    countries: Mapping[str, str]
    bodies: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlanView:
    """`wrong`: by field the rule that it broke, or nothing where `code` says it; `code`: what the service refused; `notice`: what
    else is to be said."""

    draft: Draft
    choices: Choices
    wrong: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    notice: str = ""
    path: str = PATH
    roles: tuple[str, ...] = ROLES
    exact: Mapping[str, str] = field(default_factory=lambda: EXACT)
    most_parts: int = MOST_PARTS

    def country(self, typed: str) -> str:
        """What the country that is meant is called."""
        return self.choices.countries.get(country(typed, self.choices.countries), typed)


class PlanDesk:
    """The form and its check page."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def router(self) -> APIRouter:
        """Their routes; they stand before the page of a seminar, so that no seminar can be called `plan`."""
        routes, page = APIRouter(), self._console.page
        routes.add_api_route(PATH, page(self.form, dated=False), methods=["GET"], name="page-plan-seminar")
        routes.add_api_route(PATH, page(self.sent, dated=False), methods=["POST"], name="plan-seminar")
        return routes

    async def form(self, visit: Visit) -> Shown:
        """An empty form. Raises Forbidden for a role that never may plan."""
        _require(visit)
        return _form(PlanView(Draft.new(), await _choices(visit)))

    async def sent(self, visit: Visit) -> Shown | Response:
        """What the form's button says: one part more or less, check, change, or send."""
        _require(visit)
        try:
            form = await guard(visit.request, visit.viewer.session, self._console.base_url)
        except StaleForm as stale:
            return _form(PlanView(Draft.read(stale.form), await _choices(visit), notice=STALE), 409)
        draft, act = Draft.read(form), str(form.get("act"))
        choices = await _choices(visit)
        if act in _CHANGES:
            return _form(PlanView(_CHANGES[act](draft), choices))
        wrong = draft.wrong(choices.editions, choices.countries)
        if wrong:
            return _form(PlanView(draft, choices, wrong=wrong), 422)
        if act != "send":
            return Shown("seminars/plan_check", PlanView(draft, choices))
        return await self._send(visit, draft, choices)

    async def _send(self, visit: Visit, draft: Draft, choices: Choices) -> Shown | Response:
        body = draft.body(choices.countries)
        done = await send(visit, "enrollment", "seminars", body, draft.key, None, "seminar", None)
        if not isinstance(done, Refused):
            return RedirectResponse(f"/seminars/{draft.address}?pending={done.place}", 303)
        view = PlanView(draft, choices, wrong=wrong_fields(done), code=done.code)
        if done.code in AGAIN or done.status >= 500:
            headers = {"Retry-After": str(done.retry_after)} if done.retry_after else {}
            return Shown("seminars/plan_check", view, status=done.status, headers=headers)
        return _form(view, done.status)


def _form(view: PlanView, status: int = 200) -> Shown:
    return Shown("seminars/plan", view, status=status)


def _require(visit: Visit) -> None:
    if not visit.may("enrollment", "seminars"):
        raise Forbidden("forbidden", role=visit.reader.role)


async def _choices(visit: Visit) -> Choices:
    """Editions that are open, and of a network admin's own networks; the registers as far as a form can hold them."""
    (editions,) = await visit.ask(Wanted(EDITIONS, given={"status": "open"}))
    return Choices(
        editions={one["id"]: one["name"] for one in editions["items"] if _is_own(visit, one["network"])},
        countries=await countries(visit),
        bodies={one["id"]: one["name"] for one in await _all(visit, Wanted(BODIES))},
        sources={one["id"]: one["title"] for one in await _all(visit, Wanted(SOURCES))},
    )


def _is_own(visit: Visit, network: str | None) -> bool:
    networks = {scope for scope in visit.reader.scopes if scope.startswith("network:")}
    return visit.reader.role != "regional_admin" or f"network:{network}" in networks


async def _all(visit: Visit, wanted: Wanted) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    cursor: str | None = None
    for _ in range(_PAGES):
        (told,) = await visit.ask(Wanted(wanted.question, given={"cursor": cursor}))
        found += told["items"]
        cursor = told["next"]
        if cursor is None:
            break
    return found
