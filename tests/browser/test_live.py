"""Live pages: a change by somebody else shows without a reload; a stream that breaks is made up for."""

import json
import re
from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from tests.browser.desk import Desk


def _founded(desk: Desk, slug: str) -> None:
    """Somebody else conceives a network."""
    body = {"slug": slug, "name": f"Network {slug}"}
    answer = desk.living.command("/network/networks", body, str(uuid4()))
    assert answer.status_code == 201, answer.text


def _rows(page: Page) -> int:
    return page.get_by_role("row").count()


def test_what_somebody_else_did_shows_by_itself(desk: Desk) -> None:
    with desk.at("secretariat") as page:
        page.goto("/networks")
        slug = f"live-{uuid4().hex[:8]}"
        _founded(desk, slug)
        expect(page.get_by_text(f"Network {slug}")).to_be_visible(timeout=20_000)


def test_a_past_page_opens_no_stream(desk: Desk) -> None:
    with desk.at("secretariat") as page:
        asked: list[str] = []
        page.on("request", lambda sent: asked.append(sent.url))
        page.goto("/networks?as_of=2013-07-31", wait_until="load")
        assert not [address for address in asked if "/live" in address]
        page.goto("/networks", wait_until="load")
        expect(page.locator("body")).to_have_attribute(
            "data-live", re.compile(r"^/live\?views=network,membership&since=\d+$")
        )
        assert json.loads(page.evaluate("JSON.stringify(document.querySelectorAll('[data-live-part]').length)")) == 1


def test_a_stream_that_broke_is_made_up_for(desk: Desk) -> None:
    with desk.at("secretariat") as page:
        broken = {"left": 3}

        def breaking(route: Route) -> None:
            if broken["left"]:
                broken["left"] -= 1
                # The server goes away after the first beat: the browser connects again by itself.
                route.fulfill(
                    status=200, content_type="text/event-stream", body="retry: 200\n\nevent: beat\ndata: 0\n\n"
                )
            else:
                route.continue_()

        page.route("**/live?**", breaking)
        with page.expect_request(lambda sent: "/live" in sent.url and broken["left"] == 0, timeout=30_000):
            page.goto("/networks")
        slug = f"again-{uuid4().hex[:8]}"
        _founded(desk, slug)
        expect(page.get_by_text(f"Network {slug}")).to_be_visible(timeout=30_000)
