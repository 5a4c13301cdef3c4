"""What notifications says about contact points: by which of a person's contacts a message may go out. No address is here."""

from shared.contracts.enrollment.words import Channel
from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.text import Code, Iso3


class _OfContact(Event):
    """`state`: of which state the person is, where that is known; it decides who may see it."""

    person: PersonId
    channel: Channel
    state: Iso3 | None = None


class ContactRegistered(_OfContact, type="notifications.contact-registered"):
    """The person has this contact, or another address for it; nobody has verified it yet."""


class ContactVerified(_OfContact, type="notifications.contact-verified"):
    """Somebody made sure that it is the person's."""


class ContactBounced(_OfContact, type="notifications.contact-bounced"):
    """The other side refused a message for it."""


class ContactDeclaredDead(_OfContact, type="notifications.contact-declared-dead"):
    """Nothing is sent there any more."""

    why: Code


EVENTS = (ContactRegistered, ContactVerified, ContactBounced, ContactDeclaredDead)
