"""What the network service says about regional networks."""

from enum import StrEnum
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.text import Iso3, PublicText, Slug


class AccessionRule(StrEnum):
    """How a state becomes a member (domain.md 1c, point 7)."""

    PARTICIPATION_AND_PROMISE = "participation-and-promise"
    FOCAL_POINT = "focal-point"
    FOUNDING_DOCUMENT = "founding-document"
    TREATY = "treaty"


class NetworkConceived(Event, type="network.network-conceived", public=True):
    """Somebody had the idea: the network has a name."""

    slug: Slug
    name: PublicText


class NetworkInitiated(Event, type="network.network-initiated", public=True):
    """Officials of these states started it."""

    states: tuple[Iso3, ...]


class NetworkDevelopmentStarted(Event, type="network.network-development-started", public=True):
    """It is being built."""


class AccessionRuleSet(Event, type="network.accession-rule-set", public=True):
    """How states join it from that date on."""

    rule: AccessionRule


class SecretariatAppointed(Event, type="network.secretariat-appointed", public=True):
    """This body runs its secretariat."""

    body: UUID


class NetworkHosted(Event, type="network.network-hosted", public=True):
    """This body of that state hosts it."""

    body: UUID
    state: Iso3 | None = None


class NetworkLaunched(Event, type="network.network-launched", public=True):
    """It exists: from that date on it has members."""


class NetworkConcluded(Event, type="network.network-concluded", public=True):
    """It ended."""


EVENTS = (
    NetworkConceived,
    NetworkInitiated,
    NetworkDevelopmentStarted,
    AccessionRuleSet,
    SecretariatAppointed,
    NetworkHosted,
    NetworkLaunched,
    NetworkConcluded,
)
