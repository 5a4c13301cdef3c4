"""A real Chromium, and the console opened in it by the accounts of the demo.

Debian's Chromium by its name, or the one that LEMKIN_CHROMIUM names. Where there is none these tests are skipped and say so;
with LEMKIN_BROWSER_REQUIRED they fail instead.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk import Desk
from tests.support.living import Asked

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Where the browser is."""
    return os.environ.get("LEMKIN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


# For a module, not for the session: while Playwright's loop runs in this thread no other can.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, started once a file."""
    program = chromium()
    if program is None:
        told = "no browser: install chromium and fonts-noto-core, or name one in LEMKIN_CHROMIUM"
        if os.environ.get("LEMKIN_BROWSER_REQUIRED"):
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def desk(browser: Browser, living: Asked) -> Iterator[Desk]:
    """The console of the running system."""
    desk = Desk(browser, living)
    yield desk
    desk.close()
