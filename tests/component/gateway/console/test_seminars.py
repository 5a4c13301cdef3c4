"""Seminars and editions: what their pages show at which dates, to whom."""

import re

import pytest

from shared.contracts.enrollment.seminar import SeminarPlanned
from shared.contracts.ids import state_id
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.story import EDITION, SEMINAR

ROLES = ("secretariat", "admin.latin-america", "focal-point.arg", "auditor", "reviewer")
LINKS = re.compile(r'<th[^>]*><a href="/seminars/([a-z0-9-]+)')


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["first"]),
        ("?as_of=2013-07-31", ["first"]),
        ("?as_of=2007", []),
        ("?edition=global-government&year=2008&status=completed", ["first"]),
        ("?year=2009", []),
        ("?country=POL", ["first"]),
        ("?country=Ken", []),
        ("?state=ARG", ["first"]),
    ],
)
async def test_the_list_is_that_of_the_filters_and_the_date(console: Browsing, query: str, slugs: list[str]) -> None:
    for role in ROLES:
        html = await console.page(f"/seminars{query}", role)
        assert LINKS.findall(html) == slugs
        assert f"{len(slugs)} seminar" in text_of(html)


async def test_a_name_that_is_no_state_is_refused(console: Browsing) -> None:
    response = await console.open("/seminars?country=Nowhere")
    assert response.status_code == 400
    assert "Part of the address: country" in text_of(response.text)


async def test_planning_is_offered_to_those_who_may_and_never_in_the_past(console: Browsing) -> None:
    assert 'href="/seminars/plan"' in await console.page("/seminars")
    assert 'href="/seminars/plan"' in await console.page("/seminars", "admin.africa")
    assert 'href="/seminars/plan"' not in await console.page("/seminars", "auditor")
    assert "/seminars/plan" not in await console.page("/seminars?as_of=2013-07-31")


async def test_each_number_of_an_edition_opens_its_list(console: Browsing) -> None:
    html = await console.page("/editions?as_of=2013-07-31")
    (href,) = set(re.findall(r'href="(/states\?[^"]+)"', html)) - {"/states?as_of=2013-07-31"}
    listed = text_of(await console.page(href.replace("&amp;", "&")))
    assert "2 states" in listed
    assert "2 Global, 2008 1 documented, 1 synthetic" in text_of(html)


async def test_a_seminar_shows_its_cohort_in_numbers(console: Browsing) -> None:
    text = text_of(await console.page("/seminars/first?as_of=2013-07-31"))
    assert "12\u201319 May 2008" in text
    assert "participant 25 3 0 documented, 3 synthetic" in text
    assert "Kenya present synthetic participant: 1" in text
    assert "Seminar completed" in text
    assert "Source: A press release" in text


async def test_counts_of_others_are_not_shown_as_none(console: Browsing) -> None:
    text = text_of(await console.page("/seminars/first", "admin.africa"))
    assert "2 states took part" in text
    assert "participant 25 not shown to your role" in text
    assert "participant: 2" not in text
    assert "Graduations" not in text


async def test_parts_come_alone(console: Browsing) -> None:
    for path, part in (("/seminars", "results"), ("/editions", "editions"), ("/seminars/first", "timeline")):
        response = await console.open(path, hx_request_type="partial", hx_target=f"section#{part}")
        assert response.text.strip().startswith(f'<section id="{part}"')


@pytest.mark.parametrize(
    "path", ["/seminars/nowhere", "/seminars/First", "/seminars/" + "a" * 3000, f"/seminars/{EDITION}"]
)
async def test_an_unknown_seminar_and_a_malformed_one_are_the_same(console: Browsing, path: str) -> None:
    response = await console.open(path)
    assert response.status_code == 404
    assert "There is no such page" in response.text


async def test_a_seminar_of_yesterday_is_not_there_the_day_before(console: Browsing) -> None:
    assert (await console.open("/seminars/first?as_of=2008-05-11")).status_code == 404
    assert (await console.open("/seminars/first?as_of=2008-05-12")).status_code == 200


async def test_one_that_has_not_arrived_is_waited_for_in_the_list(console: Browsing) -> None:
    pending = f"seminar/{state_id('QQQ')}@1"
    response = await console.open(f"/seminars/not-yet?pending={pending}")
    assert (response.status_code, response.headers["location"].replace("%2F", "/").replace("%40", "@")) == (
        303,
        f"/seminars?pending={pending}",
    )
    assert "being processed" in text_of(await console.page(f"/seminars?pending={pending}"))
    arrived = text_of(await console.page(f"/seminars/first?pending=seminar/{SEMINAR}@1"))
    assert "being processed" not in arrived


async def test_a_title_cannot_turn_the_page_around(own_console: Browsing) -> None:
    """Nothing hides in a published text; what is Arabic stands in an element of its own."""
    with pytest.raises(ValueError, match="invisible"):
        SeminarPlanned(edition=EDITION, slug="x", title="\u202eevil", parts=(), capacity={})
    html = await own_console.page("/seminars/first")
    assert "<h1><bdi>First</bdi>" in html
