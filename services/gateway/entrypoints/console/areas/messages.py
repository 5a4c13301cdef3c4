"""Messages: the outbox with what became of each message, and what waits for a person (console.md P24, P25). No text, no address."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.forms.menu import Menu
from services.gateway.application.questions.messages import DISPATCH, DISPATCH_IS, DISPATCHES, TASK_IS, TASKS
from services.gateway.application.questions.networks import NETWORKS
from services.gateway.entrypoints.console.choices import OfNetworks, named
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.doable import Doable, doable
from services.gateway.entrypoints.console.language.vocabulary.enums import ENUMS
from services.gateway.entrypoints.console.models import Evidence, Listing, ViewModel
from services.gateway.entrypoints.console.names import Named
from services.gateway.entrypoints.console.visit import Visit, Wanted

TEMPLATES, KINDS = tuple(ENUMS["template"]), tuple(ENUMS["task-kind"])


class _About(Named):
    """Who it is for, and the object it is about; `person` None: of nobody, or not for the viewer."""

    id: UUID
    version: int
    person: UUID | None = None
    network: str | None
    state: str | None
    about_kind: str
    about: UUID
    status: str
    synthetic: bool = False
    sources: tuple[Evidence, ...] = ()


class Dispatch(_About):
    """A message; `why` it did not go."""

    template: str
    basis: str
    language: str | None = None
    not_before: str | None = None
    requested: str
    ended: str | None = None
    why: str | None = None


class Task(_About):
    """Something that waits for a person; `acts`: what may be done with it."""

    kind: str
    raised: str
    acknowledged: str | None = None
    resolved: str | None = None
    acts: tuple[Doable, ...] = ()


class OutboxView(OfNetworks):
    """`chosen`: the filters as given."""

    chosen: dict[str, str | None]
    messages: Listing[Dispatch]
    statuses: tuple[str, ...] = DISPATCH_IS
    templates: tuple[str, ...] = TEMPLATES


class MessageView(ViewModel):
    """One message; `network`: its name."""

    message: Dispatch
    network: str | None
    acts: tuple[Doable, ...]


class TasksView(OfNetworks):
    """`chosen`: the filters as given."""

    chosen: dict[str, str | None]
    tasks: Listing[Task]
    statuses: tuple[str, ...] = TASK_IS
    kinds: tuple[str, ...] = KINDS


class MessagePages:
    """The pages."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)

    def router(self) -> APIRouter:
        """The routes."""
        routes, page = APIRouter(), self._console.page
        routes.add_api_route("/messages", page(self.outbox), methods=["GET"], name="page-messages")
        routes.add_api_route("/messages/{id}", page(self.message), methods=["GET"], name="page-message")
        routes.add_api_route("/tasks", page(self.tasks), methods=["GET"], name="page-tasks")
        return routes

    async def outbox(self, visit: Visit) -> Shown:
        """Messages inside the viewer's grant, newest first."""
        chosen = {name: visit.parameter(name) for name in ("status", "template", "why", "network", "person", "about")}
        messages, networks = await visit.ask(
            Wanted(DISPATCHES, given={**chosen, "cursor": visit.parameter("cursor")}), Wanted(NETWORKS)
        )
        view = OutboxView(chosen=chosen, messages=messages, networks=networks["items"])
        return Shown("messages/outbox", view, parts=("results",), live=("dispatch",))

    async def message(self, visit: Visit) -> Shown:
        """One message; a foreign one is like none."""
        id = visit.request.path_params["id"]
        message, networks = await visit.ask(Wanted(DISPATCH, {"id": id}), Wanted(NETWORKS))
        acts = doable(self._menu, visit, "dispatch", id, message["status"])
        view = MessageView(message=message, network=named(networks, "slug").get(message["network"]), acts=acts)
        return Shown("messages/message", view, live=("dispatch",))

    async def tasks(self, visit: Visit) -> Shown:
        """What waits inside the viewer's grant, newest first."""
        chosen = {name: visit.parameter(name) for name in ("status", "kind", "network", "about")}
        tasks, networks = await visit.ask(
            Wanted(TASKS, given={**chosen, "cursor": visit.parameter("cursor")}), Wanted(NETWORKS)
        )
        items = [self._task(visit, task) for task in tasks["items"]]
        view = TasksView(chosen=chosen, tasks={**tasks, "items": items}, networks=networks["items"])
        return Shown("messages/tasks", view, parts=("tasks",), live=("task",))

    def _task(self, visit: Visit, task: dict[str, Any]) -> dict[str, Any]:
        return {**task, "acts": doable(self._menu, visit, "task", task["id"], task["status"])}
