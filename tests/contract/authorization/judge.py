"""How an answer is judged: what the matrix expects of it, and that it lets nothing through about what is not the caller's."""

from collections import Counter
from collections.abc import Iterable

from tests.contract.authorization.stage import Answer
from tests.contract.authorization.world import CANARY, NETWORK_B

CELLS: Counter[str] = Counter()
"""How many cells were judged, by part of the matrix."""


def outcome(answer: Answer) -> str:
    """The outcome in the words of expected.csv; anything else is told as the status it is."""
    words = {401: "not signed in", 403: "forbidden", 404: "not-found"}
    return "allowed" if 200 <= answer.status < 300 else words.get(answer.status, answer.told)


def leaks(answer: Answer, foreign: Iterable[str]) -> list[str]:
    """What of foreign objects stands in an answer: their texts, ids and network."""
    return [mark for mark in (CANARY, str(NETWORK_B), *foreign) if mark in answer.told]


def judge(part: str, cell: str, got: str, expected: str) -> list[str]:
    """The findings of one cell: none, or one."""
    CELLS[part] += 1
    return [] if got == expected else [f"{cell}: expected {expected}, got {got}"]


def alike(cell: str, answers: Iterable[Answer]) -> list[str]:
    """The finding that answers differ where they must be equal in status, headers and body (security.md I7)."""
    different = dict.fromkeys(answers)
    return [] if len(different) < 2 else [f"{cell}: answered unlike: {[*different]}"]
