"""Who may see what of people (security.md 4): rows by group of fields; no row, no look."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.aggregate import SECRETARIAT, Right
from shared.contracts.enrollment.words import Channel, Language, Purpose
from shared.contracts.privacy import Group

_ADMINS = (Right(SECRETARIAT, "all"), Right("regional_admin", "state"))
READS: Mapping[Group, tuple[Right, ...]] = {
    Group.IDENTITY: (*_ADMINS, Right("focal_point", "state"), Right("auditor", "all")),
    Group.CONTACT: _ADMINS,
}
BY_CONSENT: Mapping[str, Purpose] = {"focal_point": Purpose.DIRECTORY}
"""Roles that see only who agreed to it."""
VIEW_LOG = (Right(SECRETARIAT, "all"), Right("auditor", "all"))
"""Who may see who looked at whom."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person without any key. `name` and `details` are the roots under which the values stand."""

    id: UUID
    scopes: frozenset[str]
    name: int | None
    details: int | None
    contacts: Mapping[UUID, Channel]
    consents: tuple[Purpose, ...]
    language: Language | None
