"""Plain words: what stands in a document or a fact, said so that no key and no id is seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.language.words import WORDS

_ISO3 = re.compile("[A-Z]{3}")
_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DATE = re.compile(r"([0-9]{4}(-[0-9]{2}){0,2}|spring|summer|autumn|by)[ 0-9/a-z-]*")
_FIRST = ("status", "stage")
_SILENT = {"documented", "synthetic", "sources", "alphabet", "alphabet_of", "id", "precision", "launched_precision"}
"""Kept for lists and counts, or said elsewhere: a date says its precision itself."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that a fact changed: what it was before and after, None for nothing."""

    label: str
    before: str | None
    after: str | None


class Plain:
    """Says values in one language. `named`: what objects are called, by id."""

    def __init__(self, speech: Speech, kind: str, named: Mapping[str, str]) -> None:
        self._speech, self._kind, self._named = speech, kind, named

    def changes(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Changed, ...]:
        """What differs, in the order of the newer one."""
        old, new = before or {}, after or {}
        names = [name for name in dict.fromkeys([*new, *old]) if name not in _SILENT and old.get(name) != new.get(name)]
        names.sort(key=lambda name: name not in _FIRST)
        if not {"since", "until"}.isdisjoint(names):
            names = [name for name in names if name != "periods"]  # they say the same
        told = [
            Changed(self.label(name), self.said(name, old.get(name)), self.said(name, new.get(name))) for name in names
        ]
        return tuple(one for one in told if one.before != one.after)

    def label(self, name: str) -> str:
        """What a member is called."""
        if name in WORDS["field"]:
            return self._speech.word("field", name)
        return self._speech.word("member", name)

    def said(self, name: str, value: Any) -> str | None:
        """A value; None for none."""
        if value is None or value in ([], {}, ""):
            return None
        if isinstance(value, bool):
            return self._speech.gettext("yes") if value else self._speech.gettext("no")
        if isinstance(value, int):
            return self._speech.number(value)
        if isinstance(value, list):
            told = [self.said(name, one) for one in value]
            return "; ".join(one for one in told if one)
        if isinstance(value, dict):
            inner = [self._member(key, one) for key, one in value.items() if key not in _SILENT]
            return ", ".join(one for one in inner if one)
        return self._text(name, str(value))

    def _member(self, name: str, value: Any) -> str | None:
        said = self.said(name, value)
        return f"{self.label(name)}: {said}" if said else None

    def _text(self, name: str, text: str) -> str | None:
        if _ID.fullmatch(text):
            return self._named.get(text, self._speech.gettext("recorded"))
        if _ISO3.fullmatch(text):
            return self._speech.state(text)
        for kind in (f"{self._kind}-{name}", name.replace("_", "-"), name.replace("_", "-").removesuffix("s")):
            if text in WORDS.get(kind, {}):
                return self._speech.word(kind, text)
        if _DATE.fullmatch(text):
            try:
                return self._speech.day(text)
            except ValueError:
                return text
        return text
