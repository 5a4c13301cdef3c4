"""The task table of console.md 1: each role does its task within its clicks, by mouse and by keyboard, with scripts and without."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.hand import WAYS, Hand, Way
from tests.support.poison import unwritable


def _heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


@WAYS
@pytest.mark.parametrize(
    "account", ["secretariat", "admin.latin-america", "focal-point.arg", "reviewer", "auditor", "operator"]
)
def test_everybody_sees_what_needs_them_today(desk: Desk, account: str, way: Way) -> None:
    with desk.at(account, scripts=way.scripts) as page:
        hand = Hand(page, way)
        _heading(page, "What needs you today")
        assert hand.clicks == 0


@WAYS
def test_an_admin_sees_the_members_on_a_date_as_recorded_by_another(desk: Desk, way: Way) -> None:
    with desk.at("admin.latin-america", scripts=way.scripts) as page:
        hand = Hand(page, way)
        form = page.locator("#members-on-a-date")
        form.get_by_label("True on").fill("2012-04-01")
        form.get_by_label("Recorded by").fill("2100-01-01")
        hand.press(form.get_by_role("button"))
        expect(page.locator("#count")).to_have_text("18 states")
        expect(page.locator(".asof")).to_contain_text("As of 1 April 2012")
        assert hand.clicks <= 2


@WAYS
def test_an_admin_sees_which_states_are_silent_and_why(desk: Desk, way: Way) -> None:
    with desk.at("admin.latin-america", scripts=way.scripts) as page:
        hand = Hand(page, way)
        hand.link(re.compile("Open the list.*silent", re.IGNORECASE), "main")
        expect(page.locator("#count")).to_contain_text("state")
        hand.press(page.locator("tbody th a").first)
        expect(page.locator(".timeline").first).to_be_visible()
        assert hand.clicks <= 2


@WAYS
def test_an_admin_plans_a_seminar(desk: Desk, way: Way) -> None:
    title = f"Seminar {uuid4().hex[:8]}"
    with desk.at("admin.latin-america", scripts=way.scripts) as page:
        hand = Hand(page, way)
        hand.link("Seminars", "header")
        hand.link("Plan a seminar", "main")
        _fill_plan(page, title)
        hand.button(re.compile("Check"))
        expect(page.get_by_text(title).first).to_be_visible()
        hand.button(re.compile("Send|Plan"))
        expect(page.get_by_text(title).first).to_be_visible(timeout=10_000)
        assert hand.clicks <= 4


def _fill_plan(page: Page, title: str) -> None:
    page.get_by_label("Title").first.fill(title)
    page.get_by_label("Edition").select_option(index=1)
    page.get_by_label("Place").first.fill("Bogot\u00e1")
    page.get_by_label("Day", exact=True).first.fill("2031-03-04")
    page.get_by_label("Participant").fill("20")


@WAYS
def test_an_auditor_sees_who_changed_an_object(desk: Desk, way: Way) -> None:
    with desk.at("auditor", scripts=way.scripts) as page:
        hand = Hand(page, way)
        hand.link("Networks", "header")
        hand.link(re.compile("Latin American"), "main")
        hand.link("History", "main")
        _heading(page, re.compile("History|Latin American"))
        expect(page.locator("main")).to_contain_text(re.compile("recorded", re.IGNORECASE))
        assert hand.clicks <= 3


@WAYS
def test_an_operator_sees_whether_everything_is_healthy(desk: Desk, way: Way) -> None:
    with desk.at("operator", scripts=way.scripts) as page:
        hand = Hand(page, way)
        hand.link("Operations", "header")
        expect(page.locator("#services")).to_contain_text(re.compile("healthy|behind"))
        assert hand.clicks <= 1


@WAYS
def test_an_operator_redrives_a_dead_letter_after_a_dry_run(desk: Desk, way: Way) -> None:
    """Seen within 10 s, tried while the bug is there and after it is mended, redriven, and told who did it."""
    slug = f"sick-{uuid4().hex[:8]}".replace("-", "")
    with desk.at("operator", scripts=way.scripts) as page:
        with unwritable(desk.living, slug):
            desk.living.command("/network/networks", {"slug": slug, "name": "A network"}, str(uuid4()))
            page.goto("/operations")
            expect(page.locator("#services td[data-label='Dead letters'] a").first).to_be_visible(timeout=10_000)
            page.goto("/operations/dead-letters?service=gateway")
            page.locator("#letters tbody a").first.click()
            page.get_by_role("button", name="Dry run of a redrive").click()
            expect(page.get_by_text("The dry run failed")).to_be_visible()
        hand = Hand(page, way)
        hand.press(page.get_by_role("link", name=re.compile("Open the list.*Dead letters")))
        hand.press(page.locator("#letters tbody a").first)
        hand.press(page.get_by_role("button", name="Dry run of a redrive"))
        expect(page.get_by_text("The dry run worked")).to_be_visible()
        hand.press(page.get_by_role("button", name="Redrive now"))
        expect(page.get_by_text("Redriven, with what waited behind it.")).to_be_visible()
        expect(page.locator(".facts")).to_contain_text("redriven")
        assert hand.clicks <= 4
    assert desk.living.get(f"/networks/{slug}")["slug"] == slug
