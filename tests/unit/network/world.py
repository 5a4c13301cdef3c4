"""A small world for tests of the whole table: states, a launched network, a source, people."""

from typing import Any
from uuid import UUID

from services.network.application.commands import COMMANDS
from services.network.application.reactions import REACTIONS
from services.network.domain.body import BODY
from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.membership import MEMBERSHIP
from services.network.domain.regional_network import REGIONAL_NETWORK
from services.network.domain.source import SOURCE
from services.network.domain.state import STATE
from shared.access import Actor
from shared.contracts.enrollment.person import PersonRegistered
from shared.contracts.enrollment.words import Gender, Level, Sector
from shared.contracts.event import Envelope
from shared.contracts.ids import ActorId, PersonId, membership_id, seat_id
from shared.contracts.network.body import BodyKind, BodyRegistered
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.focal_point_seat import FocalPointDesignated, SeatKind
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.network.regional_network import (
    AccessionRule,
    AccessionRuleSet,
    NetworkConceived,
    NetworkConcluded,
    NetworkLaunched,
)
from shared.contracts.network.source import SourceRegistered
from shared.contracts.network.state import Names, Region, StateListed
from tests.support.given import Given, given
from tests.support.memory import Memory, heard

NETWORK, OTHER_NETWORK, LETTER, MINISTRY = (UUID(int=n) for n in (10, 11, 20, 30))
ANA, EVA, LIA = (PersonId(UUID(int=n)) for n in (1, 2, 3))
MEMBER, SEAT = membership_id(NETWORK, "ARG"), seat_id(NETWORK, "ARG")
NOBODY = UUID(int=99)


def state(iso3: str, iso2: str, since: str = "1945-10-24") -> Given[Any]:
    names = Names(**dict.fromkeys(("en", "es", "fr", "pt", "ar"), iso3))
    return given(STATE, StateListed(iso3=iso3, iso2=iso2, names=names, region=Region.LATIN_AMERICA), on=since)


def network(rule: AccessionRule, *, launched: str | None = "2012-03-29", concluded: str | None = None) -> Given[Any]:
    facts = given(REGIONAL_NETWORK, NetworkConceived(slug="la", name="LA"), on="2010-01-01", id=NETWORK)
    facts = facts.also(AccessionRuleSet(rule=rule), on="2010-02-01")
    facts = facts.also(NetworkLaunched(), on=launched) if launched else facts
    return facts.also(NetworkConcluded(), on=concluded) if concluded else facts


def member(iso3: str = "ARG", since: str = "2012-03-29") -> Given[Any]:
    event = MembershipActivated(network=NETWORK, state=iso3, founding=True)
    return given(MEMBERSHIP, event, on=since)


def focal_point(person: PersonId = EVA, since: str = "2012-06-01", kind: str = "national") -> Given[Any]:
    event = FocalPointDesignated(network=NETWORK, state="ARG", kind=SeatKind(kind), person=person, letter=LETTER)
    return given(FOCAL_POINT_SEAT, event, on=since)


def world(*more: Given[Any], rule: AccessionRule = AccessionRule.PARTICIPATION_AND_PROMISE) -> Memory:
    """ARG, BRA (listed in 2013), a network launched on 2012-03-29 under a rule, a letter, a ministry; three people of ARG."""
    letter = given(SOURCE, SourceRegistered(title="Letter", address="archive/1"), on="2030-01-01", id=LETTER)
    ministry = BodyRegistered(kind=BodyKind.MINISTRY, name="Justice", state="ARG")
    memory = Memory(COMMANDS, NetworkFactRetracted, REACTIONS).holds(
        state("ARG", "AR"),
        state("BRA", "BR", since="2013-01-01"),
        network(rule),
        letter,
        given(BODY, ministry, on="2010-01-01", id=MINISTRY),
        *more,
    )
    memory.hear(*(known(person) for person in (ANA, EVA, LIA)))
    return memory


def known(person: PersonId, iso3: str = "ARG", since: str = "2001-01-01") -> Envelope:
    event = PersonRegistered(state=iso3, sector=Sector.JUSTICE, level=Level.SENIOR, gender=Gender.FEMALE)
    return heard("person", person, 1, event, since)


def actor(role: str, *scopes: str) -> Actor:
    return Actor(ActorId(UUID(int=50)), role, frozenset(scopes))


PAIR: dict[str, Any] = {"network": str(NETWORK), "state": "ARG"}
