"""What the gateway says about access grants: which account has which role, for which networks and states."""

from enum import StrEnum
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.text import Code, Iso3


class GrantedRole(StrEnum):
    """The six roles (security.md 4)."""

    SECRETARIAT = "secretariat"
    REGIONAL_ADMIN = "regional_admin"
    FOCAL_POINT = "focal_point"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class AccessGranted(Event, type="gateway.access-granted"):
    """The account has this role from that day on: a regional admin in these networks, a focal point for these states.

    `person`: whose account it is, where that person may be written to.
    """

    account: UUID
    role: GrantedRole
    networks: tuple[UUID, ...] = ()
    states: tuple[Iso3, ...] = ()
    person: PersonId | None = None


class AccessRevoked(Event, type="gateway.access-revoked"):
    """It has it no longer; sessions and tokens end with it."""

    account: UUID
    reason: Code


EVENTS = (AccessGranted, AccessRevoked)
