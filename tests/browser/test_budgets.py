"""What a page costs on the line (console.md 4): bytes and requests of a first visit and of the next page, paint on slow 3G."""

from statistics import median

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.desk import Desk

PAGES = ("/", "/states", "/states/ARG", "/networks/latin-america")
FIRST_BYTES, FIRST_REQUESTS, NEXT_BYTES = 60_000, 8, 8_000
PAINT = 2_500
SLOW_3G = {"offline": False, "latency": 2_000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""0.4 Mbit/s both ways, 2,000 ms a round trip; throughput in bytes a second."""


class Line:
    """Counts what comes over the wire."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", lambda told: self._count(told["encodedDataLength"]))
        self.bytes, self.requests = 0, 0

    def _count(self, size: float) -> None:
        if size > 0:  # from its own cache nothing comes
            self.bytes, self.requests = self.bytes + int(size), self.requests + 1

    def anew(self) -> None:
        self.bytes, self.requests = 0, 0


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light(desk: Desk, path: str) -> None:
    with desk.at("admin.latin-america") as page:
        line = Line(page)
        page.goto(path, wait_until="load")
        print(f"\n{path}: {line.bytes} bytes in {line.requests} requests")  # noqa: T201  (the figure of the README)
        assert line.requests <= FIRST_REQUESTS
        assert line.bytes <= FIRST_BYTES


@pytest.mark.parametrize("path", PAGES)
def test_the_next_page_is_lighter(desk: Desk, path: str) -> None:
    with desk.at("admin.latin-america") as page:
        page.goto("/help", wait_until="load")
        line = Line(page)
        page.goto(path, wait_until="load")
        page.goto("/help", wait_until="load")
        line.anew()
        page.goto(path, wait_until="load")
        print(f"\n{path}: {line.bytes} bytes in {line.requests} requests")  # noqa: T201
        assert line.bytes <= NEXT_BYTES


def test_something_is_seen_soon_on_a_slow_line(desk: Desk) -> None:
    paints = []
    for _ in range(3):
        with desk.at("admin.latin-america") as page:
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_3G)
            page.goto("/networks/latin-america", wait_until="load", timeout=60_000)
            paints.append(
                page.evaluate("performance.getEntriesByName('first-contentful-paint').map(p => p.startTime).at(0)")
            )
    print(f"\nfirst contentful paint on slow 3G: {median(paints):.0f} ms of {paints}")  # noqa: T201
    assert median(paints) <= PAINT
