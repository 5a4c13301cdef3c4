"""Hand: how a person does a task, by mouse or by keyboard, with scripts or without; it counts its clicks.

A click is a link or a button, the last "Send" included; typing and choosing are free (console.md 1).
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page


@dataclass(frozen=True)
class Way:
    """How."""

    scripts: bool = True
    keyboard: bool = False


WAYS = pytest.mark.parametrize(
    "way", [Way(), Way(scripts=False), Way(keyboard=True)], ids=["mouse", "no-scripts", "keyboard"]
)


class Hand:
    """Begins at home."""

    def __init__(self, page: Page, way: Way) -> None:
        self.page, self._way, self.clicks = page, way, 0
        page.goto("/")

    def press(self, what: Locator) -> None:
        """One click, or by keyboard: Tab to it, then Enter."""
        self.clicks += 1
        if not self._way.keyboard:
            what.click()
            return
        what.wait_for()
        wanted = what.element_handle()
        for _ in range(250):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement === wanted", wanted):
                self.page.keyboard.press("Enter")
                return
        raise AssertionError("the keyboard does not reach it")

    def link(self, name: str | re.Pattern[str], within: str = "body") -> None:
        """The link of that name."""
        self.press(self.page.locator(within).get_by_role("link", name=name).first)

    def button(self, name: str | re.Pattern[str], within: str = "main") -> None:
        """The button of that name."""
        self.press(self.page.locator(within).get_by_role("button", name=name).first)
