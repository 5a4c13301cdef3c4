"""`lemkin docs build`: README, the documents beside it and those in docs/, each as a page; a linked file goes along.

The site needs no server, no network and no script. Nothing of it is committed.
"""

import posixpath
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from deploy.embedded.layout import ROOT
from deploy.site.markdown import converted
from services.gateway.adapters.assets import SOURCES
from services.gateway.entrypoints.console.stylesheet import core_css

BESIDE = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "deploy/history/README.md")
INDEX = "index.html"


class BrokenLink(Exception):
    """A document links to what the repository does not have: file and target."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path in the site, and the HTML of what stands on it."""

    path: PurePosixPath
    title: str
    body: str


def build(output: Path, root: Path = ROOT) -> list[Page]:
    """Write the site of the repository at `root` into `output`; returns its pages. Raises BrokenLink."""
    sources = [PurePosixPath(name) for name in BESIDE if (root / name).is_file()]
    sources += [PurePosixPath(path.relative_to(root).as_posix()) for path in sorted((root / "docs").rglob("*.md"))]
    linked: set[PurePosixPath] = set()
    pages = [_page(root, source, frozenset(sources), linked) for source in sources]
    pages += [_listing(folder, pages) for folder in sorted(_folders(root, linked))]
    for file in linked:
        if (root / file).is_file():
            _target(output, file).write_bytes((root / file).read_bytes())
    ready = {str(page.path): page.body for page in pages}
    template = _environment({"core.css": core_css(SOURCES), **ready}).get_template("page.html")
    for page in pages:
        html = template.render(page=page, pages=pages, link=_link)
        _target(output, page.path).write_text(html, "utf-8")
    shutil.copy(SOURCES / "icon.svg", output / "icon.svg")
    return pages


def _page(root: Path, source: PurePosixPath, sources: frozenset[PurePosixPath], linked: set[PurePosixPath]) -> Page:
    place = _place(source)

    def resolve(target: str) -> str:
        path, hash, anchor = target.partition("#")
        meant = PurePosixPath(posixpath.normpath(source.parent / path))
        if not (root / meant).exists():
            message = f"{source} links to {target}, which is not there"
            raise BrokenLink(message)
        if meant not in sources:
            linked.add(meant)
        return _link(place, _place(meant) if (root / meant).is_file() else meant / INDEX) + hash + anchor

    title, html = converted((root / source).read_text("utf-8"), resolve)
    return Page(place, title, html)


def _listing(folder: PurePosixPath, pages: Iterable[Page]) -> Page:
    """The page of a folder that is linked as a whole."""
    path = folder / INDEX
    rows = [
        f'<li><a href="{_link(path, page.path)}">{escape(page.title)}</a></li>'
        for page in pages
        if page.path.parent == folder
    ]
    return Page(path, folder.name.capitalize(), f"<h1>{escape(folder.name)}</h1><ul>{''.join(rows)}</ul>")


def _folders(root: Path, linked: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    return [path for path in linked if (root / path).is_dir()]


def _place(source: PurePosixPath) -> PurePosixPath:
    """Where a file of the repository stands in the site."""
    if source.suffix != ".md":
        return source
    return source.with_name(INDEX) if source.name == "README.md" else source.with_suffix(".html")


def _link(here: PurePosixPath, there: PurePosixPath) -> str:
    """The relative address of a page, seen from another."""
    return posixpath.relpath(there, here.parent)


def _target(output: Path, path: PurePosixPath) -> Path:
    target = output / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _environment(ready: Mapping[str, str]) -> Environment:
    """`ready`: what is HTML or CSS already, by name: included as it is, while every value is escaped."""
    as_it_is = {name: f"{{% raw %}}{text}{{% endraw %}}" for name, text in ready.items()}
    loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent), DictLoader(as_it_is)])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
