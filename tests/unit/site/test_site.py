"""Every page of the site is reached, and every link in it leads somewhere."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from deploy.embedded.layout import ROOT
from deploy.site.build import BrokenLink, build
from deploy.site.markdown import converted

HREF = re.compile(r'href="([^"]+)"')
ELSEWHERE = ("http://", "https://", "mailto:")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder)
    return folder


def test_every_document_of_the_repository_is_a_page(site: Path) -> None:
    for document in (ROOT / "docs").rglob("*.md"):
        assert (site / document.relative_to(ROOT).with_suffix(".html")).is_file()
    assert "<h1" in (site / "index.html").read_text("utf-8")


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    seen = 0
    for page in site.rglob("*.html"):
        for href in HREF.findall(page.read_text("utf-8")):
            if href.startswith(ELSEWHERE):
                continue
            path, _, anchor = href.partition("#")
            target = site / posixpath.normpath((page.parent / unquote(path)).relative_to(site)) if path else page
            assert target.is_file(), (page.name, href)
            assert not anchor or f'id="{unquote(anchor)}"' in target.read_text("utf-8"), (page.name, href)
            seen += 1
    assert seen > 100


def test_the_site_asks_nobody_else_for_anything(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not re.search(r'<script|<iframe|<img[^>]+src="http|@import', page.read_text("utf-8")), page.name


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A\n\n[there](b.md#c)\n", "utf-8")
    with pytest.raises(BrokenLink, match=re.escape("docs/a.md links to b.md#c, which is not there")):
        build(tmp_path / "site", tmp_path)


def test_headings_get_the_anchors_of_code_hosts() -> None:
    title, html = converted(
        "# One: `two` & three\n\n## Same\n\n## Same\n\n[x](other.md)\n", lambda target: f"to/{target}"
    )
    assert title == "One: two & three"
    assert 'id="one-two--three"' in html
    assert 'id="same"' in html
    assert 'id="same-1"' in html
    assert 'href="to/other.md"' in html
