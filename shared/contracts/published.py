"""The catalog of everything that is published: one line for each module of events."""

from shared.contracts.catalog import Catalog
from shared.contracts.enrollment import alumnus
from shared.contracts.enrollment import facts as enrollment_facts
from shared.contracts.gateway import facts as gateway_facts
from shared.contracts.network import facts as network_facts
from shared.contracts.network import membership, regional_network, state
from shared.contracts.notifications import facts as notifications_facts

CATALOG = Catalog(
    (
        *enrollment_facts.EVENTS,
        *alumnus.EVENTS,
        *network_facts.EVENTS,
        *state.EVENTS,
        *regional_network.EVENTS,
        *membership.EVENTS,
        *notifications_facts.EVENTS,
        *gateway_facts.EVENTS,
    )
)
