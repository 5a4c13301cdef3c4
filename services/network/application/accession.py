"""How a state becomes a member (invariant 2): what the network's accession rule asks at that date."""

from uuid import UUID

from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.regional_network import REGIONAL_NETWORK, RegionalNetwork
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.ids import seat_id
from shared.contracts.network.focal_point_seat import SeatKind
from shared.contracts.network.membership import MembershipActivated, StateAcceded
from shared.contracts.network.regional_network import AccessionRule
from shared.errors import RuleBroken
from shared.works import Reads

_BY_DOCUMENT = frozenset({AccessionRule.FOUNDING_DOCUMENT, AccessionRule.TREATY})


async def accession_rule_is_met(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """Accession is judged by the rule of its date; a founding member by the launch."""
    match event:
        case StateAcceded():
            await _judge_accession(look, await _network(look, event.network, on), event, on)
        case MembershipActivated(founding=True):
            _judge_founding(await _network(look, event.network, on), event, on)


async def _judge_accession(look: Reads, network: RegionalNetwork, event: StateAcceded, on: PartialDate) -> None:
    if network.rule is None:
        raise RuleBroken("accession-rule-missing", network=network.slug)
    if network.rule == AccessionRule.PARTICIPATION_AND_PROMISE and not event.promised:
        raise RuleBroken("intent-not-declared", rule=network.rule)
    if network.rule in _BY_DOCUMENT and event.document is None:
        raise RuleBroken("document-missing", field="document", rule=network.rule)
    if network.rule == AccessionRule.FOCAL_POINT:
        seat = await look.state_of(FOCAL_POINT_SEAT, seat_id(event.network, event.state), on)
        if seat is None or not any(one.kind == SeatKind.NATIONAL for one in seat.seated(on.latest)):
            raise RuleBroken("focal-point-missing", rule=network.rule)


def _judge_founding(network: RegionalNetwork, event: MembershipActivated, on: PartialDate) -> None:
    launched = network.launched
    if launched is None or not on.overlaps(launched.earliest or launched.latest, launched.latest):
        raise RuleBroken("not-at-the-launch", field="founding", launched=str(launched))
    if network.rule in _BY_DOCUMENT:
        raise RuleBroken("document-missing", field="founding", rule=network.rule)
    if network.rule == AccessionRule.FOCAL_POINT and event.focal_point_due is None:
        raise RuleBroken("focal-point-due-missing", field="focal_point_due", rule=network.rule)


async def _network(look: Reads, id: UUID, on: PartialDate) -> RegionalNetwork:
    network = await look.state_of(REGIONAL_NETWORK, id, on)
    if network is None:
        raise RuleBroken("unknown-network", field="network", network=id)
    return network
