"""A fixed corpus of bad bodies: values for fields, and whole ones. MARK stands in texts that no answer may repeat."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

MARK = "zq7Brzeczyszczykiewicz7qz"
_RULES = (
    "",
    " ",
    "\x00",
    f"{MARK}\x00b",
    f"{MARK}\u202eb",
    f"\ufeff{MARK}",
    f"{MARK}\n",
    f"{MARK}\r\nBcc: a@b.example",
    f"{MARK}\u2028",
    "\ud800",
    f"{MARK}\ud800",
    "\ue000",
    "\u200b",
    f"<script>{MARK}</script>",
    f"=?utf-8?q?{MARK}?=",
    f"'; drop table journal; -- {MARK}",
    f"{{{{7*7}}}}{MARK}",
    f"{{0.__class__}}{MARK}",
    f"../../etc/{MARK}",
    f"%s%n%x{MARK}",
    f"$1 {MARK}",
    f"{MARK}\\",
    f"{MARK}@example.org",
    MARK,
    MARK.lower(),
    MARK * 10,
    MARK * 200,
    MARK * 4_000,
    "e\u0301" * 150,
    "\u0958" * 200,
    "\U0001f525" * 60,
    "\u0661\u0662",
    "\uff12\uff10\uff11\uff12",
    "null",
    "true",
    "[]",
)
_DATES = (
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2012-02-30",
    "2012-13",
    "0000",
    "9999",
    "by 0001-01-01",
    "by 9999-12-31",
    "0001-01-01/9999-12-31",
    "9999-12-31/0001-01-01",
    "2012-03-29 from 2012-03-30",
    "9999-12-01/9999-12-31 from 9999-12-31",
    "spring 0000",
    "spring 9999",
    "winter 2012",
    "2012\n",
    "-2012",
    "+2012",
    "2012-03-29T00:00:00Z",
    "2012-3-1",
    "20120329",
    "1e9",
)
_IDS = (
    "0",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{0a000000-0000-7000-8000-00000000000a}",
    "urn:uuid:0a000000-0000-7000-8000-00000000000a",
    "0A000000-0000-7000-8000-00000000000A",
    "0a0000000000700080000000000000000a",
    "x" * 36,
)
_OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**63,
    10**30,
    -(10**30),
    0.1,
    1e308,
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    {"": ""},
    [MARK],
    {MARK: MARK},
    [1] * 1_000,
    ["ARG"] * 500,
    [{}] * 200,
    {f"k{n}": n for n in range(500)},
    [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]],
    "ARG",
    "XXX",
    "arg",
    "participant",
)
VALUES: tuple[Any, ...] = (*_RULES, *_DATES, *_IDS, *_OTHERS)
FIELDS = ("id", "role", "status", "version", "scopes", "occurred_on", "source", "page", "row", "synthetic", "inferred")
"""Fields that are put into bodies that may not know them."""

BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "space": b" ",
    "half": b"{",
    "no JSON": MARK.encode(),
    "single quotes": b"{'page': '1'}",
    "a list": b"[]",
    "a list of objects": b'[{"page": "1"}]',
    "a number": b"1",
    "a text": f'"{MARK}"'.encode(),
    "null": b"null",
    "a key twice": b'{"page": "1", "page": "2"}',
    "a key twice, deep": b'{"source": {"a": 1, "a": 2}}',
    "a key twice, escaped": b'{"page": "1", "\\u0070age": "2"}',
    "NaN": b'{"page": NaN}',
    "Infinity": b'{"page": -Infinity}',
    "a huge exponent": b'{"page": 1e999999}',
    "a huge integer": b'{"page": ' + b"9" * 5_000 + b"}",
    "deep lists": b'{"page": ' + b"[" * 21 + b"]" * 21 + b"}",
    "deeper lists": b'{"page": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "too long": b'{"page": "' + b"x" * 300_000 + b'"}',
    "just too long": b'{"page": "' + b"x" * (256 * 1024 - 11) + b'"}',
    "many keys": b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
    "a long key": b'{"' + b"k" * 100_000 + b'": 1}',
    "a key of control": b'{"a\\u0000\\u202e": 1}',
    "UTF-8 cut": b'{"page": "\xc3"}',
    "overlong": b'{"page": "\xc0\xaf"}',
    "UTF-16": '{"page": "1"}'.encode("utf-16"),
    "UTF-7": b"+AHsAfQ-",
    "latin-1": '{"page": "é"}'.encode("latin-1"),
    "a BOM": b"\xef\xbb\xbf{}",
    "a raw control character": b'{"page": "a\x01b"}',
    "a raw NUL": b'{"page": "a\x00b"}',
    "half a surrogate": b'{"page": "\\ud800"}',
    "a comment": b'{"page": "1" /* x */}',
    "a comma too many": b'{"page": "1",}',
    "something after": b"{} {}",
    "prototype": b'{"__proto__": {"role": "secretariat"}, "constructor": 1, "__class__": 1}',
}


def mutations(body: Mapping[str, Any], number: int, seed: str) -> Iterator[tuple[str, bytes]]:
    """`number` bad variants of a good body, always the same for one seed; each with what was done to it."""
    chosen = random.Random(seed)  # noqa: S311  (not a secret)
    places = [*_places(body)]
    for _ in range(number):
        place = chosen.choice([*places, *([name] for name in FIELDS)])
        value = chosen.choice(VALUES)
        changed = deepcopy(dict(body))
        _put(changed, place, value)
        yield f"{'/'.join(map(str, place))} = {value!r}"[:80], json.dumps(changed).encode()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[Sequence[Any]]:
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield (*path, key)
        yield from _places(below, (*path, key))


def _put(body: Any, place: Sequence[Any], value: Any) -> None:
    for step in place[:-1]:
        body = body[step]
    body[place[-1]] = value
