"""What the network service says about sources: the documents that support facts."""

import datetime as dt
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.text import Iso3, PublicText


class SourceRegistered(Event, type="network.source-registered", public=True):
    """The register knows this document; `date` is the day it bears, `network` and `state` whose affair it is, if one's."""

    title: PublicText
    address: PublicText
    date: dt.date | None = None
    network: UUID | None = None
    state: Iso3 | None = None


EVENTS = (SourceRegistered,)
