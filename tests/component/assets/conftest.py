"""The assets of this machine, built as `lemkin up` does it, and a browser; skipped where either is not to be had."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from deploy.assets.build import build
from deploy.assets.packages import AssetsNotBuilt
from deploy.embedded.layout import ASSETS
from tests.component.assets.site import Site


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder with the manifest."""
    try:
        build(ASSETS, lambda _: None)
    except AssetsNotBuilt as error:
        pytest.skip(f"npm packages cannot be fetched: {error}")
    return ASSETS


# Not for the session: while the engine runs, its event loop runs too, and no other test could start one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser of this machine, named by LEMKIN_CHROMIUM or found by its name; skipped where there is none."""
    program = os.environ.get("LEMKIN_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("no Chromium here: set LEMKIN_CHROMIUM or install the package chromium")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture
def site(chromium: Browser, built: Path) -> Iterator[Site]:
    """A site that answers out of a table, with the built assets."""
    context = chromium.new_context(base_url="http://site.test")
    made = Site(context, built)
    yield made
    context.close()
    assert not made.complaints
