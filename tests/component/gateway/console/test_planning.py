"""Planning a seminar through the page, with the enrollment service behind it: checked first, sent once, nothing lost."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest

from deploy.embedded.databases import Server
from shared.contracts.enrollment.seminar import SeminarPlanned
from shared.store.database import Database
from tests.component.enrollment.hearing import Enrollment, enrollment
from tests.component.gateway.console.browsing import BROWSER, Browsing, text_of
from tests.component.gateway.public import Tokens, opened
from tests.component.gateway.story import EDITION
from tests.support.platform import ServiceDatabase

PLAN = "/seminars/plan"
FILLED = {
    "title": "Fourth cycle",
    "edition": str(EDITION),
    "parts": "1",
    "part-0-place": "O\u015bwi\u0119cim",
    "part-0-country": "Ken",
    "part-0-exact": "month",
    "part-0-first": "2031-05-02",
    "capacity-participant": "20",
}


class Switched(httpx.AsyncBaseTransport):
    """The service, which can be away; `lost`: it does what is asked, and its answer does not arrive."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner, self.down, self.lost = inner, False, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down", request=request)
        answer = await self._inner.handle_async_request(request)
        if self.lost:
            await answer.aread()
            raise httpx.ReadTimeout("lost", request=request)
        return answer


class Planning(Browsing):
    """The console with enrollment behind it."""

    enrollment: Enrollment
    service: Switched

    async def planned(self) -> list[SeminarPlanned]:
        """What enrollment recorded."""
        return [fact.event for fact in await self.enrollment.journal() if isinstance(fact.event, SeminarPlanned)]


