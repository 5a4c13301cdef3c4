"""What the network service says about national mechanisms: institutions of one state that prevent together."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.text import Iso3, PublicText

InstitutionCount = Annotated[int, Field(ge=1, le=1_000)]
"""How many institutions."""


class _OfMechanism(Event):
    network: UUID
    state: Iso3


class MechanismAnnounced(_OfMechanism, type="network.mechanism-announced", public=True):
    """The state said that it will have one."""

    name: PublicText


class MechanismEstablished(_OfMechanism, type="network.mechanism-established", public=True):
    """It exists, by that `document` (a source). `counted`: how many institutions belong to it, where a source counts them."""

    document: UUID | None = None
    counted: InstitutionCount | None = None


class InstitutionJoinedMechanism(_OfMechanism, type="network.institution-joined-mechanism", public=True):
    """This body belongs to it from that date on."""

    body: UUID


class MechanismDissolved(_OfMechanism, type="network.mechanism-dissolved", public=True):
    """It exists no longer."""

    reason: PublicText


EVENTS = (MechanismAnnounced, MechanismEstablished, InstitutionJoinedMechanism, MechanismDissolved)
