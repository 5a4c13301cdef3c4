"""Mistakes: what is said beside a field, and in the summary in the same words (console.md E3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.application.forms.reading import Mistake
from services.gateway.entrypoints.console.language.marking import marked
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.language.words import WORDS

_RULES: Mapping[str, str] = {
    "missing": marked("Fill this in."),
    "too-long": marked("At most %(bound)s characters."),
    "hidden": marked("No control characters, line breaks or invisible characters."),
    "markup": marked("No angle brackets, and no =? in it."),
    "not-a-number": marked("A whole number, in digits."),
    "too-small": marked("At least %(bound)s."),
    "too-large": marked("At most %(bound)s."),
    "too-many": marked("At most %(bound)s of them."),
    "not-a-choice": marked("Choose one from the list."),
    "not-a-date": marked("A date like 2012-03-29, 2012-03, 2012 or spring 2012."),
    "not-a-day": marked("A day like 2012-03-29."),
    "not-a-code": marked("Small letters, digits and single hyphens."),
    "not-of-that-form": marked("Not of the form that the hint asks for."),
    "refused": marked("This was not accepted. Check it."),
}
_SERVICES: Mapping[str, str] = {
    "missing": "missing",
    "string_pattern_mismatch": "not-of-that-form",
    "enum": "not-a-choice",
}
"""What pydantic calls them, as a service answers; whatever else it says is told as refused."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of the summary; `path` names the field that it leads to, and is empty for none."""

    path: str
    label: str
    text: str


def label(mistake: Mistake, speech: Speech) -> str:
    """What the field is called; empty where it is none of ours."""
    name = mistake.path.rpartition(".")[2]
    return speech.word("field", name) if name in WORDS["field"] else ""


def said(mistake: Mistake, speech: Speech) -> str:
    """The sentence."""
    if mistake.rule in _RULES:
        return speech.gettext(_RULES[mistake.rule]) % {"bound": mistake.bound}
    if mistake.rule in WORDS["problem"]:
        return f"{speech.word('problem', mistake.rule)}. {speech.word('remedy', mistake.rule)}"
    return speech.gettext(_RULES["refused"])


def told_by_service(problem: Mapping[str, Any], prefix: str = "") -> tuple[Mistake, ...]:
    """What a service found wrong, by the fields that its pointers name (RFC 6901); `prefix`: where they stand on the page."""
    found = []
    for error in problem.get("errors", ()):
        path = str(error.get("pointer", "")).strip("/").replace("/", ".")
        rule = str(error.get("rule", ""))
        found.append(Mistake(f"{prefix}{path}", _SERVICES.get(rule, rule)))
    return tuple(found)
