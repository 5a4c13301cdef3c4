"""ContactPoint: whether a message may go out by one contact of a person. The address itself is the people store's."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, Said, step
from shared.contracts.enrollment.words import Channel
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import PersonId
from shared.contracts.notifications.contact_point import (
    ContactBounced,
    ContactDeclaredDead,
    ContactRegistered,
    ContactVerified,
)
from shared.contracts.text import Code, Iso3
from shared.errors import RuleBroken


class Status(StrEnum):
    """How far it is trusted."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    BOUNCING = "bouncing"
    DEAD = "dead"


_ANEW: Mapping[type[Event], str] = {ContactRegistered: Status.UNVERIFIED}
STATES: Lifecycle = {
    None: _ANEW,
    Status.UNVERIFIED: {**_ANEW, ContactVerified: Status.VERIFIED, ContactDeclaredDead: Status.DEAD},
    Status.VERIFIED: {**_ANEW, ContactBounced: Status.BOUNCING, ContactDeclaredDead: Status.DEAD},
    Status.BOUNCING: {**_ANEW, ContactVerified: Status.VERIFIED, ContactDeclaredDead: Status.DEAD},
    Status.DEAD: _ANEW,
}


class ContactPoint(Aggregate):
    """A contact of a person; its id is that of the contact in the people store."""

    person: PersonId
    channel: Channel
    status: Status
    state: Iso3 | None = None


class VerifyContact(Command):
    """Say that the contact is the person's: messages may go there."""


class ReportBounce(Command):
    """Say that a message came back."""


class DeclareDead(Command):
    """Say that nothing shall be sent there any more; `why` is a code such as `left` or `unknown-there`."""

    why: Code


def verify_contact(state: ContactPoint, command: VerifyContact, context: Context) -> Sequence[Said]:
    """Also after a bounce, when somebody made sure."""
    return [ContactVerified(person=state.person, channel=state.channel, state=state.state)]


def report_bounce(state: ContactPoint, command: ReportBounce, context: Context) -> Sequence[Said]:
    """Only of one that was in use."""
    return [ContactBounced(person=state.person, channel=state.channel, state=state.state)]


def declare_dead(state: ContactPoint, command: DeclareDead, context: Context) -> Sequence[Said]:
    """For good, until the person has another address."""
    return [ContactDeclaredDead(person=state.person, channel=state.channel, state=state.state, why=command.why)]


def apply(state: ContactPoint | None, fact: Envelope) -> ContactPoint:
    """The contact after one more fact; a contact never passes to another person."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    match fact.event:
        case ContactRegistered(person=person, channel=channel, state=iso3) if state is None or state.person == person:
            return ContactPoint(person=person, channel=channel, status=status, state=iso3)
        case ContactVerified() | ContactBounced() | ContactDeclaredDead() as event if state is not None and _is_of(
            event, state
        ):
            return state.model_copy(update={"status": status})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def _is_of(event: Event, state: ContactPoint) -> bool:
    own = {"person", "channel", "state"}
    return event.model_dump(include=own) == state.model_dump(include=own)


def scopes(state: ContactPoint) -> frozenset[str]:
    """The person's state."""
    return frozenset({SECRETARIAT, f"state:{state.state}"} if state.state else {SECRETARIAT})


CONTACT_POINT = Kind("contact-point", ContactPoint, apply, scopes)
