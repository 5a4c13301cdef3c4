"""The only kinds of text the published language knows (security.md I2, I3): what cannot hide, break a line or a header."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_HIDDEN = frozenset(
    [0x2028, 0x2029, 0x200B, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x2060, 0x2065)]
)


def _one_line(text: str) -> str:
    """NFC, trimmed, without control, surrogate, private-use or invisible direction characters. Raises ValueError."""
    if text.isascii() and text.isprintable():
        text = text.strip()
        if text:
            return text  # nothing hidden, nothing to compose: almost every text, at a tenth of the price
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise ValueError("must not be empty")
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Co"} or ord(character) in _HIDDEN:
            raise ValueError("must not contain control, private-use or invisible characters")
    return text


def _lines(text: str) -> str:
    return "\n".join(_one_line(line) if line.strip() else "" for line in text.split("\n"))


def _public(text: str) -> str:
    if "=?" in text or "<" in text or ">" in text:
        raise ValueError("must not contain '=?', '<' or '>'")
    return text


def _within(longest: int) -> AfterValidator:
    """Composing may write one letter as two: what is stored must be as short as what was asked for, or no reader takes it."""

    def check(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"must have at most {longest} characters when it is composed (NFC)")
        return text

    return AfterValidator(check)


SafeStr = Annotated[str, StringConstraints(max_length=200), AfterValidator(_one_line), _within(200)]
SafeText = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_lines), _within(4000)]
PublicText = Annotated[
    str,
    StringConstraints(max_length=300),
    AfterValidator(_one_line),
    AfterValidator(_public),
    _within(300),
    Field(description="public"),
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Slug = Code
RowKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9./-]{1,120}$")]
Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Iso2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
EventType = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9-]+$", max_length=80)]
