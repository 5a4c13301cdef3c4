"""Meetings, mechanisms and partners: what their pages show at which dates."""

import pytest

from tests.component.gateway.console.browsing import Browsing, text_of
from tests.component.gateway.cooperation import work_together
from tests.component.gateway.public import hear
from tests.component.gateway.story import story

MEETINGS, MECHANISMS = "/networks/latin-america/meetings", "/networks/latin-america/mechanisms"


@pytest.fixture
async def working(own_console: Browsing) -> Browsing:
    """The story, and how its states work together."""
    feed = story()
    first = len(feed.said)
    work_together(feed)
    await hear(own_console.public.database, feed, first)
    return own_console


def rows(html: str) -> list[str]:
    """The rows of the list as a person reads them."""
    body = html.partition("<tbody")[2].partition("</tbody>")[0]
    return [" ".join(text_of(f"<tr{row}").split()).replace(" ,", ",") for row in body.split("<tr")[1:]]


async def test_a_meeting_names_who_came_and_who_stayed_away(working: Browsing) -> None:
    (row,) = rows(await working.page(f"{MEETINGS}?as_of=2014-12-31"))
    assert "5\u20136 May 2014" in row
    assert "Quito Host: Argentina" in row
    assert "2 states Argentina, Kenya Bolivia, Brazil" in row


async def test_nobody_is_called_absent_where_not_all_are_known_by_name(working: Browsing) -> None:
    assert rows(await working.page(MEETINGS))[1].endswith("3 states Argentina not known")


async def test_before_any_meeting_the_way_back_to_now_is_shown(working: Browsing) -> None:
    text = text_of(await working.page(f"{MEETINGS}?as_of=2013"))
    assert "0 meetings" in text
    assert "No meeting by this date." in text


async def test_a_mechanism_lists_its_institutions(working: Browsing) -> None:
    (row,) = rows(await working.page(MECHANISMS))
    assert (
        "National mechanism operating Argentina 1 May 2012 1 June 2012 15 institutions Justice, since 1 July 2012"
        in row
    )


async def test_a_partner_shows_each_agreement_with_its_periods(working: Browsing) -> None:
    hosting, support = rows(await working.page("/partners"))
    assert "host Host expired 2008 \u2013 1 January 2013" in hosting
    assert "supporter Support Latin America" in support
    assert "suspended 1 July 2012 \u2013 1 January 2014" in support


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", "1 partner"),
        ("?kind=host&status=in_force", "0 partners"),
        ("?kind=host&status=in_force&as_of=2010", "1 partner"),
    ],
)
async def test_partners_are_those_of_the_filters_and_the_date(working: Browsing, query: str, count: str) -> None:
    assert count in text_of(await working.page(f"/partners{query}"))


async def test_who_may_write_is_offered_the_act_and_only_today(working: Browsing) -> None:
    assert "/do/network/meetings?" in await working.page(MEETINGS)
    assert "/do/network/agreements?" in await working.page("/partners")
    assert "/do/network/meetings" not in await working.page(f"{MEETINGS}?as_of=2016")
    assert "/do/network/meetings" not in await working.page(MEETINGS, "auditor")
