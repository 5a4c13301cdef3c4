"""PartnerAgreement: what a partner does for the programmes, from the draft to the end. One in force for each kind and scope."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.aggregate import (
    SECRETARIAT,
    Aggregate,
    Command,
    Context,
    Dated,
    Deadline,
    Kind,
    Lifecycle,
    RecordCommand,
    Said,
    step,
)
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.network.agreement import (
    AgreementAmended,
    AgreementDrafted,
    AgreementExpired,
    AgreementKind,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
)
from shared.contracts.text import Code, PublicText
from shared.errors import Conflict, RuleBroken

ENDS = "agreements/{id}/expire"  # what the deadline runs


class Status(StrEnum):
    """Where an agreement stands."""

    DRAFTED = "drafted"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    TERMINATED = "terminated"


STATES: Lifecycle = {
    None: {AgreementDrafted: Status.DRAFTED},
    Status.DRAFTED: {AgreementSigned: Status.IN_FORCE, AgreementTerminated: Status.TERMINATED},
    Status.IN_FORCE: {
        AgreementAmended: Status.IN_FORCE,
        AgreementSuspended: Status.SUSPENDED,
        AgreementExpired: Status.EXPIRED,
        AgreementTerminated: Status.TERMINATED,
    },
    Status.SUSPENDED: {
        AgreementAmended: Status.SUSPENDED,
        AgreementResumed: Status.IN_FORCE,
        AgreementExpired: Status.EXPIRED,
        AgreementTerminated: Status.TERMINATED,
    },
}
_STANDS = frozenset({Status.IN_FORCE, Status.SUSPENDED})


class PartnerAgreement(Aggregate):
    """An agreement with the partner `body`; `until` is the last day it is in force, if it has one."""

    body: UUID
    network: UUID | None = None
    kind: AgreementKind
    scope: Code
    title: PublicText
    status: Status
    until: date | None = None


class DraftAgreement(Command):
    """Write down what a partner would do; `scope` names what it covers, `network` whose affair it is, if one's."""

    id: UUID | None = None
    body: UUID
    network: UUID | None = None
    kind: AgreementKind
    scope: Code
    title: PublicText


class SignAgreement(Command):
    """It is in force from that day on, until the end of the day `until`; `document` is the source with the signatures."""

    until: date | None = None
    document: UUID | None = None


class AmendAgreement(Command):
    """Give it another last day, or none, and perhaps another title."""

    title: PublicText | None = None
    until: date | None = None
    document: UUID | None = None


class SuspendAgreement(Command):
    """Let it rest, and say why."""

    reason: PublicText


class ResumeAgreement(Command):
    """Let it rest no longer."""


class ExpireAgreement(Command):
    """Its last day has passed."""


class TerminateAgreement(Command):
    """End it, and say why; also a draft that nobody will sign."""

    reason: PublicText


class RecordAgreement(RecordCommand):
    """Write down an agreement that a source tells of; `occurred_on` is when it came into force."""

    id: UUID
    body: UUID
    network: UUID | None = None
    kind: AgreementKind
    scope: Code
    title: PublicText
    until: date | None = None
    document: UUID | None = None


def draft_agreement(
    state: PartnerAgreement | None, command: DraftAgreement | RecordAgreement, context: Context
) -> Sequence[Said]:
    """As many drafts as anybody likes."""
    if state is not None:
        raise Conflict("exists-already", title=state.title)
    said = command.model_dump(include=set(AgreementDrafted.model_fields))
    return [AgreementDrafted.model_validate(said)]


def sign_agreement(state: PartnerAgreement, command: SignAgreement, context: Context) -> Sequence[Said]:
    """While no other of the partner, kind and scope is in force (a claim)."""
    return [AgreementSigned(**_of(state), until=command.until, document=command.document)]


def amend_agreement(state: PartnerAgreement, command: AmendAgreement, context: Context) -> Sequence[Said]:
    """What is not named of its title stays; its last day is the one named now."""
    title = command.title or state.title
    return [AgreementAmended(**_of(state), title=title, until=command.until, document=command.document)]


