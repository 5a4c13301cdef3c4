"""What the network service says about meetings: of the focal points of one network, in a place or online."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.text import Iso3, PublicText

MeetingNumber = Annotated[int, Field(ge=1, le=10_000)]
"""Which meeting of its network it is, counted from 1."""
StateCount = Annotated[int, Field(ge=1, le=300)]
"""How many states."""


class _OfMeeting(Event):
    network: UUID


class MeetingScheduled(_OfMeeting, type="network.meeting-scheduled", public=True):
    """The network meets on these `dates`; `host` is the state that invites. Online, it may have no `place`."""

    name: PublicText
    number: MeetingNumber | None = None
    dates: PartialDate
    place: PublicText | None = None
    host: Iso3 | None = None
    online: bool = False


class DelegationAttended(_OfMeeting, type="network.delegation-attended", public=True):
    """A delegation of this state was there."""

    state: Iso3


class MeetingConcluded(_OfMeeting, type="network.meeting-concluded", public=True):
    """It is over. `counted` is how many states were there, where somebody counted them."""

    counted: StateCount | None = None


class MinutesAdopted(_OfMeeting, type="network.minutes-adopted", public=True):
    """Those who met agree with its minutes; `document` is the source where they stand."""

    document: UUID


class MeetingCancelled(_OfMeeting, type="network.meeting-cancelled", public=True):
    """It is not held."""

    reason: PublicText


EVENTS = (MeetingScheduled, DelegationAttended, MeetingConcluded, MinutesAdopted, MeetingCancelled)
