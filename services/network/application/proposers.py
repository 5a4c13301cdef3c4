"""Who may propose and endorse initiatives (invariants 5 and 6), judged at the date of the proposal."""

from dataclasses import dataclass
from uuid import UUID

from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.initiative import Initiative
from services.network.domain.membership import MEMBERS, MEMBERSHIP, Status
from shared import history
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.event import Event
from shared.contracts.ids import membership_id, seat_id
from shared.contracts.network.initiative import InitiativeEndorsed, InitiativeProposed, ProposerKind
from shared.errors import Conflict, RuleBroken
from shared.works import Reads

ALUMNUS = "alumnus"
"""The kind of enrollment's aggregate of which we keep copies; its id is the person's."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that does not hold (None: all do), and the version of the copy this was judged on, if on a copy."""

    rule: str | None
    judged_on: int | None = None


async def verdict_on(look: Reads, proposal: InitiativeProposed | Initiative, on: PartialDate) -> Verdict:
    """Whether it was right to propose it at that date. Raises Conflict when we have not heard of the alumnus yet."""
    membership = await look.state_of(MEMBERSHIP, membership_id(proposal.network, proposal.state), on)
    if membership is None or membership.status not in MEMBERS:
        return Verdict("not-a-member")
    if proposal.proposer is None:
        return Verdict(None)
    if proposal.proposer_kind == ProposerKind.ALUMNUS:
        heard = await look.copy_of(ALUMNUS, proposal.proposer)
        if not heard:
            raise Conflict("not-known-here-yet", field="proposer", person=proposal.proposer)
        recognised = [fact for fact in history.effective(heard) if isinstance(fact.event, AlumnusRecognised)]
        by_then = any(fact.occurred_on.counts_from <= on.latest for fact in recognised)
        return Verdict(None if by_then else "not-an-alumnus", heard[-1].sequence)
    if membership.status != Status.ACTIVE:
        return Verdict("not-an-active-member")
    seated = await _is_seated(look, proposal.network, proposal.state, proposal.proposer, on)
    return Verdict(None if seated else "not-a-focal-point")


async def proposer_has_the_right(look: Reads, id: UUID, event: Event, on: PartialDate) -> Event | None:
    """Invariant 5, and that the lead state is a member; the event takes along what it was judged on."""
    if not isinstance(event, InitiativeProposed):
        return None
    verdict = await verdict_on(look, event, on)
    if verdict.rule is not None:
        raise RuleBroken(verdict.rule, field="proposer", state=event.state, on=str(on))
    return event.model_copy(update={"judged_on": verdict.judged_on})


async def endorser_is_a_focal_point(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """Invariant 6: of the lead state. Nobody knows who endorsed what is only on record."""
    if not isinstance(event, InitiativeEndorsed) or event.endorser is None:
        return
    if not await _is_seated(look, event.network, event.state, event.endorser, on):
        raise RuleBroken("not-a-focal-point", field="endorser", state=event.state, on=str(on))


async def _is_seated(look: Reads, network: UUID, state: str, person: UUID, on: PartialDate) -> bool:
    seat = await look.state_of(FOCAL_POINT_SEAT, seat_id(network, state), on)
    return seat is not None and any(one.person == person for one in seat.seated(on.latest))
