"""The core style sheet: tokens.toml as custom properties, then core.css, made small; it stands in every page."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,>]) ?")
_THEMES = ("light", "dark")


def minified(css: str) -> str:
    """`css` without comments and needless blanks. Strings in it must hold no comment, nor a blank beside `{ } ; , >`."""
    text = _BLANKS.sub(" ", _COMMENT.sub("", css))
    return _AROUND.sub(r"\1", text).replace(": ", ":").replace(";}", "}").strip()


def custom_properties(tokens: Mapping[str, Mapping[str, Any]]) -> str:
    """The tokens as rules: the system's theme, unless `data-theme` of the root names one."""
    lasting = {name: value for group in ("type", "space", "measure") for name, value in tokens[group].items()}
    light, dark = (_colours(tokens["colour"], theme) for theme in _THEMES)
    control = tokens["control"]
    return (
        f":root{{{_declared(lasting)};--control:{control['fine']};{light}}}"
        f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}"
        f"[data-theme=light]{{{light}}}[data-theme=dark]{{{dark}}}"
        f"@media (pointer: coarse){{:root{{--control:{control['touch']}}}}}"
    )


def core_css(folder: Path) -> str:
    """The core style sheet of the sources in `folder`."""
    tokens = tomllib.loads((folder / "tokens.toml").read_text("utf-8"))
    return minified(custom_properties(tokens) + (folder / "core.css").read_text("utf-8"))


def _colours(colours: Mapping[str, Mapping[str, str]], theme: str) -> str:
    return f"color-scheme:{theme};{_declared({name: pair[theme] for name, pair in colours.items()})}"


def _declared(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())
