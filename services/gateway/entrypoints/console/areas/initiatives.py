"""Initiatives: what grew out of the networks, as a table or a board of the same rows, and one of them (console.md P19)."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter

from services.gateway.application.access import sees
from services.gateway.application.forms.menu import Menu
from services.gateway.application.moment import BadParameter
from services.gateway.application.questions.initiatives import (
    INITIATIVE,
    INITIATIVE_COUNTS,
    INITIATIVES,
    KINDS,
    STAGES,
)
from services.gateway.application.questions.networks import NETWORKS
from services.gateway.entrypoints.console.choices import OfNetworks, in_order
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.doable import Doable, doable
from services.gateway.entrypoints.console.models import Figure, Item, Listing, ViewModel
from services.gateway.entrypoints.console.visit import Visit, Wanted

FILTERS = ("network", "state", "stage", "kind", "overdue")
VIEWS = ("table", "board")


class Milestone(ViewModel):
    """A step; `planned` is the date that counts now, `reason` why it was dropped; `moves`: from which date to which, on which
    day, and why."""

    code: str
    title: str
    planned: str
    status: str
    overdue: bool
    reached: str | None
    missed: str | None
    dropped: str | None
    reason: str | None
    moves: tuple[dict[str, str], ...]


class Initiative(Item):
    """An initiative as the list and its own page show it; `network` is a slug."""

    network: str | None
    state: str
    stage: str
    kind: str
    title: str
    proposer_kind: str
    overdue: bool
    milestones: tuple[Milestone, ...]
    dates: Mapping[str, str]
    reason: str | None
    questioned: str | None
    report: UUID | None

    @property
    def steps(self) -> tuple[int, int]:
        """How many milestones were reached, and how many there are that still count."""
        wanted = [one for one in self.milestones if one.status != "dropped"]
        return sum(one.status == "reached" for one in wanted), len(wanted)

    @property
    def stages(self) -> tuple[tuple[str, str], ...]:
        """The stages it came to, each with the last day it did, in the order of an initiative's life."""
        return tuple((stage, self.dates[stage]) for stage in STAGES if stage in self.dates)


class InitiativesView(OfNetworks):
    """`chosen`: the filters as given; `by_stage`: figures of all that they leave, not of this page of rows alone."""

    view: str
    chosen: dict[str, str | None]
    initiatives: Listing[Initiative]
    by_stage: dict[str, Figure]
    states: tuple[str, ...]
    kinds: tuple[str, ...] = KINDS
    stages: tuple[str, ...] = STAGES

    @property
    def columns(self) -> tuple[tuple[str, Figure, tuple[Initiative, ...]], ...]:
        """The board: each stage that has any, its figure, and its initiatives on this page."""
        rows = self.initiatives.items
        return tuple(
            (stage, self.by_stage[stage], tuple(row for row in rows if row.stage == stage))
            for stage in STAGES
            if stage in self.by_stage
        )


class InitiativeView(ViewModel):
    """One; `network` is its name. `opens_history`: whether the viewer may see every version of it; `acts`: what the viewer's
    role may do with it."""

    initiative: Initiative
    network: str | None
    opens_history: bool
    acts: tuple[Doable, ...]


class InitiativePages:
    """The pages."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)

    def router(self) -> APIRouter:
        """The routes."""
        routes, page = APIRouter(), self._console.page
        routes.add_api_route("/initiatives", page(self.initiatives), methods=["GET"], name="page-initiatives")
        routes.add_api_route("/initiatives/{id}", page(self.initiative), methods=["GET"], name="page-initiative")
        return routes

    async def initiatives(self, visit: Visit) -> Shown:
        """The list, filtered; table and board show the same rows."""
        shown = visit.parameter("view") or VIEWS[0]
        if shown not in VIEWS:
            raise BadParameter("view", f"must be one of {', '.join(VIEWS)}")
        chosen = {name: visit.parameter(name) for name in FILTERS}
        initiatives, counts, whole, networks = await visit.ask(
            Wanted(INITIATIVES, given={**chosen, "cursor": visit.parameter("cursor")}),
            Wanted(INITIATIVE_COUNTS, given=chosen),
            Wanted(INITIATIVE_COUNTS),
            Wanted(NETWORKS),
        )
        view = InitiativesView(
            view=shown,
            chosen=chosen,
            initiatives=initiatives,
            by_stage=counts["by_stage"],
            networks=networks["items"],
            states=in_order(whole["by_state"], chosen["state"], visit.viewer.speech),
        )
        return Shown("initiatives/initiatives", view, parts=("results",), live=("initiative",))

    async def initiative(self, visit: Visit) -> Shown:
        """One, with its milestones."""
        id = visit.request.path_params["id"]
        initiative, networks = await visit.ask(Wanted(INITIATIVE, {"id": id}), Wanted(NETWORKS))
        network = next((one for one in networks["items"] if one["slug"] == initiative["network"]), None)
        atoms = {f"state:{initiative['state']}", *([f"network:{network['id']}"] if network else [])}
        seen = sees(visit.reader, "people-history")
        view = InitiativeView(
            initiative=initiative,
            network=network["name"] if network else None,
            opens_history=seen is None or not seen.isdisjoint(atoms),
            acts=doable(self._menu, visit, "initiative", id, initiative["stage"]),
        )
        return Shown("initiatives/initiative", view, parts=("milestones",), live=("initiative",))
