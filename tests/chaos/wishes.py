"""Wishes: what a client asks of a service, and the one source of chance, days and memory that all groups of wishes draw from."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

T = TypeVar("T")
STATES = ("ARG", "BOL", "BRA", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "GTM", "MEX", "PER")
FIRST_DAY = date(2012, 1, 1)
DOCUMENT = UUID(int=0xD0C)


@dataclass(frozen=True, slots=True)
class Wish:
    """A request: path, body, the service it is for, and whether it needs the version seen last of that aggregate as If-Match."""

    path: str
    body: dict[str, Any]
    edits: UUID | None = None
    service: str = "network"

    @property
    def task(self) -> str:
        """The last word of its path."""
        return self.path.rpartition("/")[2]


@dataclass
class Draw:
    """`versions` is what the clients were told of each aggregate, `last` what was granted last of it, by id."""

    seed: int
    versions: dict[UUID, int] = field(default_factory=dict)
    last: dict[UUID, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311  (a repeatable choice, not a secret)
        self._counter = count(1)

    def granted(self, wish: Wish, id: UUID, version: int) -> None:
        """Take note: what comes next of this aggregate is drawn from what is likely then."""
        self.versions[id] = max(version, self.versions.get(id, 0))
        self.last[id] = wish.task

    def uuid(self) -> UUID:
        """A new id."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def number(self) -> int:
        """A number that was not drawn before."""
        return next(self._counter)

    def likely(self, likely: Sequence[T], all_of_them: Sequence[T]) -> T:
        """Mostly one of the likely ones, sometimes any."""
        return self.random.choice(likely if likely and self.random.random() < 0.8 else all_of_them)

    def on(self) -> dict[str, str]:
        """Mostly a day after all before; sometimes one among them, which the order of facts must bear."""
        latest = self.number() // 4
        back = self.random.randrange(latest + 1) if self.random.random() < 0.1 else 0
        return {"occurred_on": (FIRST_DAY + timedelta(days=latest - back)).isoformat()}

    def row(self) -> str:
        """A row of a data set that was not read before."""
        return f"chaos/{self.number()}"
