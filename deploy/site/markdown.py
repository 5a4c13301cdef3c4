"""One Markdown file as HTML: headings get anchors as on code hosts, links go where `resolve` says."""

import itertools
import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")


def converted(text: str, resolve: Callable[[str], str]) -> tuple[str, str]:
    """Title (the first heading) and HTML. `resolve` gets the target of each link inside the repository."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(text)
    title = ""
    anchors: dict[str, int] = {}
    for heading, content in _headings(tokens):
        title = title or content
        heading.attrSet("id", _anchor(content, anchors))
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("class", "table")
        for child in token.children or ():
            target = child.attrGet("href")
            if child.type == "link_open" and isinstance(target, str) and not _ELSEWHERE.match(target):
                child.attrSet("href", resolve(target))
    return title, parser.renderer.render(tokens, parser.options, {})


def _headings(tokens: Sequence[Token]) -> list[tuple[Token, str]]:
    """Each heading with its words, without marks."""
    found = []
    for token, inside in itertools.pairwise(tokens):
        if token.type == "heading_open":
            found.append((token, "".join(child.content for child in inside.children or ())))
    return found


def _anchor(words: str, taken: dict[str, int]) -> str:
    """The anchor that code hosts give these words; the second of the same words gets a number."""
    plain = _NOT_IN_ANCHORS.sub("", words.lower()).replace(" ", "-")
    number = taken.get(plain, 0)
    taken[plain] = number + 1
    return f"{plain}-{number}" if number else plain
