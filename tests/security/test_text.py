"""I1, I2, I3: text hides nothing and breaks no line; what was accepted once is accepted again, by every consumer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.contracts.ids import new_id, new_person_id
from shared.contracts.text import PublicText, SafeStr, SafeText

KINDS: dict[str, tuple[TypeAdapter[str], int]] = {
    "SafeStr": (TypeAdapter(SafeStr), 200),
    "SafeText": (TypeAdapter(SafeText), 4_000),
    "PublicText": (TypeAdapter(PublicText), 300),
}
HIDDEN = [0x00, 0x07, 0x0B, 0x1B, 0x7F, 0x85, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B]
HIDDEN += [*range(0x2060, 0x2065), 0xFEFF, 0xE000, 0xF8FF, 0x100000, 0x10FFFD]
GROWS = "\u0958"
"""A letter that canonical composition writes as two."""


def _accepted(kind: TypeAdapter[str], text: Any) -> str | None:
    try:
        return kind.validate_python(text)
    except ValidationError:
        return None


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("code", HIDDEN, ids=hex)
def test_what_cannot_be_seen_is_refused_anywhere_in_a_text(name: str, code: int) -> None:
    kind, _ = KINDS[name]
    assert _accepted(kind, f"a{chr(code)}b") is None


@pytest.mark.parametrize("name", KINDS)
def test_half_a_surrogate_is_refused(name: str) -> None:
    assert _accepted(KINDS[name][0], "a\ud800b") is None


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\vb", "a\r\x00\nb", "a\tb"])
def test_only_a_longer_text_has_lines(text: str) -> None:
    assert _accepted(KINDS["SafeStr"][0], text) is None
    assert _accepted(KINDS["PublicText"][0], text) is None
    assert (_accepted(KINDS["SafeText"][0], text) is not None) is (text == "a\nb")


@pytest.mark.parametrize("text", ["=?utf-8?q?x?=", "<b>", "a > b", "</script>"])
def test_public_text_starts_no_header_word_and_no_tag(text: str) -> None:
    assert _accepted(KINDS["PublicText"][0], text) is None


@pytest.mark.parametrize("name", KINDS)
def test_a_text_is_as_long_as_allowed_when_it_is_written(name: str) -> None:
    kind, longest = KINDS[name]
    assert _accepted(kind, "x" * longest) == "x" * longest
    assert _accepted(kind, "x" * (longest + 1)) is None
    assert _accepted(kind, GROWS * longest) is None


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=st.one_of(st.text(max_size=40), st.text(alphabet=f"{GROWS}\u0344\u0301e \n\ufb1d", max_size=320)))
def test_what_was_accepted_is_accepted_again_unchanged(name: str, text: str) -> None:
    kind, longest = KINDS[name]
    accepted = _accepted(kind, text)
    if accepted is not None:
        assert len(accepted) <= longest
        assert _accepted(kind, accepted) == accepted


def test_ids_of_people_tell_no_time() -> None:
    assert {new_person_id().version for _ in range(20)} == {4}
    assert new_id().version == 7
