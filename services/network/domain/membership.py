"""Membership: one state in one network, with all its periods. Periods never overlap and are never overwritten."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event
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


_ENTERS: Mapping[type[Event], str] = {StateInvited: Status.INVITED, IntentDeclared: Status.INTENT_DECLARED}
_LEAVES: Mapping[type[Event], str] = {MembershipLapsed: Status.INACTIVE, StateWithdrew: Status.WITHDRAWN}
_ACCEDES: Mapping[type[Event], str] = {StateAcceded: Status.ACCESSION_PENDING, MembershipActivated: Status.ACTIVE}
STATES: Lifecycle = {
    None: {StateInvited: Status.INVITED, MembershipActivated: Status.ACTIVE},
    Status.INVITED: {IntentDeclared: Status.INTENT_DECLARED, **_ACCEDES},
    Status.INTENT_DECLARED: _ACCEDES,
    Status.ACCESSION_PENDING: {MembershipActivated: Status.ACTIVE},
    Status.ACTIVE: {MembershipSuspended: Status.SUSPENDED, **_LEAVES},
    Status.SUSPENDED: {MembershipResumed: Status.ACTIVE, **_LEAVES},
    Status.INACTIVE: _ENTERS,
    Status.WITHDRAWN: _ENTERS,
}
MEMBERS = frozenset({Status.ACTIVE, Status.SUSPENDED})
_WAY = (Status.INVITED, Status.INTENT_DECLARED, Status.ACCESSION_PENDING)
_ENDED = frozenset({Status.INACTIVE, Status.WITHDRAWN})


class Period(BaseModel):
    """From when to when the state was a member; open while `until` is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: PartialDate
    until: PartialDate | None = None


class Membership(Aggregate):
    """A state's membership in a network. `focal_point_due` is the last day of a founding member's promise to name one."""

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
    """The state fulfils the accession rule, and is a member from that day; `document` is the source of its accession."""

    document: UUID | None = None


class AdmitFoundingMember(Command):
    """At the network's launch the state becomes a member, and promises to name its focal point by a day."""

    network: UUID
    state: Iso3
    focal_point_due: date | None = None


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
    if state is not None and state.status not in _ENDED:
        raise Conflict.already_so(status=state.status)
    return [StateInvited(network=command.network, state=command.state)]


def declare_intent(state: Membership, command: DeclareIntent, context: Context) -> Sequence[Said]:
    """From an invitation, or from a former membership."""
    return [IntentDeclared(network=state.network, state=state.state)]


def accede_state(state: Membership, command: AccedeState, context: Context) -> Sequence[Said]:
    """Accession makes an active member; whether the rule is met is checked against the network and the seat."""
    promised = state.status == Status.INTENT_DECLARED
    return [
        StateAcceded(network=state.network, state=state.state, promised=promised, document=command.document),
        MembershipActivated(network=state.network, state=state.state),
    ]


def admit_founding_member(state: Membership | None, command: AdmitFoundingMember, context: Context) -> Sequence[Said]:
    """A founding member need not accede; that it is the day of the launch is checked against the network."""
    if state is not None and state.status not in _WAY[:2]:
        raise Conflict.already_so(status=state.status)
    due = command.focal_point_due
    return [MembershipActivated(network=command.network, state=command.state, founding=True, focal_point_due=due)]


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
    if status == command.status:
        raise Conflict.already_so(status=status)
    said = _way_in(status, command) if status not in MEMBERS else []
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


def _way_in(status: Status | None, command: RecordMembership) -> list[Said]:
    """The steps from `status` to an active membership."""
    pair = {"network": command.network, "state": command.state}
    acceded = StateAcceded(**pair, promised=True, document=command.source)
    founding = command.founding and status in {None, *_WAY[:2]}
    way: list[Event] = [] if founding else [StateInvited(**pair), IntentDeclared(**pair), acceded]
    behind = _WAY.index(status) + 1 if status in _WAY else 0
    active = MembershipActivated(**pair, founding=founding, focal_point_due=command.focal_point_due)
    said: list[Said] = [Dated(step, command.occurred_on, inferred=True) for step in way[behind:]]
    return [*said, Dated(active, command.occurred_on, inferred=command.status != "active")]


def apply(state: Membership | None, fact: Envelope) -> Membership:
    """The membership after one more fact.

    Invariants: one open period at most (1); intent was declared where accession says so, and who did not accede is a
    founding member (2).
    """
    event = fact.event
    before = state.status if state else None
    status = Status(step(STATES, before, event))
    if membership_id(event.network, event.state) != fact.subject:  # type: ignore[attr-defined]  # each event has the pair
        raise RuleBroken("wrong-aggregate", event=event.type)
    if state is None:
        state = Membership(network=event.network, state=event.state, status=status)  # type: ignore[attr-defined]
    changes: dict[str, object] = {"status": status}
    match event:
        case StateAcceded(promised=True) if before != Status.INTENT_DECLARED:
            raise RuleBroken("intent-not-declared", state=state.state)
        case MembershipActivated(founding=founding, focal_point_due=due):
            if founding is (before == Status.ACCESSION_PENDING):
                raise RuleBroken("founding-or-acceded", field="founding", status=before)
            changes |= {"periods": (*state.periods, Period(since=fact.occurred_on)), "focal_point_due": due}
            changes |= {"founding": founding or state.founding}
            if due is not None and due < fact.occurred_on.counts_from:
                raise RuleBroken("due-before-its-time", field="focal_point_due", due=str(due))
        case MembershipLapsed() | StateWithdrew():
            *earlier, last = state.periods
            changes |= {"periods": (*earlier, last.model_copy(update={"until": fact.occurred_on}))}
    return state.model_copy(update=changes)


def scopes(state: Membership) -> frozenset[str]:
    """Its network and its state."""
    return frozenset({SECRETARIAT, f"network:{state.network}", f"state:{state.state}"})


def identify(command: InviteState | AdmitFoundingMember | RecordMembership) -> UUID:
    """The one aggregate of this pair."""
    return membership_id(command.network, command.state)


MEMBERSHIP = Kind("membership", Membership, apply, scopes)