def suspend_agreement(state: PartnerAgreement, command: SuspendAgreement, context: Context) -> Sequence[Said]:
    """It goes on being the one of its kind and scope."""
    return [AgreementSuspended(**_of(state), reason=command.reason)]


def resume_agreement(state: PartnerAgreement, command: ResumeAgreement, context: Context) -> Sequence[Said]:
    """Until its last day, which has not moved."""
    return [AgreementResumed(**_of(state))]


def expire_agreement(state: PartnerAgreement, command: ExpireAgreement, context: Context) -> Sequence[Said]:
    """Once, the day after its last."""
    if state.status not in _STANDS or state.until is None:
        raise Conflict.already_so(status=state.status)
    return [AgreementExpired(**_of(state))]


def terminate_agreement(state: PartnerAgreement, command: TerminateAgreement, context: Context) -> Sequence[Said]:
    """Whatever its last day."""
    return [AgreementTerminated(**_of(state), reason=command.reason)]


def record_agreement(state: PartnerAgreement | None, command: RecordAgreement, context: Context) -> Sequence[Said]:
    """The whole legal chain: that it was drafted is inferred, and that it expired follows from its last day."""
    on, drafted = command.occurred_on, draft_agreement(state, command, context)
    of = {"body": command.body, "network": command.network}
    signed = AgreementSigned(**of, until=command.until, document=command.document)
    said = [*(Dated(one, on, inferred=True) for one in drafted if not isinstance(one, Dated)), Dated(signed, on)]
    ended = command.until + timedelta(days=1) if command.until else None
    if ended is not None and ended <= context.today:
        said += [Dated(AgreementExpired(**of), PartialDate.of(ended))]
    return said


def _of(state: PartnerAgreement) -> dict[str, Any]:
    return {"body": state.body, "network": state.network}


def apply(state: PartnerAgreement | None, fact: Envelope) -> PartnerAgreement:
    """The agreement after one more fact (invariant 20): no last day before its time, and no end before its last day."""
    event, day = fact.event, fact.occurred_on.counts_from
    status = Status(step(STATES, state.status if state else None, event))
    if isinstance(event, AgreementDrafted):
        return PartnerAgreement.model_validate({**event.model_dump(), "status": status})
    if state is None or _of(state) != {"body": event.body, "network": event.network}:  # type: ignore[attr-defined]
        raise RuleBroken("wrong-aggregate", event=event.type)
    changes: dict[str, object] = {"status": status}
    match event:
        case AgreementSigned(until=until) | AgreementAmended(until=until) if until is not None and until < day:
            raise RuleBroken("ends-before-it-begins", field="until", until=str(until))
        case AgreementSigned(until=until):
            changes |= {"until": until}
        case AgreementAmended(title=title, until=until):
            changes |= {"title": title, "until": until}
        case AgreementExpired() if state.until is None or day <= state.until:
            raise RuleBroken("not-ended-yet", until=str(state.until))
        case AgreementResumed() if state.until is not None and state.until < day:
            raise RuleBroken("ended", until=str(state.until))
    return state.model_copy(update=changes)


def scopes(state: PartnerAgreement) -> frozenset[str]:
    """The network whose affair it is, or the secretariat's alone."""
    return frozenset({SECRETARIAT, f"network:{state.network}"} if state.network else {SECRETARIAT})


def claims(state: PartnerAgreement) -> Sequence[str]:
    """At most one stands for each partner, kind and scope."""
    return (f"agreement:{state.body}:{state.kind}:{state.scope}",) if state.status in _STANDS else ()


def deadlines(state: PartnerAgreement) -> Sequence[Deadline]:
    """It expires the day after its last."""
    if state.status not in _STANDS or state.until is None:
        return ()
    return (Deadline("end", state.until + timedelta(days=1), ENDS),)


AGREEMENT = Kind("agreement", PartnerAgreement, apply, scopes, claims=claims, deadlines=deadlines)
