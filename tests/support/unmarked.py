"""Unmarked text: what a page in the pseudo-language says outside brackets, and what is no name, code or address either."""

import re
from html.parser import HTMLParser

_SILENT = {"script", "style", "bdi", "code", "pre", "kbd"}
"""Elements whose text is data or no text at all: names stand in `bdi`, ids and patterns in `code`."""
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-label"}
"""Attributes that a person reads or hears."""
_MARKED = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")
_NO_WORD = re.compile(r"\b(?:Lemkin|[A-Z]{2,3}|[0-9A-Fa-f-]{8,}|UTC[+-]?[0-9:]*|JSON)\b|https?://\S+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = "lang" in given and tag != "html"
        if not self._silent:
            self.found += [given[name] or "" for name in _SPOKEN if name in given and not foreign]
        if tag not in _VOID:
            quiet = tag in _SILENT or foreign
            self._open.append(quiet)
            self._silent += quiet

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._silent -= self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def unmarked(html: str) -> list[str]:
    """The pieces with letters that are left, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    pieces = (_NO_WORD.sub("", _MARKED.sub("", " ".join(piece.split()))).strip() for piece in reader.found)
    return [piece for piece in pieces if re.search(r"[^\W\d_]", piece)]
