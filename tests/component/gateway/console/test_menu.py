"""The page of everything to do: all commands of a role from one page, and a form behind each."""

import html
import re

import pytest

from services.gateway.application.forms.menu import Act, Menu
from services.gateway.entrypoints.console.writing.commands import OWN_FORMS
from services.gateway.entrypoints.serve import frozen
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.story import INITIATIVE

MENU = Menu(frozen())
ROLES = {"secretariat": "secretariat", "admin.latin-america": "regional_admin", "focal-point.arg": "focal_point"}


def address(act: Act) -> str:
    return OWN_FORMS.get(act.operation, act.address())


@pytest.mark.parametrize("account", ROLES)
async def test_every_command_of_a_role_is_reachable_from_one_page(console: Browsing, account: str) -> None:
    page = await console.page("/do", account)
    linked = set(re.findall(r'<li><a href="(/(?:do/|seminars/plan)[^"]*)"', page))
    assert linked == {address(act) for act in MENU.of(ROLES[account])}
    assert linked


@pytest.mark.parametrize("account", ["auditor", "operator", "reviewer"])
async def test_who_only_reads_is_told_so(console: Browsing, account: str) -> None:
    text = text_of(await console.page("/do", account))
    assert "Your role reads only" in text


async def test_each_command_has_a_form_or_a_page_where_its_object_is_chosen(console: Browsing) -> None:
    for act in MENU.of("secretariat"):
        response = await console.open(address(act))
        assert response.status_code == 200, act.operation
        assert '<form class="form" method="post"' in response.text, act.operation
        assert "&lt;" not in response.text, act.operation  # no template shows the inside of a program


async def test_the_past_is_recorded_in_a_part_of_its_own(console: Browsing) -> None:
    text = text_of(await console.page("/do"))
    now, past = text.split("Record the past", 1)
    assert "Invite a state" in now
    assert "Record a membership of the past" not in now
    assert "Record a membership of the past" in past


async def test_an_object_is_chosen_by_its_name_among_those_for_which_it_is_possible(console: Browsing) -> None:
    page = await console.page("/do/network/initiatives/pause")
    assert "A mechanism" in text_of(page)
    chosen = await console.send("/do/network/initiatives/pause", {"id": str(INITIATIVE)})
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"/do/network/initiatives/{INITIATIVE}/pause")
    assert "There is none for which this is possible now." in text_of(
        await console.page("/do/network/initiatives/close")
    )
    missing = await console.send("/do/network/initiatives/pause", {})
    assert missing.status_code == 422
    assert (await console.send("/do/network/initiatives/pause", {"id": "../x"})).status_code == 404


async def test_persons_are_found_by_name_and_only_by_post(console: Browsing) -> None:
    path = "/do/enrollment/persons/leave-post"
    assert "<option" not in await console.page(path)
    person = "00000000-0000-0000-0000-0000000000e0"
    told = {"given_name": "Canary", "family_name": "Name", "title": None, "post": None}
    console.public.names.answers["names/search"] = {"persons": {person: {"identity": told}}, "more": False}
    found = await console.send(path, {"text": "Can"})
    assert f'<option value="{person}">Canary Name</option>' in html.unescape(found.text)
    assert console.public.names.asked[-1][0] == "names/search"
    chosen = await console.send(path, {"id": person})
    assert chosen.headers["location"] == f"/do/enrollment/persons/{person}/leave-post"


async def test_lists_grow_by_a_button_and_keep_what_was_written(console: Browsing) -> None:
    path = "/do/enrollment/seminars/record"
    page = await console.page(path)
    key = re.search(r'name="_key" value="([^"]+)"', page)
    assert key
    fields = {
        "_key": key[1],
        "parts.0.code": "first",
        "capacity.participant": "25",
        "_rows.parts": "3",
        "_more": "parts",
    }
    grown = await console.send(path, fields)
    assert grown.status_code == 200
    assert 'name="parts.5.code"' in grown.text
    assert 'name="parts.0.code" value="first"' in grown.text
    assert 'name="capacity.participant" value="25"' in grown.text


async def test_a_milestone_is_chosen_by_its_title(console: Browsing) -> None:
    page = await console.page(f"/do/network/initiatives/{INITIATIVE}/reach-milestone")
    assert '<option value="first">A first step</option>' in page
    new = await console.page(f"/do/network/initiatives/{INITIATIVE}/plan-milestone")
    assert '<input type="text" id="code" name="code"' in new


async def test_a_form_says_when_it_is_not_possible_now(console: Browsing) -> None:
    text = text_of(await console.page(f"/do/network/initiatives/{INITIATIVE}/close"))
    assert "Not possible as it is now: under way." in text
    assert "Not possible" not in text_of(await console.page(f"/do/network/initiatives/{INITIATIVE}/pause"))
