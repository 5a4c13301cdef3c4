"""Pages fit: no sideways scrolling at 320 px, nor with text twice as large; nothing from elsewhere, no complaint of the browser."""

import pytest
from playwright.sync_api import Page

from tests.browser.desk import Desk


def _overflow(page: Page) -> str:
    """The widest element that sticks out; empty when the page fits."""
    found: str = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? '' :
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
            || e.getBoundingClientRect().left < -1).map(e => e.outerHTML.slice(0, 120)).pop() ?? 'the page'"""
    )
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_fit_a_small_screen(desk: Desk, language: str) -> None:
    with desk.at("secretariat", width=320, language=language) as page:
        wide = {}
        for path in desk.pages:
            page.goto(path)
            wide[path] = _overflow(page)
    assert {path: what for path, what in wide.items() if what} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_fit_with_text_twice_as_large(desk: Desk, language: str) -> None:
    with desk.at("secretariat", width=1280, language=language) as page:
        wide = {}
        for path in desk.pages:
            page.goto(path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            wide[path] = _overflow(page)
    assert {path: what for path, what in wide.items() if what} == {}
