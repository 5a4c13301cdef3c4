"""What the network service says about statements: what a source claims, kept as said and never counted."""

from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.text import Code, PublicText


class StatementRecorded(Event, type="network.statement-recorded", public=True):
    """The source in the envelope says so, of the aggregate `about_kind/about_id` or of nothing in particular."""

    text: PublicText
    about_kind: Code | None = None
    about_id: UUID | None = None


EVENTS = (StatementRecorded,)
