"""Desk: a person before the console. Everything that goes wrong in the browser besides the page itself is remembered."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from playwright.sync_api import Browser, Page, StorageState, expect

from tests.support.living import Asked

Theme = Literal["light", "dark"]
PAGES = (
    "/",
    "/states",
    "/states?view=map",
    "/states/ARG",
    "/networks",
    "/networks/latin-america",
    "/networks/latin-america/meetings",
    "/networks/latin-america/mechanisms",
    "/partners",
    "/seminars",
    "/seminars/plan",
    "/editions",
    "/people",
    "/initiatives",
    "/messages",
    "/operations",
    "/operations/dead-letters",
    "/do",
    "/me",
    "/help",
    "/help/dates",
    "/help/glossary",
)
"""Pages that the secretariat opens by their address."""


@dataclass
class Trouble:
    """What a browser complains of: words of its console, answers that failed, requests to others."""

    said: list[str] = field(default_factory=list)


class Desk:
    """Opens pages as somebody."""

    def __init__(self, browser: Browser, living: Asked) -> None:
        self.browser, self.living = browser, living
        self.base = living.system.installation.url
        self._signed: dict[str, StorageState] = {}

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """All of these, and the pages of one object of each kind."""
        person = self.living.get("/alumni", state="ARG")["items"][0]["person"]
        initiative = self.living.get("/initiatives")["items"][0]["id"]
        member = self.living.get("/networks/latin-america/members", state="ARG")["items"][0]["id"]
        return (
            *PAGES,
            f"/seminars/{self.living.get('/seminars')['items'][0]['slug']}",
            f"/people/{person}",
            f"/initiatives/{initiative}",
            f"/history/membership/{member}",
            f"/history/person/{person}",
            f"/do/network/memberships/{member}/suspend",
            f"/do/network/memberships/{member}/correct?fact=1",
        )

    def close(self) -> None:
        """Nothing is open any more."""
        for context in self.browser.contexts:
            context.close()

    @contextmanager
    def at(
        self,
        account: str | None,
        *,
        width: int = 1280,
        height: int = 900,
        language: str = "en",
        theme: Theme = "light",
        scripts: bool = True,
        **more: Any,
    ) -> Iterator[Page]:
        """A page in a browser of its own, signed in; nothing that the browser complains of is let pass."""
        context = self.browser.new_context(
            base_url=self.base,
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme=theme,
            java_script_enabled=scripts,
            storage_state=self._state(account) if account else None,
            **more,
        )
        trouble = Trouble()
        page = context.new_page()
        page.on("console", lambda said: trouble.said.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: trouble.said.append(str(error)))
        page.on("request", lambda sent: self._own(sent.url, trouble))
        try:
            yield page
        finally:
            context.close()
        assert trouble.said == []

    def _own(self, address: str, trouble: Trouble) -> None:
        """No page of ours asks anybody else for anything."""
        if not address.startswith((self.base, "data:", "http://127.0.0.1", "http://localhost")):
            trouble.said.append(f"asked elsewhere: {address}")

    def _state(self, account: str) -> StorageState:
        if account not in self._signed:
            context = self.browser.new_context(base_url=self.base)
            page = context.new_page()
            sign_in(page, account)
            self._signed[account] = context.storage_state()
            context.close()
        return self._signed[account]


def sign_in(page: Page, account: str) -> None:
    """Through the sign-in page and the issuer, as a person does."""
    page.goto("/sign-in")
    page.get_by_role("link", name=account, exact=True).click()
    page.get_by_role("button", name=re.compile(re.escape(account))).click()
    expect(page.get_by_role("button", name=re.compile("Sign out"))).to_be_visible()
