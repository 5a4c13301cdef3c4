"""What enrollment says about people: opaque ids, the state, sector and level of their posts, consents; never a name.

Facts about personal values say that a value was recorded, not which: it stands in the people store under the person, the
fact's root or the contact's id (security.md D1, D2).
"""

from uuid import UUID

from shared.contracts.enrollment.words import Channel, Gender, Language, Level, Purpose, Sector
from shared.contracts.event import Event
from shared.contracts.text import Iso3


class PersonRegistered(Event, type="enrollment.person-registered"):
    """Somebody is known, in this post."""

    state: Iso3
    sector: Sector
    level: Level
    gender: Gender


class PostTakenUp(Event, type="enrollment.post-taken-up"):
    """The person works in this post from that day on; an earlier one ends there."""

    state: Iso3
    sector: Sector
    level: Level


class PostLeft(Event, type="enrollment.post-left"):
    """The person left that post and has none until the next one is known."""

    state: Iso3
    sector: Sector


class NameRecorded(Event, type="enrollment.name-recorded"):
    """The person's name is known, and is the one to use from that day on."""

    person: UUID


class PostDetailsRecorded(Event, type="enrollment.post-details-recorded"):
    """Body, rank or title of the post held, or last held, are known."""

    person: UUID
    state: Iso3
    sector: Sector


class AddressRecorded(Event, type="enrollment.address-recorded"):
    """The contact point has an address; one it had before is gone."""

    person: UUID
    contact: UUID
    channel: Channel


class AddressRemoved(Event, type="enrollment.address-removed"):
    """The contact point is no more, and its address is deleted."""

    person: UUID
    contact: UUID
    channel: Channel


class ConsentGiven(Event, type="enrollment.consent-given"):
    """The person agrees to that use from that day on."""

    person: UUID
    purpose: Purpose


class ConsentWithdrawn(Event, type="enrollment.consent-withdrawn"):
    """The person no longer agrees."""

    person: UUID
    purpose: Purpose


class LanguageChosen(Event, type="enrollment.language-chosen"):
    """The person wants to be written to in that language."""

    person: UUID
    language: Language


EVENTS = (
    PersonRegistered,
    PostTakenUp,
    PostLeft,
    NameRecorded,
    PostDetailsRecorded,
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
)
