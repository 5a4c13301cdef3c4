"""A fact entered and corrected through pages, as a person does it: both times are told, and the badge brings back the old."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk


def _sent(page: Page) -> None:
    """Check, then send."""
    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("History")


def _row(page: Page, state: str, known_at: str | None) -> str:
    """How a state stood at the end of 2014."""
    page.goto("/networks/latin-america?as_of=2014-12-31" + (f"&known_at={known_at}" if known_at else ""))
    return page.get_by_role("row").filter(has_text=state).inner_text()


@pytest.mark.parametrize(("scripts", "state", "iso3"), [(True, "Peru", "PER"), (False, "Uruguay", "URY")])
def test_a_correction_shows_both_times_and_the_old_picture_comes_back(
    desk: Desk, *, scripts: bool, state: str, iso3: str
) -> None:
    with desk.at("secretariat", scripts=scripts) as page:
        page.goto("/do/network/memberships/suspend")
        options = page.get_by_label("Membership").locator("option").filter(has_text=state)
        page.get_by_label("Membership").select_option(options.get_attribute("value"))
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("When it was true").fill("2014-06-01")
        _sent(page)
        history = page.url.partition("?")[0]
        page.goto(history)
        expect(page.locator("#count")).to_have_text("2 facts")
        known = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        page.get_by_role("checkbox", name=re.compile("suspended")).check()
        page.get_by_role("button", name="Correct or take back the chosen facts").click()
        page.get_by_label("When it was true").fill("2015-06-01")
        page.get_by_label("Reason").select_option("better-source")
        page.get_by_label("Source").select_option(index=1)
        _sent(page)
        page.goto(history)
        corrected = page.locator("ol.timeline > li").first
        expect(corrected).to_contain_text("1 June 2014 → 1 June 2015")
        expect(corrected).to_contain_text("A better source says otherwise")
        expect(corrected).to_contain_text("Source:")
        assert "suspended" not in _row(page, state, None)
        assert "suspended" in _row(page, state, known)
        expect(page.locator(".asof")).to_contain_text("As of 31 December 2014")
        expect(page.locator(".asof")).to_contain_text("recorded by")
        page.goto(f"/states/{iso3}")
        expect(page.locator("main")).to_contain_text("1 June 2015")
        page.goto(f"/states/{iso3}?known_at={known}")
        expect(page.locator("main")).not_to_contain_text("1 June 2015")
