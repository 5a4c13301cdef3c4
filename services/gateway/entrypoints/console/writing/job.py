"""Job: one form at work: shown, filled in, checked, sent; the same for every command and for corrections."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import RedirectResponse, Response

from services.gateway.application.forms.field import Field
from services.gateway.application.forms.menu import Act
from services.gateway.application.forms.reading import Mistake, read
from services.gateway.application.questions.objects import FACTS
from services.gateway.entrypoints.console.console import Shown
from services.gateway.entrypoints.console.form_token import StaleForm, guard
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.language.words import WORDS
from services.gateway.entrypoints.console.sending import Refused, onward, send
from services.gateway.entrypoints.console.visit import Visit, Wanted
from services.gateway.entrypoints.console.writing.choices import Choices, Chooser
from services.gateway.entrypoints.console.writing.filled import CHANGE, MORE, SEND, Filled, filled
from services.gateway.entrypoints.console.writing.mistakes import Marked, label, said, told_by_service
from services.gateway.entrypoints.console.writing.shapes import Line, Shape, Shaper, changed, lines
from shared.errors import Unavailable

Body = dict[str, Any]
Made = tuple[Body, tuple[Mistake, ...]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """`own` and `fact`: the fields; `make`: the body of what was read; `place`: where on the page stands what a service names.

    `before`: what stood in the fields when the form was opened, where it changes what is there: then only changes are shown.
    `inside`: what the object has that a field means by its short name.
    """

    act: Act
    id: str | None
    subject: str | None
    status: str | None = None
    own: tuple[Field, ...]
    fact: tuple[Field, ...]
    address: str
    make: Callable[[Body], Made] = lambda body: (body, ())
    place: Callable[[str], str] = lambda path: path
    before: Mapping[str, str] | None = None
    inside: Mapping[str, Choices] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the service takes it."""
        return self.act.path.replace("{id}", self.id or "").strip("/")

    def title(self, speech: Speech) -> str:
        """What it is called."""
        if self.act.corrects:
            return speech.gettext("Correct or take back facts")
        return speech.word("act", self.act.operation)

    @property
    def late(self) -> bool:
        """Whether the object is in a state in which it is not possible, as far as is known here."""
        return bool(self.act.states) and self.status is not None and self.status not in self.act.states

    def state_words(self, speech: Speech) -> list[str]:
        """In which states of the object it is possible."""
        return [speech.word(f"{self.act.kind}-status", state) for state in self.act.states]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said above a form: title and advice are already in the viewer's language."""

    kind: str
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class FormView:
    """A form, or the page that shows what will be sent. `theirs`: what was recorded since the form was opened (E4)."""

    job: Job
    filled: Filled
    own: tuple[Shape, ...]
    fact: tuple[Shape, ...]
    lines: tuple[Line, ...] = ()
    marked: tuple[Marked, ...] = ()
    notice: Notice | None = None
    theirs: tuple[Mapping[str, Any], ...] = ()


class Desk:
    """Takes forms."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    async def show(
        self, visit: Visit, job: Job, form: Filled, mistakes: tuple[Mistake, ...] = (), **more: Any
    ) -> Shown:
        """The form. `more`: `page`, `status`, `headers`, and members of the view."""
        speech, own = visit.viewer.speech, visit.reader.role == "regional_admin"
        person = job.act.service == "enrollment" and job.act.collection == "persons"
        shaper = Shaper(Chooser(visit, own_networks=own), form, mistakes, speech, private=person, inside=job.inside)
        page, status, headers = more.pop("page", "commands/form"), more.pop("status", 200), more.pop("headers", {})
        shapes = await shaper.shapes(job.own), await shaper.shapes(job.fact)
        marked = tuple(Marked(mistake.path, label(mistake, speech), said(mistake, speech)) for mistake in mistakes)
        told = lines((*shapes[0], *shapes[1]), speech)
        if job.before is not None and page != "commands/form":
            old = Shaper(Chooser(visit), Filled(job.before, form.key), (), speech, private=person, inside={})
            told = changed(lines(await old.shapes(job.own), speech), told)
        return Shown(
            page, FormView(job, form, *shapes, lines=told, marked=marked, **more), status=status, headers=headers
        )

    async def take(self, visit: Visit, job: Job) -> Shown | Response:
        """What came back. Raises CrossSite, BadRequest, NotFound, Forbidden."""
        fields = (*job.own, *job.fact)
        try:
            form = filled(await guard(visit.request, visit.viewer.session, self._base_url), fields)
        except StaleForm as stale:
            return await self.show(
                visit, job, filled(stale.form, fields), notice=_stale_form(visit.viewer.speech), status=409
            )
        if form.looks or form.act in {CHANGE, MORE}:
            return await self._again(visit, job, form)
        body, mistakes = read(fields, form.values)
        if not mistakes:
            body, mistakes = job.make(body)
        if mistakes:
            return await self.show(visit, job, form, mistakes, status=422)
        if form.act != SEND:
            return await self.show(visit, job, form, page="commands/check")
        return await self._send(visit, job, form, body)

    async def _again(self, visit: Visit, job: Job, form: Filled) -> Shown:
        try:
            return await self.show(visit, job, form)
        except Unavailable:  # the names; what was written is kept
            without = Filled(form.values, form.key, version=form.version, back=form.back, rows=form.rows)
            notice = _refusal(Refused(503, "unavailable"), visit.viewer.speech)
            return await self.show(visit, job, without, notice=notice, status=503)

    async def _send(self, visit: Visit, job: Job, form: Filled, body: Body) -> Shown | Response:
        done = await send(visit, job.act.service, job.path, body, form.key, form.version, job.act.kind, job.id)
        if not isinstance(done, Refused):
            return RedirectResponse(onward(done, form.back), 303)
        notice = _refusal(done, visit.viewer.speech)
        if done.stale:
            return await self._stale(visit, job, form, notice)
        mistakes = tuple(Mistake(job.place(mistake.path), mistake.rule) for mistake in told_by_service(done.problem))
        headers = {"Retry-After": str(done.retry_after)} if done.retry_after else {}
        more = {} if mistakes else {"notice": notice}  # what stands beside a field is not said twice
        status = done.status if 400 <= done.status < 600 else 409
        return await self.show(visit, job, form, mistakes, status=status, headers=headers, **more)

    async def _stale(self, visit: Visit, job: Job, form: Filled, notice: Notice) -> Shown:
        """E4: mine and theirs side by side; sent once more it is on purpose, with the version that is shown now."""
        (told,) = await visit.ask(Wanted(FACTS, {"kind": job.act.kind, "id": job.id or ""}))
        seen = int(form.version or 0)
        theirs = tuple(item for item in told["items"] if item["sequence"] > seen)
        now = str(told["items"][0]["version"]) if told["items"] else form.version
        again = Filled(form.values, form.key, version=now, back=form.back, rows=form.rows)
        return await self.show(visit, job, again, notice=notice, theirs=theirs, status=412)


def _stale_form(speech: Speech) -> Notice:
    title = speech.gettext("You signed in or out since this form was opened")
    return Notice(
        "warn", title, speech.gettext("Nothing was done. What you wrote is kept; check it and send it again.")
    )


def _refusal(refused: Refused, speech: Speech) -> Notice:
    code = refused.code if refused.code in WORDS["problem"] else "refused"
    kind = "warn" if refused.status in {412, 428, 503} else "danger"
    return Notice(kind, speech.word("problem", code), speech.word("remedy", code))