@pytest.fixture
async def planning(postgres: Server, told: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[Planning]:
    made, tokens = told
    async with (
        enrollment(postgres, ["ARG", "KEN"]) as running,
        Database(made.app, made.app_password, size=3) as database,
    ):
        await running.do("editions", id=str(EDITION), slug="global-government", name="Global", sectors=["justice"])
        service = Switched(running.service.client._transport)
        async with opened(database, tokens, enrollment=service) as public:
            planning = Planning(public)
            planning.enrollment, planning.service = running, service
            yield planning


def fields_of(html: str) -> dict[str, str]:
    """The hidden fields of the form of the plan."""
    form = html[html.index('<form class="form"') :]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    return {name: unescape(value) for name, value in pairs if name != "csrf_token"}


async def checked(planning: Planning, **changed: str) -> dict[str, str]:
    """The fields of the check page."""
    response = await planning.send(PLAN, {**FILLED, **changed, "act": "check"})
    assert response.status_code == 200, text_of(response.text)
    return fields_of(response.text)


async def test_it_is_checked_and_sent_and_waited_for(planning: Planning) -> None:
    response = await planning.send(PLAN, {**FILLED, "act": "check"})
    text = text_of(response.text)
    for said in (
        "Nothing is recorded yet",
        "Fourth cycle",
        "Global",
        "fourth-cycle",
        "May 2031",
        "Ken",
        "participant: 20",
    ):
        assert said in text
    assert await planning.planned() == []
    sent = await planning.send(PLAN, {**fields_of(response.text), "act": "send"})
    assert sent.status_code == 303
    assert re.fullmatch(r"/seminars/fourth-cycle\?pending=seminar/[0-9a-f-]{36}@1", sent.headers["location"])
    (event,) = await planning.planned()
    assert (event.title, str(event.parts[0].dates), event.parts[0].country) == ("Fourth cycle", "2031-05", "KEN")
    waiting = await planning.open(sent.headers["location"])
    assert (waiting.status_code, waiting.headers["location"].startswith("/seminars?pending=")) == (303, True)


async def test_sent_twice_it_is_planned_once(planning: Planning) -> None:
    fields = await checked(planning)
    first = await planning.send(PLAN, {**fields, "act": "send"})
    again = await planning.send(PLAN, {**fields, "act": "send"})
    assert first.headers["location"] == again.headers["location"]
    assert len(await planning.planned()) == 1


async def test_a_lost_answer_is_asked_for_again_under_the_same_key(planning: Planning) -> None:
    fields = await checked(planning)
    planning.service.lost = True
    lost = await planning.send(PLAN, {**fields, "act": "send"})
    assert lost.status_code == 503
    assert "cannot plan it twice" in text_of(lost.text)
    assert fields_of(lost.text) == fields
    planning.service.lost = False
    sent = await planning.send(PLAN, {**fields_of(lost.text), "act": "send"})
    assert sent.status_code == 303
    assert len(await planning.planned()) == 1


async def test_while_enrollment_is_away_nothing_is_lost(planning: Planning) -> None:
    fields = await checked(planning)
    planning.service.down = True
    away = await planning.send(PLAN, {**fields, "act": "send"})
    assert (away.status_code, away.headers["retry-after"]) == (503, "1")
    assert "A service is away for the moment" in text_of(away.text)
    assert fields_of(away.text) == fields


async def test_a_form_of_another_content_under_a_used_key_is_refused(planning: Planning) -> None:
    fields = await checked(planning)
    await planning.send(PLAN, {**fields, "act": "send"})
    changed = await planning.send(PLAN, {**fields, "title": "Other", "slug": "other", "act": "send"})
    assert changed.status_code == 422
    assert "This form was sent before with other content" in text_of(changed.text)
    assert len(await planning.planned()) == 1


async def test_a_rule_of_the_service_is_told_at_its_field(planning: Planning) -> None:
    await planning.send(PLAN, {**await checked(planning), "act": "send"})
    taken = await planning.send(PLAN, {**await checked(planning), "act": "send"})
    assert taken.status_code == 409
    assert '<a href="#f-slug">Another one holds this place.' in taken.text
    assert 'aria-describedby="f-slug-hint f-slug-error" aria-invalid="true"' in taken.text
    early = {"occurred-exact": "day", "occurred-first": "2090-01-01"}
    future = await planning.send(PLAN, {**await checked(planning, slug="other", **early), "act": "send"})
    assert future.status_code == 422
    assert '<a href="#f-occurred-first">A fact cannot lie in the future.' in future.text


async def test_what_is_wrong_is_summed_up_first_and_kept(planning: Planning) -> None:
    response = await planning.send(PLAN, {**FILLED, "title": "<Fourth>", "part-0-first": "", "act": "send"})
    assert response.status_code == 422
    html = response.text
    assert html.index('id="errors" data-focus autofocus') < html.index("<h1>")
    assert '<a href="#f-title">Title: write' in html
    assert '<a href="#f-part-0-first">Dates: give' in html
    assert 'value="&lt;Fourth&gt;"' in html
    assert 'value="Ken"' in html
    assert "<title>Error:" in html
    assert await planning.planned() == []


async def test_parts_come_and_go_without_anything_being_lost(planning: Planning) -> None:
    more = await planning.send(PLAN, {**FILLED, "act": "add-part"})
    assert "Part 2: where and when" in text_of(more.text)
    assert 'value="Fourth cycle"' in more.text
    less = await planning.send(PLAN, {**FILLED, "parts": "2", "act": "remove-part"})
    assert "Part 2" not in text_of(less.text)
    change = await planning.send(PLAN, {**await checked(planning), "act": "change"})
    assert 'value="Fourth cycle"' in change.text


async def test_a_stale_form_is_shown_again_with_what_was_written(planning: Planning) -> None:
    headers = {**BROWSER, "cookie": f"lemkin={await planning.signed_in('secretariat')}"}
    data = {**await checked(planning), "act": "send", "csrf_token": "of-yesterday"}
    response = await planning.public.client.post(PLAN, data=data, headers=headers)
    assert response.status_code == 409
    assert "What you wrote is kept" in text_of(response.text)
    assert 'value="Fourth cycle"' in response.text
    elsewhere = await planning.public.client.post(PLAN, data=data, headers={**headers, "sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    assert await planning.planned() == []


async def test_a_role_that_never_may_plan_is_told_so(planning: Planning) -> None:
    for role in ("auditor", "reviewer", "operator", "focal-point.arg"):
        assert (await planning.open(PLAN, role)).status_code == 403
    offered = await planning.page(PLAN, "admin.africa")
    assert "Global" not in text_of(offered)  # an edition of no network is the secretariat's
