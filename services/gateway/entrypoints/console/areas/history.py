"""History: every fact of one object on two clocks, what each changed, and who read about a person (console.md P22)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.gateway.adapters.accounts import named_accounts
from services.gateway.application.access import sees
from services.gateway.application.forms.menu import Menu
from services.gateway.application.questions.objects import FACTS, OBJECTS
from services.gateway.entrypoints.console.console import Console, Shown
from services.gateway.entrypoints.console.models import Listing, ViewModel
from services.gateway.entrypoints.console.plain import Changed, Plain
from services.gateway.entrypoints.console.visit import Told, Visit, Wanted
from services.gateway.entrypoints.console.writing.labels import Labels
from shared.contracts.ids import SYSTEM
from shared.errors import Unavailable

_RETRACTED = ".fact-retracted"
_WHOLE = 300
_NAMED = ("network", "source", "body", "seminar", "edition")
"""Kinds of objects that documents and facts point to by their ids."""


class Fact(ViewModel):
    """One fact, or a later version of one: when it was true, when it was recorded, and what it changed."""

    sequence: int
    fact: int
    kind: str
    occurred_on: str
    recorded_at: str
    entry: str
    inferred: bool
    synthetic: bool
    last: bool
    reason: str | None
    page: str | None
    source: str | None
    actor: str | None
    correlation: str | None
    changes: tuple[Changed, ...]

    @property
    def correction(self) -> bool:
        """Whether it is a later version of a fact."""
        return self.fact != self.sequence

    @property
    def retraction(self) -> bool:
        """Whether it takes a fact back."""
        return self.kind.endswith(_RETRACTED)


class Seen(ViewModel):
    """Somebody read about the person."""

    at: str
    actor: str
    role: str
    purpose: str
    decision: str


class Next(ViewModel):
    """Something that may be done with the object now."""

    operation: str
    address: str


class HistoryView(ViewModel):
    """`correct`: where facts are corrected, None for those who may not; `readers` None: not for the viewer."""

    kind: str
    id: UUID
    name: str
    facts: Listing[Fact]
    correct: str | None
    next: tuple[Next, ...]
    readers: tuple[Seen, ...] | None = None
    readers_away: bool = False


class HistoryPages:
    """The page."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._menu = Menu(console.sources.commands.documents)

    def router(self) -> APIRouter:
        """Its route."""
        routes = APIRouter()
        routes.add_api_route("/history/{kind}/{id}", self._console.page(self.history), methods=["GET"])
        return routes

    async def history(self, visit: Visit) -> Shown:
        """The facts as recorded by the page's date, the one recorded last first. Raises NotFound."""
        kind, id = visit.request.path_params["kind"], visit.request.path_params["id"]
        place = {"kind": kind, "id": id}
        facts, found = await visit.ask(
            Wanted(FACTS, place, {"cursor": visit.parameter("cursor")}),
            Wanted(OBJECTS, {"kind": kind}, {"id": id}),
        )
        labels = Labels(visit, longest=_WHOLE)
        name = (await labels.named(kind, found["items"])).get(id, "")
        status = found["items"][0].get("status") if found["items"] else None
        facts["items"] = await self._said(visit, labels, kind, facts["items"])
        readers, away = await self._readers(visit, kind, id)
        correction = self._menu.correction(kind)
        path = correction.path.replace("{id}", id).strip("/") if correction else ""
        may = correction is not None and visit.may(correction.service, path)
        acts = () if visit.dates.past else self._menu.possible(kind, status, visit.reader.role)
        view = HistoryView(
            kind=kind,
            id=id,
            name=name,
            facts=facts,
            correct=correction.address(id) if correction and may else None,
            next=tuple(Next(operation=act.operation, address=act.address(id)) for act in acts),
            readers=readers,
            readers_away=away,
        )
        return Shown("history/history", view, parts=("facts",), live=(kind,))

    async def _said(self, visit: Visit, labels: Labels, kind: str, items: list[Told]) -> list[dict[str, Any]]:
        named = await self._names(labels, items)
        accounts = await self._accounts(visit)
        plain = Plain(visit.viewer.speech, kind, {**named, **accounts})
        return [self._one(item, plain, named, accounts) for item in items]

    def _one(self, item: Told, plain: Plain, named: dict[str, str], accounts: dict[str, str]) -> dict[str, Any]:
        earlier = item["earlier"]
        if earlier is not None and not earlier["kind"].endswith(_RETRACTED):
            # A later version: what the fact said before and says now, whatever day the object is looked at.
            old = {"occurred_on": earlier["occurred_on"], **earlier["content"]}
            now = {"occurred_on": item["occurred_on"], **item["content"]}
            changes = plain.changes(old, {} if item["kind"].endswith(_RETRACTED) else now)
        elif item["before"] is None:
            changes = plain.changes({}, item["content"])
        else:
            changes = plain.changes(item["before"], item["after"])
        actor = item["actor"]
        return {
            **item,
            "changes": changes,
            "source": named.get(item["source"], "") if item["source"] else None,
            "actor": accounts.get(actor, actor) if actor else None,
        }

    async def _names(self, labels: Labels, items: list[Told]) -> dict[str, str]:
        """What the objects are called that these facts point to; ids of persons stay unsaid here."""
        named: dict[str, str] = {}
        text = str(items)
        for kind in _NAMED:
            if kind in text or kind == "source":
                found, _ = await labels.objects(kind)
                named |= await labels.named(kind, found)
        return named

    async def _accounts(self, visit: Visit) -> dict[str, str]:
        """The accounts that recorded facts, for those who may know them (the policy gives no other actors)."""
        if sees(visit.reader, "actors") == frozenset():
            return {}
        async with visit.sources.database.transaction(read_only=True) as connection:
            accounts = {str(id): name for id, name in await named_accounts(connection)}
        return {**accounts, str(SYSTEM): visit.viewer.speech.gettext("the system")}

    async def _readers(self, visit: Visit, kind: str, id: str) -> tuple[list[dict[str, Any]] | None, bool]:
        """Who read about a person; the view log is enrollment's and answers now only."""
        if kind not in {"person", "alumnus"} or sees(visit.reader, "view-log") == frozenset():
            return None, False
        accounts = await self._accounts(visit)
        try:
            log = await visit.sources.people.view_log(visit.reader, None, UUID(id))
        except Unavailable:
            return None, True
        rows = [row.model_dump(mode="json") for row in log.items]
        return [{**row, "actor": accounts.get(row["actor"], row["actor"])} for row in rows], False
