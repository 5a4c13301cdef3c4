"""Membership: one state in one network, with all its periods. Periods never overlap and are never overwritten."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.ids import membership_id
from shared.contracts.network.membership import (
    IntentDeclared,
    MembershipActivated,
    MembershipLapsed,
    MembershipResumed,
    MembershipSuspended,
    StateAcceded,
    StateInvited,
    StateWithdrew,
)
from shared.contracts.text import Iso3
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a membership stands."""

    INVITED = "invited"
    INTENT_DECLARED = "intent_declared"
    ACCESSION_PENDING = "accession_pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"
    WITHDRAWN = "withdrawn"


STATES: Lifecycle = {
    None: {StateInvited: Status.INVITED, MembershipActivated: Status.ACTIVE},
    Status.INVITED: {IntentDeclared: Status.INTENT_DECLARED, StateAcceded: Status.ACCESSION_PENDING},
    Status.INTENT_DECLARED: {StateAcceded: Status.ACCESSION_PENDING},
    Status.ACCESSION_PENDING: {MembershipActivated: Status.ACTIVE},
    Status.ACTIVE: {
        MembershipSuspended: Status.SUSPENDED,
        MembershipLapsed: Status.INACTIVE,
        StateWithdrew: Status.WITHDRAWN,
    },
    Status.SUSPENDED: {
        MembershipResumed: Status.ACTIVE,
        MembershipLapsed: Status.INACTIVE,
        StateWithdrew: Status.WITHDRAWN,
    },
    Status.INACTIVE: {StateInvited: Status.INVITED, IntentDeclared: Status.INTENT_DECLARED},
    Status.WITHDRAWN: {StateInvited: Status.INVITED, IntentDeclared: Status.INTENT_DECLARED},
}
_ENDS = {Status.INACTIVE, Status.WITHDRAWN}


class Period(BaseModel):
    """From when to when the state was a member; open while `until` is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: PartialDate
    until: PartialDate | None = None


class Membership(Aggregate):
    """A state's membership in a network."""

    network: UUID
    state: Iso3
    status: Status
    founding: bool = False
    focal_point_due: date | None = None
    periods: tuple[Period, ...] = ()


class InviteState(Command):
    """Invite a state to the network; also one that was a member before."""

    network: UUID
    state: Iso3


class DeclareIntent(Command):
    """The state says that it wants to join."""


class AccedeState(Command):
    """The state fulfils the accession rule, and is a member from that day."""


class SuspendMember(Command):
    """Let its rights rest."""


class ResumeMember(Command):
    """Let them rest no longer."""


class LapseMember(Command):
    """It is no member any more, without having said so."""


class WithdrawMember(Command):
    """The state leaves."""


class RecordMembership(RecordCommand):
    """Write down where a membership stood from a date on."""

    network: UUID
    state: Iso3
    status: Literal["active", "suspended", "inactive", "withdrawn"]
    founding: bool = False
    focal_point_due: date | None = None


def invite_state(state: Membership | None, command: InviteState, context: Context) -> Sequence[Said]:
    """A state is invited once at a time."""
    if state is not None and state.status not in _ENDS:
        raise Conflict.already_so(status=state.status)
    return [StateInvited(network=command.network, state=command.state)]


def declare_intent(state: Membership, command: DeclareIntent, context: Context) -> Sequence[Said]:
    """From an invitation, or from a former membership."""
    return [IntentDeclared(network=state.network, state=state.state)]


def accede_state(state: Membership, command: AccedeState, context: Context) -> Sequence[Said]:
    """Accession makes an active member; whether the rule is met is checked against the network and the seat."""
    pair = {"network": state.network, "state": state.state}
    return [StateAcceded(**pair), MembershipActivated(**pair)]


def suspend_member(state: Membership, command: SuspendMember, context: Context) -> Sequence[Said]:
    """Only an active member can be suspended."""
    return [MembershipSuspended(network=state.network, state=state.state)]


def resume_member(state: Membership, command: ResumeMember, context: Context) -> Sequence[Said]:
    """Only a suspended one can resume."""
    return [MembershipResumed(network=state.network, state=state.state)]


def lapse_member(state: Membership, command: LapseMember, context: Context) -> Sequence[Said]:
    """A member lapses when it is found to be none any more."""
    return [MembershipLapsed(network=state.network, state=state.state)]


def withdraw_member(state: Membership, command: WithdrawMember, context: Context) -> Sequence[Said]:
    """A member may always leave."""
    return [StateWithdrew(network=state.network, state=state.state)]


def record_membership(state: Membership | None, command: RecordMembership, context: Context) -> Sequence[Said]:
    """The whole legal chain up to the known status; steps that nobody wrote down take the same date, as inferred."""
    pair = {"network": command.network, "state": command.state}
    status = state.status if state is not None else None
    said: list[Said] = []
    if status in {None, *_ENDS} and not (command.founding and status is None):
        said += [Dated(event(**pair), command.occurred_on, inferred=True) for event in (StateInvited, IntentDeclared)]
        said += [Dated(StateAcceded(**pair), command.occurred_on, inferred=True)]
    if status in {None, *_ENDS}:
        active = MembershipActivated(**pair, founding=command.founding, focal_point_due=command.focal_point_due)
        said += [Dated(active, command.occurred_on, inferred=command.status != "active")]
    elif command.status == status:
        raise Conflict.already_so(status=status)
    match command.status:
        case "suspended":
            said += [MembershipSuspended(**pair)]
        case "inactive":
            said += [MembershipLapsed(**pair)]
        case "withdrawn":
            said += [StateWithdrew(**pair)]
        case "active" if status == Status.SUSPENDED:
            said += [MembershipResumed(**pair)]
    return said


def apply(state: Membership | None, fact: Envelope) -> Membership:
    """The membership after one more fact (invariant 1: one open period at most)."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    match event:
        case StateInvited() | MembershipActivated() if state is None:
            state = Membership(network=event.network, state=event.state, status=status)
    if state is None or (event.network, event.state) != (state.network, state.state):  # type: ignore[attr-defined]
        raise RuleBroken("wrong-aggregate", event=event.type)
    match event:
        case MembershipActivated(founding=founding, focal_point_due=due):
            periods = (*state.periods, Period(since=fact.occurred_on))
            return state.model_copy(
                update={"status": status, "periods": periods, "founding": founding, "focal_point_due": due}
            )
        case MembershipLapsed() | StateWithdrew():
            *earlier, last = state.periods
            closed = last.model_copy(update={"until": fact.occurred_on})
            return state.model_copy(update={"status": status, "periods": (*earlier, closed)})
        case _:
            return state.model_copy(update={"status": status})


def scopes(state: Membership) -> frozenset[str]:
    """Its network and its state."""
    return frozenset({SECRETARIAT, f"network:{state.network}", f"state:{state.state}"})


def identify(command: InviteState | RecordMembership) -> UUID:
    """The one aggregate of this pair."""
    return membership_id(command.network, command.state)


MEMBERSHIP = Kind("membership", Membership, apply, scopes)
