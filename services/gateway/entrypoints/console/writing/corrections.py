"""Corrections: facts of one object corrected or taken back, each with a reason and a source (architecture.md section 5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.responses import RedirectResponse, Response

from services.gateway.application.forms.field import Control, Field
from services.gateway.application.forms.menu import Act, Menu
from services.gateway.application.forms.reading import Mistake, read
from services.gateway.application.forms.schema import fields_of
from services.gateway.application.forms.spreading import spread
from services.gateway.application.moment import BadParameter
from services.gateway.application.questions.objects import FACTS, OBJECTS
from services.gateway.entrypoints.console.console import Shown
from services.gateway.entrypoints.console.language.vocabulary.fields import CORRECTIONS
from services.gateway.entrypoints.console.links import address
from services.gateway.entrypoints.console.visit import Visit, Wanted
from services.gateway.entrypoints.console.writing.filled import opened
from services.gateway.entrypoints.console.writing.job import Body, Desk, Job, Made
from services.gateway.entrypoints.console.writing.labels import Labels
from services.gateway.entrypoints.console.writing.shapes import EVENT
from shared.contracts.published import CATALOG
from shared.errors import NotFound

KEEP, RETRACT = "correct", "retract"
_MOST = 20
_WHAT = Field(name="what", control=Control.CHOICE, required=True, codes=(KEEP, RETRACT), words="correct", default=KEEP)
_WHEN = Field(name="occurred_on", control=Control.DATE, longest=64)
_REASON = Field(name="reason", control=Control.CHOICE, required=True, codes=tuple(CORRECTIONS), words="correction")
_SOURCE = Field(name="source", control=Control.OBJECT, ref="network.source")
_PAGE = Field(name="page", control=Control.LINE, longest=200)
_RETRACTED = ".fact-retracted"


class Corrections:
    """The form, and what becomes of it."""

    def __init__(self, menu: Menu, desk: Desk) -> None:
        self._menu, self._desk = menu, desk

    async def open(self, visit: Visit, act: Act, id: str) -> Shown | Response:
        """The facts named in the address (`?fact=3&fact=5`), filled in as they stand; without any the history, to choose some.

        Raises NotFound, BadParameter."""
        if "fact" not in visit.request.query_params:
            return RedirectResponse(f"/history/{act.kind}/{id}", 303)
        facts, subject = await self._facts(visit, act, id)
        job = self._job(act, id, facts, subject)
        given = {"back": visit.parameter("back") or f"/history/{act.kind}/{id}"}
        form = opened((*job.own, *job.fact), given, facts[0]["version"])
        form = type(form)({**form.values, **(job.before or {})}, form.key, version=form.version, back=form.back)
        return await self._desk.show(visit, job, form)

    async def take(self, visit: Visit, act: Act, id: str) -> Shown | Response:
        """The form as it came back."""
        facts, subject = await self._facts(visit, act, id)
        return await self._desk.take(visit, self._job(act, id, facts, subject))

    async def _facts(self, visit: Visit, act: Act, id: str) -> tuple[list[dict[str, Any]], str]:
        """The last version of each fact that is asked for; of a retracted one the last content that stood."""
        wanted = [text for text in visit.request.query_params.getlist("fact") if text.isascii() and text.isdigit()]
        if not 1 <= len(wanted) <= _MOST or len(set(wanted)) != len(wanted) or any(len(text) > 9 for text in wanted):
            raise BadParameter("fact", "must be the numbers of 1 to 20 facts of this object")
        place = {"kind": act.kind, "id": id}
        told = []
        cursor: str | None = None
        while True:
            (page,) = await visit.ask(Wanted(FACTS, place, {"limit": "50", "cursor": cursor}))
            told += page["items"]
            cursor = page["next"]
            if cursor is None:
                break
        last: dict[int, dict[str, Any]] = {}
        for item in told:  # the one recorded last comes first
            found = last.setdefault(item["fact"], item)
            if found["kind"].endswith(_RETRACTED) and not item["kind"].endswith(_RETRACTED):
                last[item["fact"]] = {**item, "retracted": True}
        if any(int(number) not in last for number in wanted):
            raise NotFound("not-found")
        (objects,) = await visit.ask(Wanted(OBJECTS, {"kind": act.kind}, {"id": id}))
        named = await Labels(visit).named(act.kind, objects["items"])
        return [last[int(number)] for number in wanted], named.get(id, "")

    def _job(self, act: Act, id: str, facts: Sequence[Mapping[str, Any]], subject: str) -> Job:
        own = tuple(_group(fact, self._menu.refs, act.kind) for fact in facts)
        names = [str(fact["fact"]) for fact in facts]
        where = f"{address(act.address(id), {})}?{'&'.join(f'fact={name}' for name in names)}"
        return Job(
            act=act,
            id=id,
            subject=subject,
            own=own,
            fact=(_REASON, _SOURCE, _PAGE),
            address=where,
            make=lambda body: _made(body, own, facts),
            place=lambda path: _placed(path, own),
            before=_stands(own, facts),
        )


def _group(fact: Mapping[str, Any], refs: Mapping[str, str], kind: str) -> Field:
    """What may be changed of one fact; the group is called as its event is."""
    schema = CATALOG.events[fact["kind"]].model_json_schema()
    content = fields_of(schema, schema.get("$defs", {}), refs, kind)
    inner = (_WHAT, _WHEN, *((Field(name="content", control=Control.GROUP, inner=content),) if content else ()))
    name = f"f{fact['fact']}"
    return Field(name=name, control=Control.GROUP, required=True, words=EVENT, codes=(fact["kind"],), inner=inner)


def _stands(own: Sequence[Field], facts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What stands in the fields before anything is changed."""
    values: dict[str, str] = {}
    for field, fact in zip(own, facts, strict=True):
        said = {"what": KEEP, "occurred_on": fact["occurred_on"], "content": fact["content"]}
        values |= spread(field.inner, said, f"{field.name}.")
    return values


def _made(body: Body, own: Sequence[Field], facts: Sequence[Mapping[str, Any]]) -> Made:
    """The list that a service takes; of each fact only what has changed."""
    changes = []
    for field, fact in zip(own, facts, strict=True):
        wish = body[field.name]
        if wish["what"] == RETRACT:
            changes.append({"fact": fact["fact"], "retract": True})
            continue
        change: dict[str, Any] = {"fact": fact["fact"]}
        if wish.get("occurred_on", fact["occurred_on"]) != fact["occurred_on"]:
            change["occurred_on"] = wish["occurred_on"]
        content = wish.get("content", {})
        if content != _as_read(field, fact["content"]):
            change["content"] = content
        if len(change) == 1 and not fact.get("retracted"):
            return {}, (Mistake(f"{field.name}.what", "nothing-to-correct"),)
        changes.append(change)
    given: dict[str, Any] = {name: body[name] for name in ("reason", "source", "page") if name in body}
    return {"changes": changes, **given}, ()


def _as_read(field: Field, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content as an untouched form would bring it back."""
    for member in field.inner:
        if member.name == "content":
            return read(member.inner, spread(member.inner, content))[0]
    return {}


def _placed(path: str, own: Sequence[Field]) -> str:
    """`changes.0.content.state`, as a service names it, is `f3.content.state` on the page."""
    head, _, rest = path.partition(".")
    number, _, member = rest.partition(".")
    if head == "changes" and number.isdigit() and int(number) < len(own):
        return f"{own[int(number)].name}.{member or 'what'}".replace(".fact", ".what").replace(".retract", ".what")
    return path
