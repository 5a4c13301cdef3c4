"""Looks across aggregates: what one event needs of others, for commands and corrections alike (shared.commands.Check)."""

from uuid import UUID

from services.network.domain.regional_network import REGIONAL_NETWORK, RegionalNetwork, Status
from services.network.domain.state import STATE
from shared.works import Reads
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.ids import state_id
from shared.contracts.network.membership import MembershipActivated
from shared.errors import RuleBroken


async def state_is_listed(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The state that the event names stands in the register at that date."""
    iso3 = getattr(event, "state", None)
    if iso3 is not None and await look.state_of(STATE, state_id(iso3), on) is None:
        raise RuleBroken("unknown-state", field="state", state=iso3)


async def network_exists(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The network that the event names is there at that date; it has members only once it is launched."""
    named: UUID | None = getattr(event, "network", None)
    if named is None:
        return
    network: RegionalNetwork | None = await look.state_of(REGIONAL_NETWORK, named, on)
    if network is None:
        raise RuleBroken("unknown-network", field="network", network=named)
    if isinstance(event, MembershipActivated) and network.status != Status.LAUNCHED:
        raise RuleBroken("network-not-launched", field="network", status=network.status)
