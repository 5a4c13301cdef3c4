"""The register as table and map, and the page of a state: the same facts as the API tells, to everybody who may."""

import re

import pytest

from shared.contracts.ids import membership_id
from shared.contracts.network.dispute import FactDisputed
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA, SOURCE, story

ROLES = ("secretariat", "admin.africa", "focal-point.arg", "auditor", "reviewer")
LINKS = re.compile(r'<(?:th[^>]*|li)><a href="/states/([A-Z]{3})')


def linked(html: str) -> list[str]:
    """The states of the table, in its order."""
    return LINKS.findall(html)


@pytest.mark.parametrize(
    "query", ["", "?as_of=2013-07-31", "?as_of=2008-01-01", "?network=latin-america", "?year=2008", "?took_part=false"]
)
async def test_the_table_names_the_states_of_the_api(console: Browsing, query: str) -> None:
    given = dict(pair.split("=") for pair in query[1:].split("&") if pair)
    told = await console.public.told("/states", **given, sort="name", language="en")
    for role in ROLES:
        html = await console.page(f"/states{query}", role)
        assert linked(html) == [row["iso3"] for row in told["items"]]
        assert f"{told['total']} state" in text_of(html)


async def test_without_a_sprite_the_map_is_the_table_and_says_so(console: Browsing) -> None:
    html = await console.page("/states?view=map&region=africa")
    assert linked(html) == ["KEN"]
    assert "The map is not built" in text_of(html)


async def test_filters_stay_in_every_link_with_the_dates(console: Browsing) -> None:
    html = await console.page("/states?as_of=2013&network=latin-america")
    assert 'href="/states?network=latin-america&amp;as_of=2013&amp;view=map"' in html
    assert 'href="/states/ARG?as_of=2013"' in html
    assert '<option value="latin-america" selected>' in html


async def test_nothing_found_says_what_to_do(console: Browsing) -> None:
    text = text_of(await console.page("/states?region=eastern-europe"))
    assert "0 states" in text
    assert "Show all states" in text


async def test_the_silent_are_shown_with_their_last_act(console: Browsing) -> None:
    text = text_of(await console.page("/states?silent=12"))
    assert "Last own act" in text
    assert "Milestone planned" in text


@pytest.mark.parametrize(
    "query",
    [
        "?region=Africa",
        "?view=globe",
        "?network=" + "a" * 300 + "_",
        "?year=20088",
        "?year=2008&year=",
        "?network=%E2%80%AElatin",
        "?edition=a--b",
        "?took_part=perhaps",
        "?cursor=abc",
    ],
)
async def test_a_hostile_parameter_is_refused_or_nothing(console: Browsing, query: str) -> None:
    response = await console.open(f"/states{query}")
    assert response.status_code in {200, 400}
    assert "\u202e" not in text_of(response.text)
    assert (response.status_code == 200) == (query == "?year=2008&year=")


async def test_parts_come_alone(console: Browsing) -> None:
    for path, part in (("/states", "results"), ("/states/ARG", "timeline")):
        response = await console.open(path, hx_request_type="partial", hx_target=f"section#{part}")
        assert response.text.strip().startswith(f'<section id="{part}"')


async def test_a_state_shows_what_is_recorded_and_links_its_evidence(console: Browsing) -> None:
    html = await console.page("/states/ARG?as_of=2013-07-31")
    text = text_of(html)
    for said in (
        "Latin America",
        "29\u201330 March 2012 \u2013 now",
        "A press release",
        "2 alumni",
        "First",
        "A mechanism",
    ):
        assert said in text
    assert f'href="/history/membership/{membership_id(LATIN_AMERICA, "ARG")}?as_of=2013-07-31"' in html
    told = await console.public.items("/states/ARG/timeline", as_of="2013-07-31")
    assert re.findall(r'<li id="event-([0-9a-f-]{36})"', html) == [item["event_id"] for item in told]
    assert "00000000-0000-0000-0000-000000000007" in html  # who recorded it


async def test_who_may_not_know_is_not_told(console: Browsing) -> None:
    text = text_of(html := await console.page("/states/ARG", "admin.africa"))
    assert "alumni" not in text
    assert "00000000-0000-0000-0000-000000000007" not in html
    assert "Became an alumnus" not in text
    assert "/history/initiative/" not in html
    assert "2 alumni" in text_of(await console.page("/states/ARG", "focal-point.arg"))


async def test_a_state_before_its_time_has_nothing_recorded(console: Browsing) -> None:
    text = text_of(await console.page("/states/ARG?as_of=1900"))
    assert "was not in the register on that day" in text
    assert "Nothing recorded by this date" in text
    assert "Back to now" in text


@pytest.mark.parametrize(
    "path", ["/states/XXX", "/states/arg", "/states/ARGX", "/states/%E2%80%AEAR", "/states/" + "A" * 3000]
)
async def test_an_unknown_state_and_a_malformed_one_are_the_same(console: Browsing, path: str) -> None:
    response = await console.open(path)
    assert response.status_code == 404
    assert "There is no such page" in response.text


async def test_sources_that_disagree_are_both_shown(own_console: Browsing) -> None:
    feed = story()
    first = len(feed.said)
    about = membership_id(LATIN_AMERICA, "ARG")
    disputed = FactDisputed(about_kind="membership", about_id=about, text="Joined in 2014")
    feed.say("dispute", about, disputed, "2014", source=SOURCE)
    public: Public = own_console.public
    await public.hear(feed, first)
    text = text_of(await own_console.page("/states/ARG?as_of=2013-07-31"))
    assert "29\u201330 March 2012 \u2013 now A press release" in text
    assert "sources differ Joined in 2014" in text
