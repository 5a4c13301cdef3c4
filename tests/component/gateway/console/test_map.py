"""The map: the same states as the table and the API, each a shape of the sprite with its label and its link."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.gateway.adapters.assets import MANIFEST, Built, Manifest
from services.gateway.entrypoints.console.areas import map_frames
from shared.store.database import Database
from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.public import Tokens, opened
from tests.support.platform import ServiceDatabase

SPRITE = "map.0123456789ab.svg"
SHAPE = re.compile(
    r'<a href="/states/([A-Z]{3})[^"]*"><title>([^<]*)</title><use class="(\w+)" href="/assets/map[^#]*#([A-Z]{3})"/>'
)
OUTSIDE = re.compile(r'(?<!</title>)<use class="other" href="/assets/map[^#]*#([A-Z]{3})"/>')


@pytest.fixture
async def drawn(told: tuple[ServiceDatabase, Tokens], tmp_path: Path) -> AsyncIterator[Browsing]:
    """The console of an installation whose map is built."""
    (tmp_path / SPRITE).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / MANIFEST).write_text(Manifest(files={"map.svg": Built(file=SPRITE)}).model_dump_json())
    made, tokens = told
    async with Database(made.app, made.app_password, size=3) as database, opened(database, tokens, tmp_path) as public:
        yield Browsing(public)


@pytest.mark.parametrize(
    "query", ["", "as_of=2013-07-31", "network=latin-america", "year=2008", "took_part=false", "region=africa"]
)
async def test_map_table_and_api_name_the_same_states(drawn: Browsing, query: str) -> None:
    given = dict(pair.split("=") for pair in query.split("&") if pair)
    html = await drawn.page(f"/states?view=map&{query}")
    shapes = SHAPE.findall(html)
    placed = (await drawn.public.told("/map/states", **given, sort="name"))["items"]
    listed = await drawn.public.items("/states", **given, sort="name")
    assert [(link, use) for link, _, _, use in shapes] == [(place["iso3"], place["iso3"]) for place in placed]
    assert [link for link, *_ in shapes] == [row["iso3"] for row in listed]
    classes = {"member": "member", "pending": "pending", "took_part": "part", "none": "none"}
    assert [mark for _, _, mark, _ in shapes] == [classes[place["standing"]] for place in placed]
    assert sorted(OUTSIDE.findall(html) + [link for link, *_ in shapes]) == ["ARG", "BOL", "BRA", "KEN"]
    assert f"{len(placed)} state" in text_of(html)


async def test_each_shape_is_named_with_where_it_stands(drawn: Browsing) -> None:
    names = {link: title for link, title, *_ in SHAPE.findall(await drawn.page("/states?view=map"))}
    assert names == {
        "ARG": "Arg: member",
        "BOL": "Bol: none of these",
        "BRA": "Bra: member",
        "KEN": "Ken: took part, not a member",
    }


async def test_it_shows_the_region_of_its_states_and_says_what_borders_mean(drawn: Browsing) -> None:
    html = await drawn.page("/states?view=map&region=africa")
    assert f'viewBox="{map_frames.REGIONS["africa"]}"' in html
    assert "no opinion on the legal status of any territory" in text_of(html)
    assert f'viewBox="{map_frames.WORLD}"' in await drawn.page("/states?view=map")


def test_a_frame_is_that_of_one_region_or_the_world() -> None:
    assert map_frames.frame(["africa", "africa"]) == map_frames.REGIONS["africa"]
    assert map_frames.frame(["africa", "asia-pacific"]) == map_frames.WORLD
    assert map_frames.frame(["western-europe-and-others"]) == map_frames.WORLD
    assert map_frames.frame([]) == map_frames.WORLD
