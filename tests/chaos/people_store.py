"""The people store after a run: of each fact that tells of a value there is the value, once, and of no other (I2)."""

from collections.abc import Sequence
from uuid import UUID

from services.enrollment.domain.person import Person
from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    NameRecorded,
    PostDetailsRecorded,
)
from shared.contracts.event import Envelope
from tests.chaos.checks import Violation, told
from tests.chaos.evidence import Store
from tests.chaos.ground import Ground

CONTACT = "contact"
Place = tuple[UUID, str, str]


async def check(ground: Ground, store: Store) -> list[Violation]:
    """From the journal and the states of enrollment. Values are never read: only which there are.

    After the correction of a fact about a contact its value may be gone: one that was deleted does not come back by it.
    """
    rows = await ground.rows("enrollment", "select distinct subject, kind, record from people")
    corrected = _corrected(store.journal)
    there = {(row["subject"], row["kind"], row["record"]) for row in rows}
    wanted = _told(store.journal) | _contacts(store)
    gone = {place for place in wanted if place[1] == CONTACT and place[0] in corrected}
    lost = [f"the people store has no {kind} {record} of {id}" for id, kind, record in sorted(wanted - gone - there)]
    more = [f"the people store has a {kind} {record} of {id} too many" for id, kind, record in sorted(there - wanted)]
    return [*told("I2", lost, "lost"), *told("I2", more)]


def _told(journal: Sequence[Envelope]) -> set[Place]:
    """Names and posts stand under the fact that told of them, whatever became of it."""
    words = {NameRecorded: "name", PostDetailsRecorded: "post"}
    return {
        (fact.subject, words[type(fact.event)], str(fact.sequence))
        for fact in journal
        if type(fact.event) in words and fact.corrects is None
    }


def _corrected(journal: Sequence[Envelope]) -> set[UUID]:
    about = {
        (fact.subject, fact.sequence)
        for fact in journal
        if isinstance(fact.event, AddressRecorded | AddressRemoved) and fact.corrects is None
    }
    return {fact.subject for fact in journal if (fact.subject, fact.corrects) in about}


def _contacts(store: Store) -> set[Place]:
    """Addresses stand under their contact point, as long as the person has it."""
    persons = [Person.model_validate(row["state"]) for row in store.aggregates if row["kind"] == "person"]
    return {(person.id, CONTACT, str(contact)) for person in persons for contact in person.contacts}
