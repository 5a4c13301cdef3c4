"""Browsing: the console asked as a browser asks, by an account that signed in. Pages are read by their elements."""

import re
from html import unescape
from typing import Any

import httpx

from services.gateway.adapters import sessions
from services.gateway.adapters.accounts import demo_account
from tests.component.gateway.public import Public

BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}


class Browsing:
    """Opens pages and sends forms."""

    def __init__(self, public: Public) -> None:
        self.public = public
        self._cookies: dict[str, str] = {}

    async def signed_in(self, as_: str) -> str:
        """The session cookie of a demo account, made once."""
        if as_ not in self._cookies:
            async with self.public.database.transaction() as connection:
                self._cookies[as_] = await sessions.open_session(connection, demo_account(as_))
        return self._cookies[as_]

    async def open(self, path: str, as_: str | None = "secretariat", **headers: str) -> httpx.Response:
        """The answer to one address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.public.client.get(path, headers={**BROWSER, **await self._signed(as_), **named})

    async def page(self, path: str, as_: str = "secretariat", **headers: str) -> str:
        """The HTML of a page that must be there."""
        response = await self.open(path, as_, **headers)
        assert response.status_code == 200, response.text
        return response.text

    async def send(
        self, path: str, fields: dict[str, Any], as_: str | None = "secretariat", *, form: str | None = None
    ) -> httpx.Response:
        """Send a form with the token of the page `form` (default: the page at the same path)."""
        token = form_token(await self.page(form or path, as_)) if as_ else ""
        headers = {**BROWSER, **await self._signed(as_)}
        return await self.public.client.post(path, data={"csrf_token": token, **fields}, headers=headers)

    async def _signed(self, as_: str | None) -> dict[str, str]:
        return {"cookie": f"lemkin={await self.signed_in(as_)}"} if as_ else {}


def form_token(html: str) -> str:
    """The token of the first form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found, "no form token on the page"
    return found[1]


def text_of(html: str) -> str:
    """What a person reads, in one line."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()
