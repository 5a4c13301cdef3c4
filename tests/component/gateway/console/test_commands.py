"""Writing through pages: form, check page, one command, and back to see it; and what is said when it cannot be."""

import json
import re
from typing import Any

import httpx
import pytest

from shared.contracts.ids import membership_id
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.story import LATIN_AMERICA, SOURCE

INVITE = "/do/network/memberships"
SUSPEND = f"/do/network/memberships/{membership_id(LATIN_AMERICA, 'ARG')}/suspend"
FILLED = {
    "network": str(LATIN_AMERICA),
    "state": "KEN",
    "occurred_on": "spring 2012",
    "source": str(SOURCE),
    "page": "3",
}


def hidden(html: str, name: str) -> str:
    """The value of a hidden field that travels with a form."""
    found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', html)
    assert found, name
    return found[1]


async def sent(
    console: Browsing, path: str, fields: dict[str, Any], act: str = "send", as_: str = "secretariat"
) -> httpx.Response:
    """A form opened, filled in and sent with one of its buttons."""
    html = await console.page(path, as_)
    beside = {"_key": hidden(html, "_key"), "_act": act}
    if 'name="_version"' in html:
        beside["_version"] = hidden(html, "_version")
    return await console.send(path, {**beside, **fields}, as_)


def answers(console: Browsing, path: str, status: int, body: dict[str, Any]) -> None:
    """What the service says to the command of that page."""
    console.public.network.answers[path.removeprefix("/do/network")] = httpx.Response(status, json=body)


async def test_a_form_is_checked_and_sent_as_one_command(console: Browsing) -> None:
    checked = await sent(console, INVITE, FILLED, "check")
    assert checked.status_code == 200
    text = text_of(checked.text)
    for words in ("Nothing is sent yet", "Latin America", "Ken", "spring 2012", "A press release"):
        assert words in text
    assert console.public.network.requests == []
    again = {name: hidden(checked.text, name) for name in (*FILLED, "_key", "csrf_token")}
    done = await console.send(INVITE, {**again, "_act": "send"})
    assert done.status_code == 303
    (request,) = console.public.network.requests
    assert (request.url.path, json.loads(request.content)) == ("/memberships", FILLED)
    assert request.headers["idempotency-key"] == again["_key"]
    assert "if-match" not in request.headers


async def test_the_page_after_it_waits_for_the_change(console: Browsing) -> None:
    id = membership_id(LATIN_AMERICA, "ARG")
    answers(console, SUSPEND, 200, {"kind": "membership", "id": str(id), "version": 9})
    done = await sent(console, SUSPEND, {})
    assert done.headers["location"] == f"/history/membership/{id}?pending=membership%2F{id}%409"
    assert "is being processed" in text_of(await console.page(done.headers["location"]))
    back = await sent(console, SUSPEND, {"_back": "/networks?status=active"})
    assert back.headers["location"].startswith("/networks?status=active&pending=membership")
    elsewhere = await sent(console, SUSPEND, {"_back": "//evil.example"})
    assert elsewhere.headers["location"].startswith("/history/")
    assert {request.headers["if-match"] for request in console.public.network.requests} == {'"1"'}


async def test_the_address_fills_in_what_it_names(console: Browsing) -> None:
    html = await console.page(f"{INVITE}?network={LATIN_AMERICA}&state=KEN&nonsense=1")
    assert f'<option value="{LATIN_AMERICA}" selected>' in html
    assert '<option value="KEN" selected>' in html
    assert 'name="nonsense"' not in html


async def test_what_is_wrong_is_said_above_and_beside_the_field(console: Browsing) -> None:
    answer = await sent(console, INVITE, {**FILLED, "state": "", "occurred_on": "yesterday"})
    assert answer.status_code == 422
    text = text_of(answer.text)
    assert 'href="#state"' in answer.text
    assert text.count("Fill this in.") == 2
    assert text.count("A date like 2012-03-29") == 2
    assert 'value="yesterday"' in answer.text
    assert console.public.network.requests == []


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("page", "x" * 201, "At most 200 characters."),
        ("page", "a\u202eb", "No control characters"),
        ("page", "a\x00b", "No control characters"),
        ("page", "two\nlines", "No control characters"),
        ("network", "1 or 1=1", "Choose one from the list."),
        ("state", "Kenya", "Choose one from the list."),
        ("occurred_on", "2012-02-31", "A date like 2012-03-29"),
    ],
)
async def test_hostile_values_are_refused_with_a_sentence(console: Browsing, field: str, text: str, said: str) -> None:
    answer = await sent(console, INVITE, {**FILLED, field: text})
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert console.public.network.requests == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ["KEN", "ARG"]},
        {"role": "secretariat"},
        {"version": "9"},
        {"state.0": "KEN"},
        {"_act": "explode"},
        {"_key": "mine"},
        {"_key": ""},
        {"_version": "-1"},
        {"_rows.state": "x"},
        {"_rows.nothing": "1"},
    ],
)
async def test_hostile_names_do_nothing(console: Browsing, fields: dict[str, Any]) -> None:
    answer = await sent(console, INVITE, {**FILLED, **fields})
    assert answer.status_code == 400
    assert "Nothing was changed" in text_of(answer.text)
    assert console.public.network.requests == []


