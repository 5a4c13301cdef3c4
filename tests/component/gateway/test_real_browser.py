"""G4, G5, G9: a real browser comes back from an issuer on another site with its Strict cookie, with scripts on and off."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright

from deploy.embedded.ports import LOOPBACK
from shared.serving import serve
from shared.store.database import Database
from tests.component.gateway.front import fronted
from tests.support.platform import ServiceDatabase, free_port

CHROMIUM = os.environ.get("LEMKIN_CHROMIUM") or shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: set LEMKIN_CHROMIUM to one")


@asynccontextmanager
async def _served(door: ServiceDatabase) -> AsyncIterator[tuple[str, str]]:
    """The site at 127.0.0.1 and the issuer at localhost: two sites to a browser."""
    ports = free_port(), free_port()
    site, address = f"http://{LOOPBACK}:{ports[0]}", f"http://localhost:{ports[1]}"
    stopping = asyncio.Event()
    async with (
        Database(door.app, door.app_password, size=3) as database,
        fronted(database, site, address) as front,
        asyncio.TaskGroup() as group,
    ):
        for app, port in zip((front.app, front.development), ports, strict=True):
            group.create_task(serve(app, (LOOPBACK, port), stopping))
        try:
            yield site, address
        finally:
            stopping.set()


@asynccontextmanager
async def _page(*, scripts: bool) -> AsyncIterator[Page]:
    async with async_playwright() as engine:
        browser = await engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(java_script_enabled=scripts)
        try:
            yield page
        finally:
            await browser.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_who_comes_back_from_another_site_is_signed_in(door: ServiceDatabase, *, scripts: bool) -> None:
    async with _served(door) as (site, address), _page(scripts=scripts) as page:
        await page.goto(f"{site}/networks")
        assert page.url == f"{site}/sign-in?next=%2Fnetworks"
        await page.get_by_role("link", name="admin.latin-america").click()
        assert page.url.startswith(f"{address}/authorize?")
        await page.get_by_role("button", name="admin.latin-america").click()
        await page.get_by_role("button", name="Sign out").wait_for()
        assert page.url == f"{site}/networks"
        cookies = {cookie["name"]: cookie for cookie in await page.context.cookies(site)}
        assert set(cookies) == {"lemkin"}
        assert (cookies["lemkin"]["sameSite"], cookies["lemkin"]["httpOnly"]) == ("Strict", True)

        # a link on another site, as in a webmail: the Strict cookie does not come with it, our own page brings it
        await page.goto(address)
        await page.set_content(f'<a href="{site}/networks?as_of=2013-07-31">a page</a>')
        await page.get_by_role("link").click()
        await page.get_by_role("button", name="Sign out").wait_for()
        assert page.url == f"{site}/networks?as_of=2013-07-31"

        # a form on another site does nothing
        await page.goto(address)
        await page.set_content(f'<form method="post" action="{site}/sign-out/everywhere"><button>Win</button></form>')
        async with page.expect_response(f"{site}/sign-out/everywhere") as refused:
            await page.get_by_role("button").click()
        assert (await refused.value).status == 403
        await page.goto(f"{site}/networks")
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url(f"{site}/sign-in")
        assert await page.context.cookies(site) == []
        await page.goto(f"{site}/networks")
        assert page.url == f"{site}/sign-in?next=%2Fnetworks"
