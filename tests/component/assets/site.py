"""A site without a server: a browser's requests are answered out of a table, assets as the gateway would serve them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, Route

from services.gateway.adapters.assets import read_manifest

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
Answer = dict[str, Any]


class Site:
    """`answers`: by path, what to fulfil with, made anew for each request; what has no answer is counted as a complaint."""

    def __init__(self, context: BrowserContext, assets: Path) -> None:
        self.context, self._assets = context, assets
        self.manifest = read_manifest(assets).files
        self.answers: dict[str, Callable[[Request], Answer]] = {}
        self.asked: list[Request] = []
        self.complaints: list[str] = []
        context.route("**/*", self._answer)

    def url(self, name: str) -> str:
        """The address of an asset."""
        return f"/assets/{self.manifest[name].file}"

    def scripts(self) -> str:
        """What base.html says in its head."""
        config = """<meta name="htmx-config" content='{"includeIndicatorCSS": false}'>"""
        htmx = f'<script src="{self.url("htmx.js")}" defer></script>'
        return f'{config}{htmx}<script src="{self.url("app.js")}" type="module"></script>'

    def html(self, path: str, body: str, attributes: str = "", policy: str | None = None) -> None:
        """A page at a path, under the policy of our pages."""
        text = f"<!doctype html><html lang=en><title>x</title>{self.scripts()}<body {attributes}>{body}</body></html>"
        self.page(path, text, policy or "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'")

    def page(self, path: str, text: str, policy: str) -> None:
        """A whole document at a path."""
        headers = {"Content-Security-Policy": policy}
        self.answers[path] = lambda _: {"body": text, "content_type": "text/html", "headers": headers}

    def open(self, path: str) -> Page:
        """A new tab on this path; its errors are complaints."""
        tab = self.context.new_page()
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        tab.goto(path)
        return tab

    def _answer(self, route: Route) -> None:
        request = route.request
        path = "/" + request.url.partition("://")[2].partition("/")[2].partition("?")[0]
        file = self._assets / path.removeprefix("/assets/")
        if path.startswith("/assets/"):
            route.fulfill(path=file, content_type=TYPES[file.suffix])
        elif path in self.answers:
            self.asked.append(request)
            route.fulfill(**self.answers[path](request))
        else:
            self.complaints.append(f"asked for {request.url}")
            route.abort()