async def test_a_rule_of_the_domain_is_told_in_words(console: Browsing) -> None:
    answers(console, SUSPEND, 409, {"code": "already-so"})
    answer = await sent(console, SUSPEND, {"page": "7"})
    assert answer.status_code == 409
    assert "It is so already" in text_of(answer.text)
    assert "There is nothing to do." in text_of(answer.text)
    assert 'name="page" value="7"' in answer.text


@pytest.mark.parametrize(("status", "code"), [(403, "forbidden"), (404, "not-found")])
async def test_what_the_service_does_not_let_one_do_keeps_what_was_written(
    console: Browsing, status: int, code: str
) -> None:
    answers(console, INVITE, status, {"code": code})
    answer = await sent(console, INVITE, FILLED)
    assert answer.status_code == status
    for name, text in FILLED.items():
        assert re.search(
            rf'name="{name}"[^>]*(?:value="{text}"|>.*?<option value="{text}" selected)', answer.text, re.DOTALL
        )


async def test_what_the_service_finds_wrong_stands_beside_its_field(console: Browsing) -> None:
    errors = [{"pointer": "/occurred_on", "rule": "in-the-future"}]
    answers(console, SUSPEND, 422, {"code": "in-the-future", "errors": errors})
    answer = await sent(console, SUSPEND, {"occurred_on": "2012"})
    assert answer.status_code == 422
    assert 'href="#occurred_on"' in answer.text
    assert text_of(answer.text).count("A fact cannot lie in the future") == 2


async def test_a_changed_object_shows_mine_and_theirs(console: Browsing) -> None:
    id = membership_id(LATIN_AMERICA, "BOL")
    path = f"/do/network/memberships/{id}/declare-intent"
    answers(console, path, 412, {"code": "stale-version", "version": 2})
    answer = await sent(console, path, {"_version": "1", "page": "12"})
    assert answer.status_code == 412
    text = text_of(answer.text)
    assert "What you wrote Page 12" in text
    assert "What was recorded meanwhile 2015 Membership lapsed" in text
    assert hidden(answer.text, "_version") == "2"


async def test_a_service_that_is_down_keeps_what_was_written(console: Browsing) -> None:
    console.public.network.down = True
    answer = await sent(console, INVITE, FILLED)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "What you wrote is kept" in text_of(answer.text)
    assert '<option value="KEN" selected>' in answer.text


async def test_a_form_of_another_session_is_shown_again(console: Browsing) -> None:
    html = await console.page(INVITE)
    other = hidden(await console.page(INVITE, "admin.latin-america"), "csrf_token")
    fields = {**FILLED, "_key": hidden(html, "_key"), "_act": "send", "csrf_token": other}
    answer = await console.send(INVITE, fields)
    assert answer.status_code == 409
    assert "Nothing was done" in text_of(answer.text)
    assert '<option value="KEN" selected>' in answer.text
    assert console.public.network.requests == []


async def test_a_double_submit_brings_the_same_key(console: Browsing) -> None:
    key = hidden(await console.page(INVITE), "_key")
    for _ in range(2):
        await console.send(INVITE, {**FILLED, "_key": key, "_act": "send"})
    assert {request.headers["idempotency-key"] for request in console.public.network.requests} == {key}


async def test_forms_are_for_roles_that_may(console: Browsing) -> None:
    assert (await console.open(INVITE, "auditor")).status_code == 403
    assert (await console.open("/do/network/memberships/suspend", "auditor")).status_code == 403
    assert (await console.open(INVITE, None)).status_code == 303
    html = await console.page(INVITE, "admin.latin-america")
    assert "Latin America" in html
    assert "African Union" not in html  # no network that is not theirs is offered


@pytest.mark.parametrize(
    "path",
    [
        "/do/network/memberships/not-an-id/suspend",
        "/do/network/memberships/00000000-0000-0000-0000-0000000000ff/suspend",
        "/do/network/memberships/explode",
        "/do/network/internal",
        "/do/atlantis/things",
    ],
)
async def test_what_is_not_there_is_not_found(console: Browsing, path: str) -> None:
    assert (await console.open(path)).status_code == 404
