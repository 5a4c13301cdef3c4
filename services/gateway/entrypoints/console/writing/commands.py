"""Commands: the page of everything that may be done, and one form for every command (console.md section 3, write route)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.gateway.application.forms.menu import Act, Menu
from services.gateway.application.questions.objects import OBJECTS
from services.gateway.application.views.table import VIEWS
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.planning.desk import PATH as PLAN
from services.gateway.entrypoints.console.visit import Visit, Wanted
from services.gateway.entrypoints.console.writing.choices import Choice, Choices, Chooser
from services.gateway.entrypoints.console.writing.corrections import Corrections
from services.gateway.entrypoints.console.writing.filled import opened
from services.gateway.entrypoints.console.writing.job import Desk, Job
from services.gateway.entrypoints.console.writing.labels import Labels
from shared.errors import NotFound
from shared.http import BadRequest

_ONE = "/do/{service}/{collection}"
OWN_FORMS = {"PlanSeminar": PLAN}
"""Commands with a page made for them; the form below works for them too."""
_INSIDE = {"code": "milestones", "part": "parts"}
_NEW = ("PlanMilestone", "AddPart")
"""These name what is not there yet."""
_NOBODY = "00000000-0000-0000-0000-000000000000"
_NAMES = {"csrf_token", "id", "text"}
Group = tuple[str, Sequence[Act]]


@dataclass(frozen=True, slots=True)
class MenuView:
    """Everything the role may do: by kind of object, what is so now and what writes down the past apart."""

    live: tuple[Group, ...]
    past: tuple[Group, ...]
    corrections: tuple[Act, ...]

    def address(self, act: Act) -> str:
        """Where its form is."""
        return OWN_FORMS.get(act.operation, act.address())


@dataclass(frozen=True, slots=True)
class ObjectView:
    """Where the object of a command is chosen. `sought`: a part of its name; `missing`: sent without a choice."""

    act: Act
    choices: Choices
    sought: str
    missing: bool = False
    stale: bool = False


class CommandPages:
    """The pages."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)
        self._desk = Desk(console.base_url)
        self._corrections = Corrections(self._menu, self._desk)

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter()

        def add(path: str, handler: Any, method: str) -> None:
            routes.add_api_route(path, self._console.page(handler, dated=False), methods=[method])

        add("/do", self.menu, "GET")
        for path in (_ONE, _ONE + "/{task}", _ONE + "/{id}/{task}"):
            add(path, self.open, "GET")
            add(path, self.take, "POST")
        return routes

    async def menu(self, visit: Visit) -> Shown:
        """All commands of the viewer's role."""
        acts = self._menu.of(visit.reader.role)
        live = [act for act in acts if not act.record and not act.corrects]
        past = [act for act in acts if act.record]
        return Shown("commands/menu", MenuView(_grouped(live), _grouped(past), tuple(a for a in acts if a.corrects)))

    async def open(self, visit: Visit) -> Shown | Response:
        """An empty form, filled in as far as the address does; or where its object is chosen first."""
        act, id = self._act(visit)
        if act.of_one and id is None:
            return await self._choose(visit, act)
        if act.corrects and id:
            return await self._corrections.open(visit, act, id)
        job, version = await self._job(visit, act, id)
        form = opened(act.fields, dict(visit.request.query_params), version, person=act.kind == "person")
        return await self._desk.show(visit, job, form)

    async def take(self, visit: Visit) -> Shown | Response:
        """A form that came back."""
        act, id = self._act(visit)
        if act.of_one and id is None:
            return await self._chosen(visit, act)
        if act.corrects and id:
            return await self._corrections.take(visit, act, id)
        job, _ = await self._job(visit, act, id)
        return await self._desk.take(visit, job)

    def _act(self, visit: Visit) -> tuple[Act, str | None]:
        """The command of the address. Raises NotFound, Forbidden, alike for every id that is none."""
        places = visit.request.path_params
        service, id = places["service"], places.get("id")
        act = self._menu.act(service, places["collection"], places.get("task"), id)
        path = act.path.replace("{id}", id or "{id}").strip("/")
        if id is not None or not act.of_one:
            visit.sources.commands.require(service, path, visit.reader.role)
        elif visit.reader.role not in act.roles:
            visit.sources.commands.require(service, path.replace("{id}", _NOBODY), visit.reader.role)
        return act, id

    async def _job(self, visit: Visit, act: Act, id: str | None) -> tuple[Job, int | None]:
        """Raises NotFound for an object that is not there, or not there for the viewer."""
        version, subject, status, inside = None, None, None, {}
        if id is not None and act.kind in VIEWS:
            (told,) = await visit.ask(Wanted(OBJECTS, {"kind": act.kind}, {"id": id}))
            if not told["items"]:
                raise NotFound("not-found")
            version = told["items"][0]["version"]
            status = told["items"][0].get("status")
            inside = _inside(act, told["items"][0])
            subject = (await Labels(visit).named(act.kind, told["items"]))[id]
        address = act.address(id)
        job = Job(
            act=act, id=id, subject=subject, status=status, own=act.own, fact=act.fact, address=address, inside=inside
        )
        return job, version

    async def _choose(self, visit: Visit, act: Act, sought: str = "", **more: Any) -> Shown:
        chooser = Chooser(visit, own_networks=visit.reader.role == "regional_admin")
        choices = await chooser.of(f"{act.service}.{act.kind}", (), sought or None, states=act.states)
        status = more.pop("status", 200)
        return Shown("commands/choose", ObjectView(act, choices, sought, **more), status=status)

    async def _chosen(self, visit: Visit, act: Act) -> Shown | Response:
        """The object of a command was chosen, or is to be found: by POST, since it may be a person (security.md K10)."""
        try:
            form = await guard(visit.request, visit.viewer.session, self._console.base_url)
        except StaleForm:
            return await self._choose(visit, act, stale=True, status=409)
        items = form.multi_items()
        given = {name: text.strip() for name, text in items if isinstance(text, str)}
        if len(given) != len(items) or not _NAMES.issuperset(given):
            raise BadRequest(400, "malformed-form")
        if given.get("id"):
            path = act.path.replace("{id}", given["id"]).strip("/")
            visit.sources.commands.require(act.service, path, visit.reader.role)
            return RedirectResponse(act.address(given["id"]), 303)
        sought = given.get("text", "")[:100]
        return await self._choose(visit, act, sought, missing=not sought, status=200 if sought else 422)


def _inside(act: Act, item: Mapping[str, Any]) -> dict[str, Choices]:
    """The milestones and parts that the object has, for commands about one of them."""
    found = {}
    for name, member in _INSIDE.items():
        if any(field.name == name for field in act.own) and act.operation not in _NEW:
            some = tuple(Choice(one["code"], str(one.get("title") or one["place"])) for one in item.get(member, ()))
            found[name] = Choices(some)
    return found


def _grouped(acts: Sequence[Act]) -> tuple[Group, ...]:
    kinds = dict.fromkeys(act.kind for act in acts)
    return tuple((kind, tuple(act for act in acts if act.kind == kind)) for kind in kinds)
