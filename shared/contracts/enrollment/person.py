"""What enrollment says about people: opaque ids, and the state, sector and level of their posts; never a name."""

from shared.contracts.enrollment.words import Gender, Level, Sector
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


EVENTS = (PersonRegistered, PostTakenUp, PostLeft)
