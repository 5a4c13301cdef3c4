"""Alphabets: texts that sort, byte by byte, as readers of a language expect (console.md R8).

The database cannot do it: the embedded Postgres has no ICU. So the key is made where the documents are, by the Unicode
Collation Algorithm (UTS 10), and stored with them. Its table is read when the first key is made, and only the lines of
scripts that our languages may meet: a twelfth of the memory of the whole, and the same keys (tested).
"""

import os
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyuca
from pyuca.collator import COLL_ELEMENT_PATTERN, Collator_10_0_0

_LAST = "\uffff"
"""Sorts behind every letter."""
_ARTICLE = "ال"
_ALIFS = str.maketrans(dict.fromkeys("آأإٱ", "\u0627"))
_SCRIPTS = (range(0x0780), range(0x1E00, 0x1F00), range(0x2000, 0x2100))
"""Latin to Arabic with their marks, more Latin letters, signs. Other letters sort behind, by their code points."""


@cache
def collator() -> Collator_10_0_0:
    """Always of this version of Unicode: another one, with another Python, would make other keys of the same facts."""
    made = Collator_10_0_0(os.devnull)
    with Path(pyuca.__file__).with_name(f"allkeys-{made.UCA_VERSION}.txt").open(encoding="utf-8") as lines:
        for line in lines:
            letters, _, weights = line.partition("#")[0].partition(";")
            codes = [] if letters.startswith("@") else [int(code, 16) for code in letters.split()]
            if codes and any(codes[0] in script for script in _SCRIPTS):
                made.table.add(
                    codes, [[int(weight, 16) for weight in one] for one in COLL_ELEMENT_PATTERN.findall(weights)]
                )
    return made


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
    return "".join(f"{weight:04x}" for weight in collator().sort_key(name))
