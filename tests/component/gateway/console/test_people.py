"""The pages of people: inside the grant only, with the names that enrollment tells, by words where it tells none."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from services.gateway.entrypoints.console.areas.people import SEARCH
from shared.contracts.enrollment.person import ConsentGiven
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.story import ANNA, JUAN, MARIA, story

CANARY = "Ñandú-Canary"
IDENTITY = {
    "given_name": "María",
    "family_name": CANARY,
    "title": "Dr",
    "post": {"body": "A ministry", "title": "Head"},
}
NAME = f"Dr María {CANARY}"


@pytest.fixture
async def known(console: Browsing) -> AsyncIterator[Browsing]:
    """Enrollment tells Maria's name, that Juan's is erased, and of Anna that none is recorded."""
    persons: dict[str, Any] = {
        str(MARIA): {"identity": IDENTITY},
        str(JUAN): {"identity": {"erased": True}},
        str(ANNA): {"identity": {"unavailable": True, "why": "not-recorded"}},
    }
    console.public.names.answers["names"] = {"persons": persons, "more": False}
    yield console
    del console.public.names.answers["names"]


async def test_the_directory_names_whom_it_may_and_says_why_not(known: Browsing) -> None:
    text = text_of(await known.page("/people"))
    assert "3 alumni" in text
    assert NAME in text
    assert "erased" in text
    assert "name not recorded" in text
    assert known.public.names.asked[0][1]["purpose"] == "alumni-page"


async def test_counts_are_those_of_the_list_under_every_filter(known: Browsing) -> None:
    html = await known.page("/people")
    counted = html[html.index('id="counts"') :]
    paths = re.findall(r'<a href="(/people\?[^"]+)">[^<]*</a></th>\s*<td[^>]*>(\d+)<', counted)
    assert len(paths) == 5  # two states, one sector, two years
    for path, count in paths:
        assert f"{count} alumn" in text_of(await known.page(path)), path


async def test_only_people_of_the_own_states_are_there(known: Browsing) -> None:
    own = await known.page("/people", "admin.latin-america")
    assert "2 alumni" in text_of(own)
    assert str(ANNA) not in own
    assert "Kenya" not in own
    other = await known.page("/people", "admin.africa")
    assert "0 alumni" in text_of(other)
    assert not {str(MARIA), str(JUAN), NAME} & set(re.split(r'[/"<>]', other))
    assert (await known.open("/people", "reviewer")).status_code == 403
    assert (await known.open("/people", "operator")).status_code == 403


async def test_of_another_day_other_alumni_are_there(known: Browsing) -> None:
    assert "0 alumni" in text_of(await known.page("/people?as_of=2008-05-01"))
    assert "Nobody matches" in text_of(await known.page("/people?as_of=2008-05-01"))
    assert "3 alumni" in text_of(await known.page("/people?as_of=2008-06-01"))
    assert "1 alumnus" in text_of(await known.page("/people?year=2009"))
    assert 'href="/people/' in await known.page("/people?as_of=2008-06-01&state=KEN")


async def test_parts_come_alone(known: Browsing) -> None:
    for part in ("results", "counts"):
        answer = await known.open("/people?state=ARG", hx_request_type="partial", hx_target=f"section#{part}")
        assert answer.text.startswith(f'<section id="{part}"')


async def test_whoever_is_not_told_is_without_a_name(known: Browsing) -> None:
    known.public.names.answers["names"] = {"persons": {}, "more": False}
    text = text_of(await known.page("/people", "focal-point.arg"))
    assert "2 alumni" in text
    assert text.count("without a name for you") == 2


async def test_a_person_has_the_past_and_the_name(own_console: Browsing) -> None:
    feed = story()
    given = ConsentGiven(person=MARIA, purpose="directory")
    feed.say("person", MARIA, given, "2010", scopes=("secretariat", "state:ARG"))
    await own_console.public.hear(feed, len(story().said))
    own_console.public.names.answers["names"] = {"persons": {str(MARIA): {"identity": IDENTITY}}, "more": False}
    html = await own_console.page(f"/people/{MARIA}", "admin.latin-america")
    text = text_of(html)
    for told in (
        NAME,
        "Head , A ministry",
        "2007 \N{EN DASH} now justice",
        "First",
        "national, since 1 June 2012",
        "2010 \N{EN DASH} now",
    ):
        assert told in text, told
    assert "to be listed in the directory" in text
    assert "/record-post" in html
    then = text_of(await own_console.page(f"/people/{MARIA}?as_of=2007-12-31", "admin.latin-america"))
    assert "Took part in no seminar by this date." in then
    assert "Graduated from no seminar by this date." in then
    assert "No consent was recorded by this date." in then
    assert "/record-post" not in await own_console.page(f"/people/{MARIA}?as_of=2007-12-31", "admin.latin-america")


async def test_a_foreign_person_is_like_none(known: Browsing) -> None:
    absent = await known.open(f"/people/{uuid4()}", "admin.latin-america")
    for path in (f"/people/{ANNA}", "/people/seven", f"/person/{uuid4()}"):
        answer = await known.open(path, "admin.latin-america")
        if answer.status_code == 303:
            answer = await known.open(answer.headers["location"], "admin.latin-america")
        told = [re.sub(r'value="[^"]{60,}"|/people/[^"?]*', "", one.text) for one in (answer, absent)]
        assert (answer.status_code, told[0]) == (404, told[1])
    assert known.public.names.asked == []
    assert (await known.open(f"/people/{MARIA}", "operator")).status_code == 403


async def test_without_enrollment_the_page_is_there_without_the_name(known: Browsing) -> None:
    known.public.names.down = True
    text = text_of(await known.page(f"/people/{MARIA}"))
    assert "name unavailable" in text
    assert "2007 \N{EN DASH} now justice" in text
    assert text_of(await known.page("/people")).count("name unavailable") == 3


async def test_a_name_is_searched_by_form_and_stands_in_no_address(known: Browsing) -> None:
    names = known.public.names
    names.answers["names/search"] = {"persons": {str(MARIA): {"identity": IDENTITY}}, "more": True}
    answer = await known.send(SEARCH, {"text": "ñan"}, "auditor", form="/people")
    assert answer.status_code == 200
    text = text_of(answer.text)
    assert NAME in text
    assert "The first 1 person" in text
    assert f'href="/people/{MARIA}"' in answer.text
    assert names.asked[-1] == ("names/search", {"text": "ñan", "purpose": "search"})
    form = re.search(r'<form[^>]*action="/people/search"[^>]*>', answer.text)
    assert form
    assert 'method="post"' in form[0]
    assert "an=" not in answer.text.replace("lang=", "")
    again = await known.open(SEARCH)
    assert (again.status_code, again.headers["location"]) == (303, "/people")


async def test_a_search_that_cannot_be_is_refused_in_words(known: Browsing) -> None:
    asked = len(known.public.names.asked)
    for text in ("", " ", "a" * 300, "a\nb"):
        answer = await known.send(SEARCH, {"text": text}, form="/people")
        assert answer.status_code == 422
        assert "1 to 200 characters" in text_of(answer.text)
    stale = await known.send(SEARCH, {"text": "x", "csrf_token": "old"}, form="/people")
    assert stale.status_code == 409
    assert [path for path, _ in known.public.names.asked[asked:] if path == "names/search"] == []
    known.public.names.down = True
    away = await known.send(SEARCH, {"text": "mar"}, form="/people")
    assert away.status_code == 503
    assert 'value="mar"' in away.text


async def test_no_role_without_names_searches(known: Browsing) -> None:
    answer = await known.send(SEARCH, {"text": "mar"}, "operator", form="/")
    assert answer.status_code == 403


async def test_a_name_is_in_no_log(known: Browsing, capsys: pytest.CaptureFixture[str]) -> None:
    assert CANARY in (await known.page("/people"))
    await known.send(SEARCH, {"text": CANARY}, form="/people")
    known.public.names.answers["names"] = {"persons": {str(MARIA): {"identity": {"family_name": CANARY}}}}
    await known.page(f"/people/{MARIA}")
    written = capsys.readouterr()
    assert CANARY not in written.out + written.err
