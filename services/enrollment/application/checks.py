"""Looks across aggregates: what one event needs of others, for commands and corrections alike (shared.commands.Check)."""

from uuid import UUID

from services.enrollment.domain import seat
from services.enrollment.domain.cohort import COHORT, PLACES, place
from services.enrollment.domain.days import certain_days
from services.enrollment.domain.edition import EDITION, Status
from services.enrollment.domain.person import PERSON
from services.enrollment.domain.seminar import SEMINAR
from shared import history
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.edition import EditionDefined, EditionRetired
from shared.contracts.enrollment.seminar import SeminarPartAdded, SeminarPlanned, SeminarReplanned
from shared.contracts.enrollment.words import Role
from shared.contracts.event import Event
from shared.contracts.ids import state_id
from shared.errors import Conflict, RuleBroken
from shared.works import Reads


async def state_is_listed(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The state that the event names stands in the register of network at that date, as far as it was heard of here."""
    iso3 = getattr(event, "state", None)
    if iso3 is None:
        return
    listed = history.effective(await look.copy_of("state", state_id(iso3)))
    if not listed:
        raise Conflict("not-known-here-yet", kind="state", field="state", state=iso3)
    if listed[0].occurred_on.counts_from > on.latest:
        raise RuleBroken("unknown-state", field="state", state=iso3)


async def person_is_known(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The person that the event names is known at that date, and works for the state that sends them.

    Whose a person is, is nothing that a caller says (security.md A5): one of another state is told like nobody (I7).
    """
    person = getattr(event, "person", None)
    if person is None:
        return
    known = await look.state_of(PERSON, person, on)
    if known is None or getattr(event, "state", known.posts[-1].state) != known.posts[-1].state:
        raise RuleBroken("unknown-person", field="person", person=person)


async def edition_is_there(look: Reads, id: UUID, event: Event, on: PartialDate) -> Event | None:
    """The edition that the event names is there at that date, and open if a seminar is planned.

    The event gets the edition's network: whose seminar it is, is nothing that a caller says.
    """
    named = getattr(event, "edition", None)
    if named is None:
        return None
    edition = await look.state_of(EDITION, named, on)
    if edition is None:
        raise RuleBroken("unknown-edition", field="edition", edition=named)
    if isinstance(event, SeminarPlanned) and edition.status is Status.RETIRED:
        raise RuleBroken("edition-retired", field="edition", edition=named)
    return event.model_copy(update={"network": edition.network})


async def whose_it_is(look: Reads, id: UUID, event: Event, on: PartialDate) -> Event | None:
    """What the event repeats of its edition or cohort is what that says, not what a caller says (security.md A5)."""
    match event:
        case EditionDefined():
            return None
        case EditionRetired():
            edition = await look.state_of(EDITION, id)
            return event.model_copy(update={"slug": edition.slug, "network": edition.network}) if edition else None
    cohort = await look.state_of(COHORT, id)
    return event.model_copy(update={"network": cohort.network}) if cohort else None


async def cohort_fits(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """Whoever has a place in the seminar is free on its new days, and a plan that is corrected has seats enough for them.

    The cohort guards both itself. This says so before the seminar is changed, when the caller can still choose other days.
    """
    match event:
        case SeminarPartAdded(part=part):
            days = {*certain_days([part])}
        case SeminarPlanned(parts=parts) | SeminarReplanned(parts=parts):
            days = {*certain_days(parts)}
        case _:
            return
    cohort = await look.state_of(COHORT, id)
    if cohort is None:
        return
    planned = await look.state_of(SEMINAR, id)
    if isinstance(event, SeminarPlanned) and planned is not None and planned.capacity == cohort.capacity:
        seat.guard(cohort.seats, event.capacity, Role)
    for person in [person for person, held in cohort.seats.items() if held.role in PLACES]:
        for day in sorted(days):
            claim = place(person, day.isoformat())
            holder = await look.holder_of(claim)
            if holder not in {None, id}:
                raise Conflict("taken", field="parts", claim=claim, holder=holder)
