"""What network remembers of people: in which state they hold their posts. Nobody sits for a state who is not of it."""

from collections.abc import Sequence
from uuid import UUID

from shared import history
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.person import PersonRegistered, PostTakenUp
from shared.contracts.event import Envelope, Event
from shared.contracts.network.focal_point_seat import FocalPointDesignated
from shared.errors import Conflict, RuleBroken
from shared.works import Reads

PERSON = "person"
"""The kind of enrollment's aggregate of which we keep copies."""


async def person_is_of_the_state(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """Who is designated is known, and of the state by then. Raises Conflict when we have not heard of the person yet."""
    if not isinstance(event, FocalPointDesignated) or event.person is None:
        return
    home = home_of(await look.copy_of(PERSON, event.person), on)
    if home is None:
        raise Conflict("not-known-here-yet", field="person", person=event.person)
    if home != event.state:
        raise RuleBroken("person-of-another-state", field="person", state=event.state)


def home_of(heard: Sequence[Envelope], on: PartialDate) -> str | None:
    """The state of the last post taken up by then, also when it was left since; of the first one known, where none was.

    None when nothing is known of the person.
    """
    home: str | None = None
    for fact in history.effective(heard):
        if isinstance(fact.event, PersonRegistered | PostTakenUp) and (
            home is None or fact.occurred_on.counts_from <= on.latest
        ):
            home = fact.event.state
    return home
