"""Lists of states in the viewer's alphabet, with pages, at any two dates; and no key of it in an answer."""

from typing import Any

import pytest

from shared.contracts.ids import membership_id, seat_id, state_id
from shared.contracts.network.focal_point_seat import FocalPointSeatOpened
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.network.state import Names, StateListed, StateRenamed
from tests.component.gateway.public import Public
from tests.component.gateway.story import LATIN_AMERICA, story
from tests.support.feed import Feed

NAMES = {
    "AUT": ("Austria", "Austria", "Autriche", "Áustria", "النمسا"),
    "ECU": ("Ecuador", "Ecuador", "Équateur", "Equador", "إكوادور"),
    "ESP": ("Spain", "España", "Espagne", "Espanha", "إسبانيا"),
    "EST": ("Estonia", "Estonia", "Estonie", "Estônia", "إستونيا"),
    "ETH": ("Ethiopia", "Etiopía", "Éthiopie", "Etiópia", "إثيوبيا"),
    "RUS": ("Russia", "Rusia", "Russie", "Rússia", "الاتحاد الروسي"),
    "JOR": ("Jordan", "Jordania", "Jordanie", "Jordânia", "الأردن"),
}
ORDERED = {
    "en": ["AUT", "ECU", "EST", "ETH", "JOR", "RUS", "ESP"],
    "es": ["AUT", "ECU", "ESP", "EST", "ETH", "JOR", "RUS"],
    "fr": ["AUT", "ECU", "ESP", "EST", "ETH", "JOR", "RUS"],
    "pt": ["AUT", "ECU", "ESP", "EST", "ETH", "JOR", "RUS"],
    "ar": ["RUS", "ETH", "JOR", "ESP", "EST", "ECU", "AUT"],
}


def _more() -> tuple[Feed, int]:
    feed = story()
    heard = len(feed.said)
    for iso3, names in NAMES.items():
        said = Names(**dict(zip(("en", "es", "fr", "pt", "ar"), names, strict=True)))
        feed.say("state", state_id(iso3), StateListed(iso3=iso3, iso2=iso3[:2], names=said, region="africa"), "1946")
        pair = {"network": LATIN_AMERICA, "state": iso3}
        feed.say("membership", membership_id(LATIN_AMERICA, iso3), MembershipActivated(**pair), "2013")
        feed.say("seat", seat_id(LATIN_AMERICA, iso3), FocalPointSeatOpened(**pair), "2013")
    other = Names(**dict(zip(("en", "es", "fr", "pt", "ar"), NAMES["RUS"], strict=True)) | {"en": "Aland"})
    feed.say("state", state_id("RUS"), StateRenamed(iso3="RUS", names=other), "2015")
    return feed, heard


@pytest.fixture
async def listed(own: Public) -> Public:
    feed, heard = _more()
    await own.hear(feed, heard)
    return own


async def _pages(public: Public, path: str, **given: Any) -> list[str]:
    found: list[str] = []
    page = await public.told(path, limit=3, **given)
    found += [item["state"] for item in page["items"]]
    while page["next"]:
        page = await public.told(path, limit=3, cursor=page["next"], **given)
        found += [item["state"] for item in page["items"]]
    return [state for state in found if state in NAMES]


@pytest.mark.parametrize("language", ORDERED)
@pytest.mark.parametrize(
    "path", ["/states", "/networks/latin-america/members", "/networks/latin-america/seats", "/seats"]
)
async def test_states_come_in_the_alphabet_of_the_language(listed: Public, path: str, language: str) -> None:
    assert await _pages(listed, path, sort="name", language=language, as_of="2014") == ORDERED[language]


async def test_without_a_language_it_is_english_and_without_an_order_the_code(listed: Public) -> None:
    assert await _pages(listed, "/states", sort="name", as_of="2014") == ORDERED["en"]
    assert await _pages(listed, "/states", as_of="2014") == sorted(NAMES)


async def test_a_state_stands_where_its_name_of_that_date_does(listed: Public) -> None:
    assert (await _pages(listed, "/states", sort="name", as_of="2016"))[0] == "RUS"


async def test_no_answer_shows_the_keys(listed: Public) -> None:
    history = f"/history/state/{state_id('RUS')}"
    for path in ("/states", "/states/RUS", history):
        assert "alphabet" not in (await listed.get(path)).text
