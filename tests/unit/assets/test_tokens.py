"""Colours are told apart by everybody: contrasts of console.md 3, by the formula of WCAG 2.2 (relative luminance)."""

import re
import tomllib
from typing import Any

import pytest

from services.gateway.adapters.assets import SOURCES
from services.gateway.entrypoints.console.stylesheet import core_css

TOKENS: dict[str, Any] = tomllib.loads((SOURCES / "tokens.toml").read_text("utf-8"))
COLOURS: dict[str, dict[str, str]] = TOKENS["colour"]
THEMES = ("light", "dark")
GROUNDS = ("bg", "surface")
TEXTS = ("ink", "muted", "accent", "ok", "warn", "danger")
TEXT_LEAST, LINE_LEAST = 6.0, 3.0


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_read_on_every_ground(theme: str, ground: str, text: str) -> None:
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= TEXT_LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("line", ["line", "focus"])
def test_lines_are_seen_on_every_ground(theme: str, ground: str, line: str) -> None:
    assert contrast(COLOURS[line][theme], COLOURS[ground][theme]) >= LINE_LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("filled", ["accent", "danger"])
def test_the_words_of_a_filled_button_are_read(theme: str, filled: str) -> None:
    assert contrast(COLOURS["bg"][theme], COLOURS[filled][theme]) >= TEXT_LEAST


def test_every_property_that_a_style_uses_is_a_token() -> None:
    given = {name for group in ("colour", "type", "space", "measure") for name in TOKENS[group]} | {"control", "tone"}
    for path in SOURCES.glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)", path.read_text("utf-8")))
        assert used <= given, path.name


def test_colours_stand_in_the_tokens_alone() -> None:
    """Print is on white paper, so its few are its own."""
    for path in set(SOURCES.glob("*.css")) - {SOURCES / "print.css"}:
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[ ;,)}])", path.read_text("utf-8")), path.name


def test_the_core_holds_both_themes_and_every_token() -> None:
    core = core_css(SOURCES)
    for theme in THEMES:
        assert f"[data-theme={theme}]{{color-scheme:{theme};" in core
        for name, pair in COLOURS.items():
            assert f"--{name}:{pair[theme]}" in core
