"""What the network service says about bodies: ministries, offices, organisations and what else acts beside states."""

from enum import StrEnum

from shared.contracts.event import Event
from shared.contracts.text import Iso3, PublicText


class BodyKind(StrEnum):
    """What sort of body it is."""

    MINISTRY = "ministry"
    OFFICE = "office"
    REGIONAL_ORGANISATION = "regional-organisation"
    MUSEUM = "museum"
    MILITARY_COLLEGE = "military-college"
    INTERNATIONAL_OFFICE = "international-office"
    INSTITUTE = "institute"
    FOUNDATION = "foundation"
    BOARD = "board"


class BodyRegistered(Event, type="network.body-registered", public=True):
    """The register knows this body, of a state or above states."""

    kind: BodyKind
    name: PublicText
    state: Iso3 | None = None


class BodyRenamed(Event, type="network.body-renamed", public=True):
    """It bears another name from that date on."""

    name: PublicText
    state: Iso3 | None = None


class BodyClosed(Event, type="network.body-closed", public=True):
    """It exists no longer."""

    state: Iso3 | None = None


EVENTS = (BodyRegistered, BodyRenamed, BodyClosed)
