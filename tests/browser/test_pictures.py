"""The pictures of the README: the map, light, dark, in Arabic and on a small screen.

They are kept in docs/pictures by `LEMKIN_PICTURES=docs/pictures ./lemkin test browser/test_pictures.py`.
"""

import os
from pathlib import Path

import pytest

from tests.browser.desk import Desk, Theme

PICTURES: dict[str, tuple[str, int, str, Theme]] = {
    "map-light.png": ("/states?view=map&as_of=2013-07-31", 1280, "en", "light"),
    "map-dark.png": ("/states?view=map&as_of=2013-07-31", 1280, "en", "dark"),
    "map-arabic.png": ("/states?view=map&as_of=2013-07-31", 1280, "ar", "light"),
    "network-small.png": ("/networks/latin-america?as_of=2013-07-31", 320, "en", "light"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken(desk: Desk, name: str, tmp_path: Path) -> None:
    path, width, language, theme = PICTURES[name]
    kept = Path(os.environ.get("LEMKIN_PICTURES") or tmp_path) / name
    with desk.at("secretariat", width=width, language=language, theme=theme, reduced_motion="reduce") as page:
        page.goto(path, wait_until="load")
        assert page.locator("html").get_attribute("lang") == language
        page.screenshot(path=kept, full_page=width > 320)
    assert kept.stat().st_size > 10_000  # an empty page is smaller
