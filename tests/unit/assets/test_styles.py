"""Styles and templates keep to the rules: small, the same in both directions of writing, nothing inline."""

import gzip
import re
from pathlib import Path

import pytest

from services.gateway.adapters.assets import SOURCES
from services.gateway.entrypoints.console.render import TEMPLATES
from services.gateway.entrypoints.console.stylesheet import core_css, minified

STYLES = sorted(SOURCES.glob("*.css"))
HTML = sorted(TEMPLATES.rglob("*.html"))
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom|"
    r"(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear|resize)\s*:\s*(?:left|right)"
)
INLINE = re.compile(
    r"\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|\shx-on|\bjavascript:|[\"']js:|\|\s*safe\b"
    r"|<style(?!>\{% include \"core.css\" %\})"
)
"""What a page must not hold: styles and scripts in it, code in attributes, text that is not escaped (security.md G10)."""


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0))


def test_the_core_is_small() -> None:
    assert packed(core_css(SOURCES)) <= 2_500


def test_the_script_is_small() -> None:
    assert packed((SOURCES / "app.js").read_text("utf-8")) <= 2_000


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_names_no_side_of_the_screen(path: Path) -> None:
    assert not PHYSICAL.findall(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "wrong", ["a { margin-left: 1px }", "a{left:0}", "a { max-width: 2px }", "a { text-align: right }"]
)
def test_the_rule_finds_sides(wrong: str) -> None:
    assert PHYSICAL.search(wrong)


def test_the_rule_leaves_queries_and_logical_names_alone() -> None:
    assert not PHYSICAL.search("@media (max-width: 40rem) { a { margin-inline-start: 1px; border-block-end: 0 } }")


@pytest.mark.parametrize("path", HTML, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_inline(path: Path) -> None:
    assert not INLINE.findall(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "wrong",
    [
        '<p style="x">',
        "<script>x</script>",
        '<a onclick="x">',
        "<i hx-on:click='x'>",
        "{{ a|safe }}",
        "<style>a{}</style>",
    ],
)
def test_the_rule_finds_what_is_inline(wrong: str) -> None:
    assert INLINE.search(wrong)


def test_there_are_templates_and_styles() -> None:
    assert HTML
    assert STYLES


def test_making_small_keeps_the_meaning() -> None:
    rule = '/* why */\na > b,\n c { color: red;  content: attr(x) " " ; }\n'
    query = "@media (min-width: 4rem) and (hover: hover) { d :is(e, f) { margin: 0 auto } }"
    assert minified(rule) == 'a>b,c{color:red;content:attr(x) " "}'
    assert minified(query) == "@media (min-width:4rem) and (hover:hover){d :is(e,f){margin:0 auto}}"


def test_the_core_ends_no_style_element() -> None:
    assert "<" not in core_css(SOURCES)
