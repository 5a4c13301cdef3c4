"""Cards: what may need somebody today, each a count with its filtered list behind it. Which ones a role has stands here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from services.gateway.application.questions.initiatives import INITIATIVES
from services.gateway.application.questions.networks import SEATS
from services.gateway.application.questions.question import Question
from services.gateway.application.questions.states import STATES
from services.gateway.entrypoints.console.language.marking import marked
from services.gateway.entrypoints.console.models import ViewModel
from shared.aggregate import SECRETARIAT

SILENT = 12
"""Months without an act of its own after which a member counts as silent (console.md 2)."""


@dataclass(frozen=True, slots=True)
class Card:
    """`title` is a key of the catalogues; the count is the total of `question` under `given`, and `path` with the same filters
    is the page of that list. `calls`: whether something there calls for somebody; otherwise it only tells."""

    title: str
    question: Question
    path: str
    given: tuple[tuple[str, str], ...]
    calls: bool = True

    def among(self, name: str, value: str) -> "Card":
        """The same inside one network or state."""
        return replace(self, given=(*self.given, (name, value)))


SILENT_STATES = Card(marked("Silent members"), STATES, "/states", (("member", "true"), ("silent", str(SILENT))))
_OPEN_SEATS = Card(marked("Seats without a focal point"), SEATS, "/seats", (("status", "open"), ("member", "true")))
_OVERDUE = Card(marked("Initiatives with overdue milestones"), INITIATIVES, "/initiatives", (("overdue", "true"),))
_MY_SEAT = Card(marked("Focal point seats of my state"), SEATS, "/seats", (), calls=False)

WHOLE: dict[str, Sequence[Card]] = {
    SECRETARIAT: (SILENT_STATES, _OPEN_SEATS, _OVERDUE),
    "auditor": (SILENT_STATES, _OPEN_SEATS, _OVERDUE),
}
"""For roles that see everything."""
INSIDE: dict[str, tuple[Literal["network", "state"], Sequence[Card]]] = {
    "regional_admin": ("network", (SILENT_STATES, _OPEN_SEATS, _OVERDUE)),
    "focal_point": ("state", (_MY_SEAT, _OPEN_SEATS, _OVERDUE)),
}
"""For roles that see their own networks or states."""


class CardView(ViewModel):
    """A card as shown: `about` is the network or the state that it is of; `count` None: it could not be told.

    `documented`: the count by documented facts alone, where both sorts are shown. It is no part of `count`: a member that only
    synthetic facts tell of is silent without them.
    """

    title: str
    about: str | None = None
    count: int | None
    documented: int | None = None
    calls: bool = True
    path: str
    query: dict[str, str] = Field(default_factory=dict)

    @property
    def needs(self) -> bool:
        """Whether it calls for somebody."""
        return self.count is None or (self.calls and self.count > 0)
