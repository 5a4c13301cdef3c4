"""What the gateway has heard: the objects of every place, with the scopes that their services gave them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.enrollment.domain.alumnus import ALUMNUS
from services.gateway.adapters.accounts import DEMO, create_token, ensure_demo_accounts
from services.gateway.domain.access_grant import ACCESS_GRANT
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.cohort import CohortConvened, SeatFilled
from shared.contracts.enrollment.person import PersonRegistered
from shared.contracts.enrollment.words import Gender, Language, Level, Role, Sector
from shared.contracts.gateway.access_grant import AccessGranted, GrantedRole
from shared.contracts.notifications.dispatch import DispatchSent
from shared.contracts.published import CATALOG
from shared.store.database import Database
from tests.component.gateway.public import Tokens, hear
from tests.contract.authorization import cooperation_scenes, enrollment_scenes, network_objects, notifications_scenes
from tests.contract.authorization.world import (
    INNER,
    NETWORK_A,
    NETWORK_B,
    NONE,
    OTHER,
    OWN,
    OWN_STATE,
    Given,
    Place,
)
from tests.support.feed import Feed

ACCOUNTS = {
    "secretariat": "secretariat",
    "regional_admin": "admin.latin-america",
    "focal_point": "focal-point.arg",
    "reviewer": "reviewer",
    "auditor": "auditor",
    "operator": "operator",
}
"""The account of each role."""
_NETWORKS = {"latin-america": NETWORK_A, "african-union": NETWORK_B}


def objects() -> Iterable[Given]:
    """One object of every kind at every place where it can stand."""
    for place in (OWN, INNER, OTHER):
        yield from network_objects.initiative(place, *network_objects.underway(place))
        yield from cooperation_scenes.mechanism(place)
    for place in (OWN, OTHER, NONE):
        yield from network_objects.body(place)
        yield from network_objects.statement(place)
        yield from cooperation_scenes.agreement(place)
        yield from _seminar(place)
    for place in (OWN, OTHER):
        yield _alumnus(place)
        yield from cooperation_scenes.meeting(place)
    yield from network_objects.source(INNER)
    for place in (OWN, OTHER):
        yield from notifications_scenes.registered(place)
    for place in (OWN, INNER, OTHER):
        yield _sent(place)
    for place in (OWN, INNER, OTHER, NONE):
        yield _missed(place)
    granted = AccessGranted(account=UUID(int=9), role=GrantedRole.AUDITOR)
    yield Given(ACCESS_GRANT, NONE.id("grant"), [granted])


def _seminar(place: Place) -> Iterable[Given]:
    for given in enrollment_scenes.seated(place):
        if given.kind.name == "cohort":
            seats = [*given.events, *([_guest(place)] if place is NONE else [])]
            convened = CohortConvened(seminar=given.id, network=place.network)
            yield Given(given.kind, given.id, [*seats, convened], given.since)
        else:
            yield given


def _guest(place: Place) -> SeatFilled:
    """Somebody of the foreign state, at a seminar that is nobody's own."""
    who = {"person": OTHER.id("person"), "role": Role.PARTICIPANT, "state": OTHER.state or ""}
    return SeatFilled(seminar=place.id("seminar"), network=place.network, **who)


def _sent(place: Place) -> Given:
    """A message that reached somebody by a contact."""
    (given,) = notifications_scenes.requested(place)
    (requested,) = given.events
    own = requested.model_dump(include={"recipient", "template", "network", "state"})
    return replace(given, events=[requested, DispatchSent(**own, contact=place.id("contact"), language=Language.EN)])


def _missed(place: Place) -> Given:
    """A task about somebody whom no message reached."""
    (given,) = notifications_scenes.raised(place)
    return replace(given, events=[given.events[0].model_copy(update={"person": place.id("person")})])


def _alumnus(place: Place) -> Given:
    person = place.id("person")
    recognised = AlumnusRecognised(
        person=person, state=place.state or "", sector=Sector.JUSTICE, seminar=place.id("seminar")
    )
    return Given(ALUMNUS, person, [recognised])


def feed() -> Feed:
    """All of it, as it comes from the log."""
    heard = Feed()
    for given in {(given.kind.name, given.id): given for given in objects()}.values():
        state = None
        for event, on in given.dated():
            said = heard.say(given.kind.name, given.id, event, on.isoformat())
            state = given.kind.apply(state, said)
            heard.said[-1] = replace(said, scopes=tuple(sorted(given.kind.scopes(state))))
    return heard


def state_of(given: Given) -> Any:
    """What an object is after its facts."""
    state, heard = None, Feed()
    for event, on in given.dated():
        state = given.kind.apply(state, heard.say(given.kind.name, given.id, event, on.isoformat()))
    return state


def states() -> Feed:
    """What enrollment has heard: the register of states."""
    heard = Feed()
    for given in network_objects.states():
        heard.say("state", given.id, given.events[0], given.since.isoformat())
    return heard


def people() -> Feed:
    """What network has heard: somebody who may propose initiatives, and people of both states who may be focal points."""
    person, heard = network_objects.ALUMNUS, Feed()
    recognised = AlumnusRecognised(person=person, state=OWN_STATE, sector=Sector.JUSTICE, seminar=UUID(int=4))
    heard.say("alumnus", person, recognised, "2009-05-19")
    for place in (OWN, OTHER):
        post = {"state": place.state or "", "sector": Sector.JUSTICE, "level": Level.SENIOR}
        registered = PersonRegistered(**post, gender=Gender.UNKNOWN)
        heard.say("person", network_objects.person_of(place), registered, "2009-01-01")
    return heard


async def heard_by(database: Database) -> Tokens:
    """Let it arrive, and give every role an account with a token; tokens by role."""
    await ensure_demo_accounts(database, CATALOG, _NETWORKS)
    await hear(database, feed())
    assert set(ACCOUNTS.values()) <= {demo.name for demo in DEMO}
    return {role: (await create_token(database, account)).secret for role, account in ACCOUNTS.items()}
