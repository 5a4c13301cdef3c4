"""Alphabets: texts that sort, byte by byte, as readers of a language expect (console.md R8).

The database cannot do it: the embedded Postgres has no ICU. So the key is made where the documents are, by the Unicode
Collation Algorithm (UTS 10), and stored with them. Of its table the scripts of our languages are read, when the first key
is made: the whole of it takes ten times the memory.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from pyuca.collator import Collator_10_0_0

_OURS = re.compile("@|0[0-7]|1E|20[0-6]|FE[7-9A-F]")
"""Lines of the table that begin with a code point below U+0800, of Latin with more marks, of punctuation, or with a rule."""
_LAST = "\uffff"
"""Sorts behind every letter."""
_ARTICLE = "ال"
_ALIFS = str.maketrans(dict.fromkeys("آأإٱ", "\u0627"))


class _Collator(Collator_10_0_0):  # type: ignore[misc]  # it has no types
    """Always of this version of Unicode: another one, with another Python, would make other keys of the same facts."""

    def load(self, filename: str) -> None:
        """Read the part of the table that can matter: Latin to Arabic, marks, punctuation. Others sort behind, by code."""
        with NamedTemporaryFile("w", encoding="ascii") as part:
            with Path(filename).open(encoding="ascii", errors="replace") as whole:
                part.writelines(line for line in whole if _OURS.match(line))
            part.flush()
            super().load(part.name)


@cache
def _collator() -> _Collator:
    return _Collator()


def sort_keys(names: Mapping[str, str]) -> dict[str, str]:
    """By language the key of the name in it, in hexadecimal digits: to be compared as bytes."""
    return {language: _key(language, unicodedata.normalize("NFC", name)) for language, name in names.items()}


def _key(language: str, name: str) -> str:
    """Spanish has a letter of its own between N and O. In Arabic lists of states, as the United Nations keep them, the article
    counts for nothing and every alif is an alif."""
    if language == "es":
        name = name.replace("ñ", f"n{_LAST}").replace("Ñ", f"N{_LAST}")
    if language == "ar":
        name = name.removeprefix(_ARTICLE).translate(_ALIFS)
    return "".join(f"{weight:04x}" for weight in _collator().sort_key(name))
