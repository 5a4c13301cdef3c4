"""Where an object stands and who asks for it: the places and callers that the matrix is expanded over.

Every caller but the secretariat belongs to one network (A) and one of its member states (ARG). Roles that have no such grant
bear the same atoms here, so that only their role can be the reason of a refusal.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from shared.access import Actor
from shared.aggregate import Kind
from shared.contracts.event import Event
from shared.contracts.ids import ActorId

NETWORK_A = UUID("0a000000-0000-7000-8000-00000000000a")
NETWORK_B = UUID("0b000000-0000-7000-8000-00000000000b")
OWN_STATE, FOREIGN_STATE = "ARG", "KEN"
CANARY = "canary-of-network-b"
"""Stands in every text of foreign objects: wherever it comes up, something has leaked."""
_ATOMS = frozenset({f"network:{NETWORK_A}", f"state:{OWN_STATE}"})


@dataclass(frozen=True, slots=True)
class Place:
    """Whose an object is."""

    name: str
    network: UUID | None
    state: str | None

    def id(self, name: str) -> UUID:
        """The id of the object of that name here."""
        return uuid5(NETWORK_A, f"{self.name}/{name}")

    @property
    def text(self) -> str:
        """A text of objects here."""
        return f"{CANARY} {self.name}" if self in FOREIGN else f"text {self.name}"

    @property
    def slug(self) -> str:
        """A slug of objects here."""
        return self.text.replace(" ", "-")

    @property
    def pair(self) -> dict[str, Any]:
        """Network and state, as bodies and events name them."""
        return {"network": self.network, "state": self.state}


OWN = Place("own", NETWORK_A, OWN_STATE)
INNER = Place("inner", NETWORK_B, OWN_STATE)
"""Another network's affair with a state of the caller's."""
OTHER = Place("other", NETWORK_B, FOREIGN_STATE)
NONE = Place("none", None, None)
"""Nobody's but the secretariat's."""
PLACES = (OWN, INNER, OTHER, NONE)
FOREIGN = (INNER, OTHER, NONE)


def _caller(number: int, role: str, scopes: frozenset[str] = _ATOMS) -> Actor:
    return Actor(ActorId(UUID(int=number)), role, scopes)


CALLERS: Mapping[str, Actor] = {
    "secretariat": _caller(11, "secretariat", frozenset({"secretariat"})),
    "regional_admin": _caller(12, "regional_admin"),
    "focal_point": _caller(13, "focal_point", frozenset({f"state:{OWN_STATE}"})),
    "reviewer": _caller(14, "reviewer", _ATOMS | {"application:0c000000-0000-7000-8000-00000000000c"}),
    "auditor": _caller(15, "auditor"),
    "operator": _caller(16, "operator"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """The facts of one object, ten days apart, from `since` on."""

    kind: Kind[Any]
    id: UUID
    events: Sequence[Event]
    since: date = date(2012, 1, 1)

    def dated(self) -> Iterable[tuple[Event, date]]:
        """Each event and its day."""
        return ((event, self.since + timedelta(days=10 * nth)) for nth, event in enumerate(self.events))


def _nothing(place: Place) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Scene:
    """One operation: what is there before, and the body of a call that must succeed for whoever may.

    `id`: which object the path names; None for operations whose path names none. `fact`: the fact a correction is about.
    """

    operation: str
    places: tuple[Place, ...]
    given: Callable[[Place], Iterable[Given]]
    body: Callable[[Place], Mapping[str, Any]] = _nothing
    id: Callable[[Place], UUID] | None = None
    fact: int | None = None

    @property
    def row(self) -> str:
        """Its row in expected.csv."""
        return self.operation if self.fact is None else f"{self.operation}:{self.fact}"
