"""The outbox and the tasks: inside the grant, with who it is for and what may be done; and where a message's link leads."""

from uuid import uuid4

import pytest

from services.gateway.application.views.table import VIEWS
from shared.contracts.ids import membership_id, seat_id, state_id
from shared.contracts.notifications.dispatch import DispatchHeld, DispatchRequested
from shared.contracts.notifications.task import TaskRaised
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.story import BOUNCED, HELD, INITIATIVE, LATIN_AMERICA, MARIA, SEMINAR, SENT, TASK, story

SEAT, MEMBERSHIP = seat_id(LATIN_AMERICA, "ARG"), membership_id(LATIN_AMERICA, "ARG")


@pytest.mark.parametrize("role", ["secretariat", "auditor", "admin.latin-america", "admin.africa"])
@pytest.mark.parametrize("query", ["", "status=sent", "why=bounced", "as_of=2020-01-15"])
async def test_lists_are_those_of_the_api(console: Browsing, role: str, query: str) -> None:
    given = dict(pair.split("=") for pair in query.split("&") if pair)
    told = await console.public.told("/dispatches", role, **given)
    html = await console.page(f"/messages?{query}", role)
    assert f"{told['total']} message" in text_of(html)
    assert all(f'href="/messages/{item["id"]}' in html for item in told["items"])
    if "why" not in given:
        tasks = await console.public.told("/tasks", role, **({} if "status" in given else given))
        shown = text_of(await console.page("/tasks" if "status" in given else f"/tasks?{query}", role))
        assert f"{tasks['total']} task" in shown


async def test_one_message_says_what_became_of_it(console: Browsing) -> None:
    assert "could not be sent message came back" in text_of(await console.page(f"/messages/{BOUNCED}"))
    html = await console.page(f"/messages/{SENT}", "admin.latin-america")
    assert "sent" in text_of(html)
    assert f'href="/people/{MARIA}"' in html
    assert f'href="/messages?person={MARIA}"' in html
    assert f'href="/history/dispatch/{SENT}"' in html


async def test_a_foreign_message_is_like_none(console: Browsing) -> None:
    for id in (SENT, uuid4(), "seven"):
        assert (await console.open(f"/messages/{id}", "admin.africa")).status_code == 404
    for role in ("focal-point.arg", "reviewer", "operator"):
        assert (await console.open("/messages", role)).status_code == 403
        assert (await console.open("/tasks", role)).status_code == 403


async def test_acts_stand_where_the_status_and_the_role_allow_them(console: Browsing) -> None:
    approved = await console.page(f"/messages/{HELD}", "admin.latin-america")
    assert f"/do/notifications/dispatches/{HELD}/cancel" in approved
    assert f"/do/notifications/dispatches/{HELD}/approve" not in approved  # it was approved
    assert "/do/" not in await console.page(f"/messages/{SENT}", "admin.latin-america")
    assert "/do/" not in await console.page(f"/messages/{HELD}", "auditor")
    assert "/do/" not in await console.page("/tasks", "auditor")


async def test_what_is_held_may_be_approved_and_what_waits_resolved(own_console: Browsing) -> None:
    feed, known = story(), len(story().said)
    held, task = uuid4(), uuid4()
    own = {"recipient": MARIA, "template": "membership-activated", "network": LATIN_AMERICA, "state": "ARG"}
    more = {"cause": uuid4(), "about_kind": "membership", "about": MEMBERSHIP, "basis": "admin", "via": uuid4()}
    scopes = ("secretariat", f"network:{LATIN_AMERICA}", "state:ARG")
    feed.say("dispatch", held, DispatchRequested(**own, **more), "2021", scopes=scopes)
    feed.say("dispatch", held, DispatchHeld(**own), "2021", scopes=scopes)
    raised = TaskRaised(
        kind="seat-vacant", about_kind="seat", about=SEAT, network=LATIN_AMERICA, state="ARG", cause=uuid4()
    )
    feed.say("task", task, raised, "2021", scopes=scopes)
    await own_console.public.hear(feed, known)
    message, tasks = await own_console.page(f"/messages/{held}"), await own_console.page("/tasks")
    assert f"/do/notifications/dispatches/{held}/approve" in message
    assert f"/do/notifications/tasks/{task}/resolve" in tasks
    assert f'href="/seat/{SEAT}"' in tasks
    assert "1 message" in text_of(await own_console.page("/messages?status=held"))


async def test_a_task_that_is_done_has_no_act_but_its_history(console: Browsing) -> None:
    html = await console.page("/tasks")
    assert f"/history/task/{TASK}" in html
    assert f"/do/notifications/tasks/{TASK}/resolve" not in html


async def test_parts_come_alone_and_lists_say_when_they_are_empty(console: Browsing) -> None:
    for path, part in (("/messages", "results"), ("/tasks", "tasks"), ("/seats", "results")):
        answer = await console.open(path, hx_request_type="partial", hx_target=f"section#{part}")
        assert answer.text.startswith(f'<section id="{part}"')
    assert "Nothing is held" in text_of(await console.page("/messages?status=held"))
    assert "No message matches" in text_of(await console.page("/messages?as_of=2000"))
    assert "No task matches" in text_of(await console.page("/tasks?as_of=2000"))
    assert "No seat matches" in text_of(await console.page("/seats?as_of=2000"))


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (f"/seat/{SEAT}", "/states/ARG#seats"),
        (f"/membership/{MEMBERSHIP}", "/states/ARG#memberships"),
        (f"/state/{state_id('ARG')}", "/states/ARG"),
        (f"/initiative/{INITIATIVE}", f"/initiatives/{INITIATIVE}"),
        (f"/network/{LATIN_AMERICA}", f"/networks/{LATIN_AMERICA}"),
        (f"/seminar/{SEMINAR}", f"/seminars/{SEMINAR}"),
        (f"/person/{MARIA}", f"/people/{MARIA}"),
        (f"/dispatch/{SENT}", f"/messages/{SENT}"),
        (f"/task/{TASK}", f"/history/task/{TASK}"),
    ],
)
async def test_the_link_of_a_message_leads_to_a_page(console: Browsing, path: str, to: str) -> None:
    answer = await console.open(path, "admin.latin-america")
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert (await console.open(to.partition("#")[0], "admin.latin-america")).status_code == 200
    dated = await console.open(f"{path}?as_of=2020", "admin.latin-america")
    assert "?as_of=2020" in dated.headers["location"]


@pytest.mark.parametrize("kind", [*VIEWS])
async def test_an_address_of_nothing_is_not_found(console: Browsing, kind: str) -> None:
    for id in (uuid4(), "seven"):
        answer = await console.open(f"/{kind}/{id}", "admin.latin-america")
        if answer.status_code == 303:
            answer = await console.open(answer.headers["location"], "admin.latin-america")
        assert answer.status_code == 404


async def test_a_foreign_seat_is_like_none(console: Browsing) -> None:
    assert (await console.open(f"/seat/{SEAT}", "admin.africa")).status_code == 404
    assert (await console.open(f"/membership/{MEMBERSHIP}", "admin.africa")).status_code == 303


@pytest.mark.parametrize("query", ["", "status=open", "status=seated&as_of=2012-07-01", "member=false&as_of=2016"])
async def test_seats_are_those_of_the_api(console: Browsing, query: str) -> None:
    given = dict(pair.split("=") for pair in query.split("&") if pair)
    told = await console.public.told("/seats", **given)
    text = text_of(await console.page(f"/seats?{query}", "focal-point.arg"))
    assert f"{told['total']} state" in text
    assert str(MARIA) not in text
