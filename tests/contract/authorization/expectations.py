"""expected.csv: what each role gets from each operation, by where the object stands."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.contract.authorization.world import CALLERS, PLACES

FILE = Path(__file__).with_name("expected.csv")
OUTCOMES = {"a": "allowed", "n": "not-found", "f": "forbidden", "-": "no such object"}


@dataclass(frozen=True, slots=True)
class Row:
    """One operation of one service: the outcome by role, then by place."""

    service: str
    operation: str
    outcomes: Mapping[str, Mapping[str, str]]

    @property
    def places(self) -> tuple[str, ...]:
        """Where such an object can stand."""
        return tuple(place for place, outcome in self.outcomes["secretariat"].items() if outcome != OUTCOMES["-"])

    def never(self, role: str) -> bool:
        """Whether the role may never do it, whatever the object."""
        return all(self.outcomes[role][place] == "forbidden" for place in self.places)


def rows() -> list[Row]:
    """The file. Raises ValueError for a line that says something unheard of."""
    lines = FILE.read_text("utf-8").splitlines()
    return list(_rows(csv.DictReader(line for line in lines if line and not line.startswith("#"))))


def _rows(reader: Iterable[Mapping[str, str]]) -> Iterable[Row]:
    for line in reader:
        if set(line) != {"service", "operation", *CALLERS}:
            raise ValueError(f"{FILE.name}: a line has other columns than the header: {line}")
        outcomes = {role: _outcomes(line[role], line["operation"]) for role in CALLERS}
        row = Row(line["service"], line["operation"], outcomes)
        for role, by_place in outcomes.items():
            if tuple(place for place, outcome in by_place.items() if outcome != OUTCOMES["-"]) != row.places:
                raise ValueError(f"{FILE.name}: {row.operation}: {role} speaks of other places than secretariat")
        yield row


def _outcomes(letters: str, operation: str) -> dict[str, str]:
    if len(letters) != len(PLACES) or not set(letters) <= set(OUTCOMES):
        raise ValueError(f"{FILE.name}: {operation}: {letters!r} must be {len(PLACES)} letters of {''.join(OUTCOMES)}")
    return {place.name: OUTCOMES[letter] for place, letter in zip(PLACES, letters, strict=True)}
