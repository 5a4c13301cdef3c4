"""Objects of the network service, as events that were said before, at each place."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from services.network.domain.body import BODY
from services.network.domain.dispute import DISPUTE
from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.initiative import INITIATIVE
from services.network.domain.membership import MEMBERSHIP
from services.network.domain.regional_network import REGIONAL_NETWORK
from services.network.domain.source import SOURCE
from services.network.domain.state import STATE
from services.network.domain.statement import STATEMENT
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.ids import PersonId, membership_id, seat_id, state_id
from shared.contracts.network.body import BodyKind, BodyRegistered
from shared.contracts.network.dispute import FactDisputed
from shared.contracts.network.focal_point_seat import FocalPointDesignated, FocalPointLeavingAnnounced, SeatKind
from shared.contracts.network.initiative import (
    InitiativeEndorsed,
    InitiativeKind,
    InitiativeProposed,
    InitiativeStarted,
    ProposerKind,
)
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.network.milestone import MilestonePlanned
from shared.contracts.network.regional_network import (
    AccessionRule,
    AccessionRuleSet,
    NetworkConceived,
    NetworkDevelopmentStarted,
    NetworkLaunched,
)
from shared.contracts.network.source import SourceRegistered
from shared.contracts.network.state import Names, Region, StateListed
from shared.contracts.network.statement import StatementRecorded
from tests.contract.authorization.world import FOREIGN_STATE, NONE, OWN_STATE, Given, Place

LISTED = date(1945, 10, 24)
PERSON = PersonId(UUID("0d000000-0000-4000-8000-00000000000d"))
FOREIGN_PERSON = PersonId(UUID("0d000000-0000-4000-8000-0000000000fd"))
ALUMNUS = PersonId(UUID("0e000000-0000-4000-8000-00000000000e"))
LAUNCH = "2011-01-31"


def states() -> Iterable[Given]:
    """The register of states."""
    for iso3 in (OWN_STATE, FOREIGN_STATE):
        yield state(iso3)


def state(iso3: str) -> Given:
    """One state."""
    event = StateListed(iso3=iso3, iso2=iso3[:2], names=names(iso3), region=Region.AFRICA)
    return Given(STATE, state_id(iso3), [event], LISTED)


def names(text: str) -> Names:
    """The same name in all languages."""
    return Names(en=text, es=text, fr=text, pt=text, ar=text)


def network_id(place: Place) -> UUID:
    """The network of a place that has one."""
    assert place.network is not None
    return place.network


def network(place: Place, *more: Event, since: date = date(2011, 1, 1)) -> Iterable[Given]:
    """A network with its states; launched unless `more` says how far it is."""
    steps = more or (
        AccessionRuleSet(rule=AccessionRule.PARTICIPATION_AND_PROMISE),
        NetworkDevelopmentStarted(),
        NetworkLaunched(),
    )
    yield from states()
    id = network_id(place)
    text = place.text.rpartition(" ")[0] + " network"
    yield Given(REGIONAL_NETWORK, id, [NetworkConceived(slug=f"n-{id}", name=text), *steps], since)


activated = partial(MembershipActivated, founding=True)


def membership(place: Place, *events: Event) -> Iterable[Given]:
    """A membership in a launched network."""
    yield from network(place)
    if events:
        yield Given(MEMBERSHIP, membership_at(place), events)


def member(place: Place) -> Iterable[Given]:
    """An active one."""
    return membership(place, activated(**place.pair))


def membership_at(place: Place) -> UUID:
    """The id of the membership of the pair."""
    return membership_id(network_id(place), place.state or "")


def seat(place: Place, *events: Event) -> Iterable[Given]:
    """The focal-point seats of a member."""
    yield from member(place)
    yield Given(FOCAL_POINT_SEAT, seat_at(place), events, date(2012, 6, 1))


def seat_at(place: Place) -> UUID:
    """The id of the seats of the pair."""
    return seat_id(network_id(place), place.state or "")


def person_of(place: Place) -> PersonId:
    """Somebody of the place's state: PERSON of the own, FOREIGN_PERSON of the foreign one."""
    return PERSON if place.state == OWN_STATE else FOREIGN_PERSON


def designated(place: Place) -> FocalPointDesignated:
    """That person sits in the national seat."""
    return FocalPointDesignated(kind=SeatKind.NATIONAL, person=person_of(place), **place.pair)


def leaving(place: Place) -> FocalPointLeavingAnnounced:
    """Who sits there will leave."""
    who = {"kind": SeatKind.NATIONAL, "person": person_of(place)}
    return FocalPointLeavingAnnounced(**who, leaves_on=date(2031, 1, 1), **place.pair)


def initiative(place: Place, *events: Event) -> Iterable[Given]:
    """An initiative of a member state with a focal point, proposed by an alumnus."""
    yield from seat(place, designated(place))
    proposed = InitiativeProposed(
        kind=InitiativeKind.TRAINING,
        title=place.text,
        proposer_kind=ProposerKind.ALUMNUS,
        proposer=ALUMNUS,
        **place.pair,
    )
    yield Given(INITIATIVE, place.id("initiative"), [proposed, *events], date(2013, 1, 1))


def underway(place: Place) -> tuple[Event, ...]:
    """What leads to an initiative that is under way."""
    return InitiativeEndorsed(endorser=person_of(place), **place.pair), InitiativeStarted(**place.pair)


def milestone(place: Place) -> MilestonePlanned:
    """A milestone that is planned."""
    return MilestonePlanned(code="first", title=place.text, planned=PartialDate.parse("2014"), **place.pair)


def body(place: Place, *events: Event) -> Iterable[Given]:
    """A body of a state, or an international one."""
    yield from states()
    registered = BodyRegistered(kind=BodyKind.OFFICE, name=place.text, state=place.state)
    yield Given(BODY, place.id("body"), [registered, *events])


def source(place: Place) -> Iterable[Given]:
    """A source of a network and a state, or of nobody's in particular."""
    yield from network(place) if place.network else states()
    yield Given(SOURCE, place.id("source"), [SourceRegistered(title=place.text, address=place.text, **place.pair)])


def statement(place: Place) -> Iterable[Given]:
    """What a source says about a network, or about nothing in particular."""
    yield from source(place)
    about = {"about_kind": "network", "about_id": place.network} if place.network else {}
    yield Given(STATEMENT, place.id("statement"), [StatementRecorded(text=place.text, **about)])


def disputable(place: Place) -> Iterable[Given]:
    """A source, and what it may disagree about: a membership, or an international body."""
    yield from source(place)
    yield from body(place) if place is NONE else member(place)


def dispute(place: Place) -> Iterable[Given]:
    """A source that disagrees about that."""
    yield from disputable(place)
    about = ("body", place.id("body")) if place is NONE else ("membership", membership_at(place))
    disputed = FactDisputed(about_kind=about[0], about_id=about[1], text=place.text, **place.pair)
    yield Given(DISPUTE, place.id("dispute"), [disputed])
