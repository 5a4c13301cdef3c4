"""AccessGrant: one role of one account, for the networks and states it names. Another role is another grant."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, Said, step
from shared.contracts.event import Envelope
from shared.contracts.gateway.access_grant import AccessGranted, AccessRevoked, GrantedRole
from shared.contracts.ids import PersonId
from shared.contracts.text import Code, Iso3
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a grant stands."""

    ACTIVE = "active"
    REVOKED = "revoked"


STATES: Lifecycle = {
    None: {AccessGranted: Status.ACTIVE},
    Status.ACTIVE: {AccessRevoked: Status.REVOKED},
}
_NEEDS = {GrantedRole.REGIONAL_ADMIN: "networks", GrantedRole.FOCAL_POINT: "states"}
"""Roles whose grant must name what it is for; others name nothing."""


class AccessGrant(Aggregate):
    """A role of an account."""

    account: UUID
    role: GrantedRole
    networks: tuple[UUID, ...] = ()
    states: tuple[Iso3, ...] = ()
    person: PersonId | None = None
    status: Status


class GrantAccess(Command):
    """Give an account a role; `person` is whom to write to about it. `id` lets a caller repeat the wish without a second
    grant."""

    id: UUID | None = None
    account: UUID
    role: GrantedRole
    networks: tuple[UUID, ...] = Field(default=(), max_length=50)
    states: tuple[Iso3, ...] = Field(default=(), max_length=50)
    person: PersonId | None = None


class RevokeAccess(Command):
    """Take it away; `reason` is a code such as `left`, `mistake`, `role-changed`."""

    reason: Code


def grant_access(state: AccessGrant | None, command: GrantAccess, context: Context) -> Sequence[Said]:
    """An account has one grant at a time (a claim)."""
    if state is not None:
        raise Conflict("exists-already")
    given = command.model_dump(include={"account", "role", "networks", "states", "person"})
    return [AccessGranted.model_validate(given)]


def revoke_access(state: AccessGrant, command: RevokeAccess, context: Context) -> Sequence[Said]:
    """Once."""
    if state.status == Status.REVOKED:
        raise Conflict.already_so(status=state.status)
    return [AccessRevoked(account=state.account, reason=command.reason)]


def apply(state: AccessGrant | None, fact: Envelope) -> AccessGrant:
    """The grant after one more fact: nobody states or corrects one of their own, and it names what its role needs."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    if fact.actor == getattr(fact.event, "account", None):
        raise RuleBroken("own-grant")
    match fact.event:
        case AccessGranted(role=role) as event:
            given = {"networks": event.networks, "states": event.states}
            for field, names in given.items():
                if bool(names) is not (_NEEDS.get(role) == field):
                    raise RuleBroken("grant-does-not-fit-role", field=field, role=role)
            return AccessGrant(status=status, **event.model_dump())
        case AccessRevoked(account=account) if state is not None and state.account == account:
            return state.model_copy(update={"status": status})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: AccessGrant) -> frozenset[str]:
    """Grants are the secretariat's alone."""
    return frozenset({SECRETARIAT})


def claims(state: AccessGrant) -> Sequence[str]:
    """One grant of an account at a time."""
    return [f"grant:{state.account}"] if state.status == Status.ACTIVE else []


ACCESS_GRANT = Kind("access-grant", AccessGrant, apply, scopes, claims=claims)
