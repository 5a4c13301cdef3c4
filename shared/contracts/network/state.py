"""What the network service says about states: the register everybody refers to."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.contracts.event import Event
from shared.contracts.text import Iso2, Iso3, PublicText


class Region(StrEnum):
    """The five regional groups of the United Nations: a fact, not a right."""

    AFRICA = "africa"
    ASIA_PACIFIC = "asia-pacific"
    EASTERN_EUROPE = "eastern-europe"
    LATIN_AMERICA = "latin-america-and-caribbean"
    WESTERN_EUROPE = "western-europe-and-others"


class Names(BaseModel):
    """A state's name in the five languages of the network."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: PublicText
    es: PublicText
    fr: PublicText
    pt: PublicText
    ar: PublicText


class StateListed(Event, type="network.state-listed", public=True):
    """The register knows this state from that date on."""

    iso3: Iso3
    iso2: Iso2
    names: Names
    region: Region


class StateRenamed(Event, type="network.state-renamed", public=True):
    """It bears other names from that date on."""

    iso3: Iso3
    names: Names


EVENTS = (StateListed, StateRenamed)
