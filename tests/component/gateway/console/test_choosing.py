"""What the fields of forms offer: persons by name and only by POST, objects of a kind that is said first, accounts."""

from typing import Any

from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.console.test_commands import hidden
from tests.component.gateway.story import LATIN_AMERICA, MARIA

PROPOSE = "/do/network/initiatives"
DISPUTE = "/do/network/disputes"
NAME = {"given_name": "Canary", "family_name": "Name", "title": None, "post": None}


async def posted(console: Browsing, path: str, fields: dict[str, Any], as_: str = "secretariat") -> Any:
    key = hidden(await console.page(path, as_), "_key")
    return await console.send(path, {"_key": key, **fields}, as_)


async def test_a_person_is_searched_within_the_form_and_what_was_written_stays(console: Browsing) -> None:
    console.public.names.answers["names/search"] = {"persons": {str(MARIA): {"identity": NAME}}, "more": False}
    fields = {"title": "A law", "_find.proposer": "Can", "_act": "find"}
    found = await posted(console, PROPOSE, fields)
    assert found.status_code == 200
    assert f'<option value="{MARIA}">Canary Name</option>' in found.text
    assert 'name="title" value="A law"' in found.text
    assert console.public.names.asked[-1] == ("names/search", {"text": "Can", "purpose": "search"})


async def test_a_name_without_a_choice_is_searched_first_when_the_form_is_checked(console: Browsing) -> None:
    console.public.names.answers["names/search"] = {"persons": {str(MARIA): {"identity": NAME}}, "more": False}
    found = await posted(console, PROPOSE, {"_find.proposer": "Can", "_act": "check"})
    assert found.status_code == 200
    assert "Canary Name" in found.text
    assert "There is a problem" not in found.text


async def test_a_chosen_person_is_named_on_the_check_page(console: Browsing) -> None:
    console.public.names.family_name = "Name"
    fields = {
        "network": str(LATIN_AMERICA),
        "state": "ARG",
        "kind": "policy",
        "title": "A law",
        "proposer_kind": "focal-point",
        "proposer": str(MARIA),
    }
    text = text_of((await posted(console, PROPOSE, fields)).text)
    assert "Proposed by A Name" in text
    assert str(MARIA) not in text


async def test_without_names_the_search_keeps_what_was_written(console: Browsing) -> None:
    console.public.names.down = True
    answer = await posted(console, PROPOSE, {"title": "A law", "_find.proposer": "Can", "_act": "find"})
    assert answer.status_code == 503
    assert 'name="title" value="A law"' in answer.text


async def test_objects_are_offered_once_their_kind_is_said(console: Browsing) -> None:
    assert "Choose the kind of object first" in text_of(await console.page(DISPUTE))
    shown = await posted(console, DISPUTE, {"about_kind": "network", "_act": "find"})
    assert f'<option value="{LATIN_AMERICA}">Latin America</option>' in shown.text
    address = f"{DISPUTE}?about_kind=network&about_id={LATIN_AMERICA}"
    assert f'<option value="{LATIN_AMERICA}" selected>Latin America</option>' in await console.page(address)


async def test_accounts_are_offered_by_name(console: Browsing) -> None:
    assert ">admin.africa</option>" in await console.page("/do/gateway/access-grants")
    assert ">admin.africa · regional_admin</option>" in await console.page("/do/gateway/access-grants/revoke")
