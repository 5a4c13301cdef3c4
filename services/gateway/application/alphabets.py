"""Alphabets: texts that sort, byte by byte, as readers of a language expect (console.md R8).

The database cannot do it: the embedded Postgres has no ICU. So the key is made where the documents are, by the Unicode
Collation Algorithm (UTS 10), and stored with them. Its table is read when the first key is made, in about a tenth of a
second: a process that folds no state never holds it.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from pyuca.collator import Collator_10_0_0

_LAST = "\uffff"
"""Sorts behind every letter."""
_ARTICLE = "ال"
_ALIFS = str.maketrans(dict.fromkeys("آأإٱ", "\u0627"))


@cache
def _collator() -> Collator_10_0_0:
    """Always of this version of Unicode: another one, with another Python, would make other keys of the same facts."""
    return Collator_10_0_0()


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
