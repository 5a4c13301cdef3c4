"""What the network service says about the membership of one state in one network."""

from datetime import date
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.text import Iso3


class _OfMembership(Event):
    network: UUID
    state: Iso3


class StateInvited(_OfMembership, type="network.state-invited", public=True):
    """The network invited the state."""


class IntentDeclared(_OfMembership, type="network.intent-declared", public=True):
    """The state declared that it wants to join."""


class StateAcceded(_OfMembership, type="network.state-acceded", public=True):
    """The state fulfilled what the network's accession rule asks on that date.

    `promised`: it had declared its intent before. `document`: the source that shows its accession.
    """

    promised: bool = False
    document: UUID | None = None


class MembershipActivated(_OfMembership, type="network.membership-activated", public=True):
    """The state is a member from that date on. A founding member may name its focal point later, by `focal_point_due`."""

    founding: bool = False
    focal_point_due: date | None = None


class MembershipSuspended(_OfMembership, type="network.membership-suspended", public=True):
    """Its rights rest; it is still a member."""


class MembershipResumed(_OfMembership, type="network.membership-resumed", public=True):
    """Its rights no longer rest."""


class MembershipLapsed(_OfMembership, type="network.membership-lapsed", public=True):
    """It is no member any more, without having said so: inactive."""


class StateWithdrew(_OfMembership, type="network.state-withdrew", public=True):
    """The state left."""


EVENTS = (
    StateInvited,
    IntentDeclared,
    StateAcceded,
    MembershipActivated,
    MembershipSuspended,
    MembershipResumed,
    MembershipLapsed,
    StateWithdrew,
)
