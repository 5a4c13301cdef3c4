"""Who may read what: the one policy of reads (security.md A2, A4, A6; api.md "Who sees what").

Every question names the line that all of its answer needs; parts of an answer that fewer may see have lines of their own.
A question is answered from rows the reader may see, never filtered afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.aggregate import SECRETARIAT, Right
from shared.contracts.gateway.access_grant import GrantedRole
from shared.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody signed in: one role, and the atoms of today (networks already expanded to their member states)."""

    account: UUID
    role: str
    scopes: frozenset[str]


ALL = (Right(SECRETARIAT, "all"), Right("auditor", "all"))
OPERATORS = (Right(SECRETARIAT, "all"), Right("operator", "all"))
_ADMIN = (Right("regional_admin", "network"), Right("regional_admin", "state"))
INSIDE = (*ALL, *_ADMIN, Right("focal_point", "state"))
EVERYBODY = tuple(Right(role.value, "all") for role in GrantedRole)

POLICY: Mapping[str, tuple[Right, ...]] = {
    "registry": EVERYBODY,  # facts of states, networks, seminars, initiatives; worldwide totals; public events
    "alumni": INSIDE,  # rows by person
    "persons": INSIDE,  # a person's page
    "names": INSIDE,  # asked of enrollment, which decides again by consent (security.md 4)
    "view-log": ALL,  # who looked at whom
    "messages": (*ALL, Right("regional_admin", "network")),  # what is sent to whom
    "tasks": (*ALL, *_ADMIN),  # what waits for a person
    "contacts": (Right(SECRETARIAT, "all"), *_ADMIN),  # by which of a person's contacts, and its state
    "participants": INSIDE,  # counts by person, state and role
    "people-history": INSIDE,  # versions of documents that name persons
    "actors": ALL,  # who recorded a fact
    "operations": OPERATORS,  # dead letters, metrics
}


REGISTRY = (
    "state",
    "network",
    "membership",
    "edition",
    "seminar",
    "body",
    "source",
    "statement",
    "dispute",
    "meeting",
    "agreement",
    "mechanism",
)
"""Kinds of objects that name nobody: any signed-in caller may know of each. Of all others only inside the grant."""


def atoms(reader: Reader, question: str) -> frozenset[str] | None:
    """The atoms that rows must bear one of; None: all rows. Raises Forbidden if the role never may."""
    rights = [right for right in POLICY[question] if right.role == reader.role]
    if not rights:
        raise Forbidden("forbidden", role=reader.role)
    if any(right.relation == "all" for right in rights):
        return None
    relations = tuple(f"{right.relation}:" for right in rights)
    return frozenset(atom for atom in reader.scopes if atom.startswith(relations))


def sees(reader: Reader, question: str) -> frozenset[str] | None:
    """As `atoms`; a role that never may sees no rows. For parts of an answer that anybody may ask."""
    return atoms(reader, question) if any(right.role == reader.role for right in POLICY[question]) else frozenset()
