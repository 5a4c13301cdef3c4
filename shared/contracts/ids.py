"""Ids: what names an aggregate everywhere.

Ids of people are random (v4), since a v7 would show when somebody was registered (security.md I1); others are v7.
Aggregates that are one of a pair or of a parent have a derived id (v5), so that everybody finds the same one.
"""

from typing import NewType
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from uuid_utils.compat import uuid7

ActorId = NewType("ActorId", UUID)
BodyId = NewType("BodyId", UUID)
EditionId = NewType("EditionId", UUID)
InitiativeId = NewType("InitiativeId", UUID)
MembershipId = NewType("MembershipId", UUID)
NetworkId = NewType("NetworkId", UUID)
PersonId = NewType("PersonId", UUID)
SeatId = NewType("SeatId", UUID)
SeminarId = NewType("SeminarId", UUID)
SourceId = NewType("SourceId", UUID)
StateId = NewType("StateId", UUID)

_NAMESPACE = uuid5(NAMESPACE_URL, "https://lemkin.example/ids")

SYSTEM = ActorId(uuid5(_NAMESPACE, "actor/system"))
"""The actor of deadlines and reactions."""


def new_id() -> UUID:
    """A fresh id, ordered by time."""
    return uuid7()


def new_person_id() -> PersonId:
    """A fresh id that tells nothing, not even when."""
    return PersonId(uuid4())


def state_id(iso3: str) -> StateId:
    """The id of the state with that ISO 3166-1 alpha-3 code."""
    return StateId(uuid5(_NAMESPACE, f"state/{iso3}"))


def membership_id(network: UUID, iso3: str) -> MembershipId:
    """The id of the one membership of a state in a network, whatever its number of periods."""
    return MembershipId(uuid5(_NAMESPACE, f"membership/{network}/{iso3}"))


def seat_id(network: UUID, iso3: str) -> SeatId:
    """The id of the aggregate that holds all focal-point seats of a state in a network."""
    return SeatId(uuid5(_NAMESPACE, f"seat/{network}/{iso3}"))


def dispatch_id(cause: UUID, recipient: UUID, template: str) -> UUID:
    """The id of the one message about an event to a person by a template (invariant 17)."""
    return uuid5(_NAMESPACE, f"dispatch/{cause}/{recipient}/{template}")


def task_id(cause: UUID, kind: str, person: UUID | None = None) -> UUID:
    """The id of the one task of a kind that an event raises (about a person)."""
    return uuid5(_NAMESPACE, f"task/{cause}/{kind}/{person}")
