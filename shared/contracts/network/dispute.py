"""What the network service says about disputes: a source that disagrees with what the register follows."""

from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.text import Code, Iso3, PublicText


class FactDisputed(Event, type="network.fact-disputed", public=True):
    """The source in the envelope disagrees about the aggregate `about_kind/about_id`, or about one `fact` of it.

    `fact` is the fact's root sequence; `network` and `state` name the pair, where the object is one of a pair.
    """

    about_kind: Code
    about_id: UUID
    fact: int | None = None
    network: UUID | None = None
    state: Iso3 | None = None
    text: PublicText


EVENTS = (FactDisputed,)
