"""The questions of the brief, answered by pages: S1 to S21; S22 and S23 are about claims and loading."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk

BRIEF = "as_of=2013-07-31"
COUNTED = {
    "S1 nobody before May 2008": ("/states?took_part=true&as_of=2008-05-11", "0 states"),
    "S2 sixty states took part": (f"/states?took_part=true&{BRIEF}", "60 states"),
    "S3 forty-nine by November 2012": ("/states?took_part=true&as_of=2012-11-30", "49 states"),
    "S7 members after the launch": ("/networks/latin-america?as_of=2012-04-01", "18 states"),
    "S7 members by the end of 2015": ("/networks/latin-america?as_of=2015-12-31", "17 states"),
    "S11 ten initiatives": (f"/initiatives?{BRIEF}", "10 initiatives"),
    "S11 two of them documented": (f"/initiatives?{BRIEF}&synthetic=exclude", "2 initiatives"),
    "S5 alumni": (f"/people?{BRIEF}", "255 alumni"),
}
TOLD = {
    "S6 launched in spring 2012": (f"/networks/latin-america?{BRIEF}", ["29\u201330 March 2012", "launched"]),
    "S8 sources that differ": ("/states/BOL", ["sources differ"]),
    "S9 who started it": (
        f"/networks/latin-america?{BRIEF}",
        ["Argentina", "Chile", "Panama", "Brazil", "Auschwitz Institute"],
    ),
    "S13 a cycle in two parts": (
        "/seminars/latin-america-2?as_of=2016-12-31",
        ["12\u201319 October 2014", "25\u201328 May 2015"],
    ),
    "S16 the African network": ("/networks/african-union", ["under development"]),
    "S17 the military edition": ("/editions", ["U.S. Military"]),
    "S18 the partner and the sectors of the global edition": (
        f"/editions?{BRIEF}",
        [
            "Office on the Prevention of Genocide",
            "co-organiser",
            "justice",
            "defence",
            "foreign affairs",
            "human rights",
        ],
    ),
}


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """The secretariat's, without scripts."""
    with desk.at("secretariat", scripts=False) as page:
        yield page


@pytest.mark.parametrize("question", COUNTED)
def test_a_count(page: Page, question: str) -> None:
    address, told = COUNTED[question]
    page.goto(address)
    expect(page.locator("#count").first).to_contain_text(told)


@pytest.mark.parametrize("question", TOLD)
def test_words(page: Page, question: str) -> None:
    address, told = TOLD[question]
    page.goto(address)
    for words in told:
        expect(page.locator("main")).to_contain_text(words)


def test_s4_thirty_six_of_them_are_documented(page: Page) -> None:
    page.goto(f"/states?took_part=true&{BRIEF}&synthetic=exclude")
    expect(page.locator("#count").first).to_contain_text("36 states")


def test_s10_at_launch_every_focal_point_was_due(page: Page) -> None:
    page.goto("/networks/latin-america?as_of=2012-04-01")
    expect(page.locator("#members tbody tr")).to_have_count(18)
    expect(page.locator("#members tbody td[data-label='Focal point'] .tag")).to_have_text(["due"] * 18)


def test_s12_two_states_stayed_away_from_the_first_training(page: Page) -> None:
    page.goto(f"/seminars/latin-america-1?{BRIEF}")
    absent = page.locator("main tr", has_text="absent")
    expect(absent).to_have_count(2)
    assert {name for name in ("Argentina", "Panama") for row in absent.all_inner_texts() if name in row} == {
        "Argentina",
        "Panama",
    }


def test_s14_the_meetings_of_focal_points(page: Page) -> None:
    page.goto("/networks/latin-america/meetings")
    rows = page.locator("#meetings tbody tr")
    expect(rows).to_have_count(5)
    told = [" ".join(text.split()) for text in rows.all_inner_texts()]
    for text, words in zip(
        told,
        (
            ("28\u201329 November 2016", "Quito"),
            ("16\u201317 October 2017", "New York"),
            ("28 October 2019", "Asunci\u00f3n"),
            ("21 October 2021", "online", "Costa Rica", "12 states"),
            ("26\u201327 October 2022", "Mexico City", "10 states", "not known"),
        ),
        strict=True,
    ):
        assert [word for word in words if word not in text] == []


def test_s15_the_members_absent_from_the_twelfth(page: Page) -> None:
    page.goto("/networks/latin-america/meetings")
    absent = page.locator("#meetings tbody tr", has_text="Twelfth").locator("td[data-label=Absent] a")
    assert absent.all_inner_texts() == ["Chile", "Colombia", "Dominican Republic", "Nicaragua", "Peru", "Venezuela"]


def test_s19_a_later_edition_is_known_by_its_head_count(page: Page) -> None:
    page.goto("/seminars?edition=global-government&year=2018")
    page.locator("#results tbody th a").click()
    counted = page.locator("#cohort ~ ul li")
    expect(counted.filter(has_text="participant")).to_contain_text("21 people")
    expect(counted.filter(has_text="fellow")).to_contain_text("6 people")
    expect(counted.filter(has_text="observer")).to_contain_text("4 people")


def test_s20_partners_and_their_kinds(page: Page) -> None:
    page.goto(f"/partners?{BRIEF}")
    told = page.locator("#partners")
    for partner, kind in (
        ("Auschwitz-Birkenau State Museum", "host"),
        ("United Nations Office", "co-organiser"),
        ("chief nonprofit partner", "chief partner"),
        ("U.S. Army", "school"),
        ("Atrocities Prevention Board", "beneficiary"),
        ("African Union Commission", "agreement"),
    ):
        expect(told.locator("tbody tr", has_text=partner).locator("td[data-label=Kind]").first).to_have_text(kind)


def test_s21_instructors_have_a_role_of_their_own(desk: Desk, page: Page) -> None:
    counted = desk.living.get("/seminars/global-2008-05", as_of="2013-07-31")["counts"]["instructor"]["total"]
    assert counted > 0
    page.goto(f"/seminars/global-2008-05?{BRIEF}")
    row = page.locator("main tr", has=page.get_by_role("rowheader", name="instructor"))
    expect(row.locator("td[data-label=Persons]")).to_contain_text(str(counted))
