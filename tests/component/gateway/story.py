"""A small past that the gateway heard: two networks, four states, a seminar, an initiative; partly synthetic."""

from typing import Any
from uuid import UUID

from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.alumnus import AlumnusRecognised, GraduationAdded
from shared.contracts.enrollment.cohort import (
    CohortConvened,
    CohortOpened,
    DelegationRecorded,
    ParticipantGraduated,
    SeatFilled,
)
from shared.contracts.enrollment.edition import EditionDefined
from shared.contracts.enrollment.person import PersonRegistered
from shared.contracts.enrollment.seminar import Part, SeminarCompleted, SeminarPlanned, SeminarStarted
from shared.contracts.ids import PersonId, membership_id, seat_id, state_id
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.focal_point_seat import FocalPointDesignated, FocalPointSeatOpened
from shared.contracts.network.initiative import InitiativeProposed, InitiativeStarted
from shared.contracts.network.membership import MembershipActivated, MembershipLapsed, MembershipSuspended
from shared.contracts.network.milestone import MilestonePlanned
from shared.contracts.network.regional_network import NetworkConceived, NetworkDevelopmentStarted, NetworkLaunched
from shared.contracts.network.source import SourceRegistered
from shared.contracts.network.state import Names, StateListed
from shared.contracts.notifications.dispatch import (
    DispatchApproved,
    DispatchFailed,
    DispatchHeld,
    DispatchRequested,
    DispatchSent,
)
from shared.contracts.notifications.task import TaskAcknowledged, TaskRaised, TaskResolved
from tests.support.feed import Feed

LATIN_AMERICA, AFRICA, SOURCE = UUID(int=0xA1), UUID(int=0xA2), UUID(int=0xB1)
EDITION, SEMINAR, INITIATIVE = UUID(int=0xC1), UUID(int=0xC2), UUID(int=0xD1)
MARIA, JUAN, ANNA = (PersonId(UUID(int=0xE0 + n)) for n in range(3))
HELD, BOUNCED, SENT, TASK = (UUID(int=0x1F0 + n) for n in range(4))
CONTACT, CAUSE, GRANT = UUID(int=0x1F8), UUID(int=0x1F9), UUID(int=0x1FA)
MEMBERS = ("ARG", "BOL", "BRA")
LAUNCH = "2012-03-29/2012-03-30"


def story() -> Feed:
    feed = Feed()
    feed.say("source", SOURCE, SourceRegistered(title="A press release", address="press.example"), "2012")
    for iso3, region in (
        ("ARG", "latin-america-and-caribbean"),
        ("BOL", "latin-america-and-caribbean"),
        ("BRA", "latin-america-and-caribbean"),
        ("KEN", "africa"),
    ):
        names = Names(**dict.fromkeys(("en", "es", "fr", "pt", "ar"), iso3.title()))
        listed = StateListed(iso3=iso3, iso2=iso3[:2], names=names, region=region)
        feed.say("state", state_id(iso3), listed, "1945", scopes=("secretariat", f"state:{iso3}"))
    networks(feed)
    seminar(feed)
    initiative(feed)
    messages(feed)
    return feed


def networks(feed: Feed) -> None:
    feed.say("network", LATIN_AMERICA, NetworkConceived(slug="latin-america", name="Latin America"), "2011")
    feed.say("network", LATIN_AMERICA, NetworkLaunched(), LAUNCH, source=SOURCE)
    feed.say("network", AFRICA, NetworkConceived(slug="african-union", name="African Union"), "2013-02-19")
    feed.say("network", AFRICA, NetworkDevelopmentStarted(), "2013-02-19")
    for iso3 in MEMBERS:
        pair = {"network": LATIN_AMERICA, "state": iso3}
        id, scopes = membership_id(LATIN_AMERICA, iso3), ("secretariat", f"network:{LATIN_AMERICA}", f"state:{iso3}")
        active = MembershipActivated(**pair, founding=True, focal_point_due="2013-03-30")
        feed.say("membership", id, active, LAUNCH, source=SOURCE, scopes=scopes)
        seat = seat_id(LATIN_AMERICA, iso3)
        feed.say("seat", seat, FocalPointSeatOpened(**pair, due="2013-03-30"), LAUNCH, scopes=scopes)
    arg = {"network": LATIN_AMERICA, "state": "ARG"}
    seated = FocalPointDesignated(**arg, kind="national", person=MARIA)
    scopes = ("secretariat", f"network:{LATIN_AMERICA}", "state:ARG")
    feed.say("seat", seat_id(LATIN_AMERICA, "ARG"), seated, "2012-06-01", source=SOURCE, scopes=scopes)
    lapsed = MembershipLapsed(network=LATIN_AMERICA, state="BOL")
    scopes = ("secretariat", f"network:{LATIN_AMERICA}", "state:BOL")
    feed.say("membership", membership_id(LATIN_AMERICA, "BOL"), lapsed, "2015", scopes=scopes)


def suspended_by_mistake(feed: Feed) -> None:
    """Brazil is recorded as suspended, and that is taken back later."""
    id = membership_id(LATIN_AMERICA, "BRA")
    fact = feed.say("membership", id, MembershipSuspended(network=LATIN_AMERICA, state="BRA"), "2014")
    feed.say("membership", id, NetworkFactRetracted(fact=fact.event.type), "2014", corrects=fact.sequence)


def seminar(feed: Feed) -> None:
    feed.say("edition", EDITION, EditionDefined(slug="global-government", name="Global", sectors=("justice",)), "2008")
    part = Part(code="poland", place="Oświęcim", country="POL", dates=PartialDate.parse("2008-05-12/2008-05-19"))
    planned = SeminarPlanned(edition=EDITION, slug="first", title="First", parts=(part,), capacity={"participant": 25})
    held = {"edition": EDITION}
    feed.say("seminar", SEMINAR, planned, "2008-05-12")
    feed.say("seminar", SEMINAR, SeminarStarted(**held), "2008-05-12")
    feed.say("seminar", SEMINAR, SeminarCompleted(**held), "2008-05-19")
    opened = CohortOpened(
        seminar=SEMINAR, edition=EDITION, capacity={"participant": 25}, parts=(part,), graduating=("participant",)
    )
    feed.say("cohort", SEMINAR, opened, "2008-05-12")
    feed.say("cohort", SEMINAR, CohortConvened(seminar=SEMINAR), "2008-05-12")
    came = DelegationRecorded(seminar=SEMINAR, state="ARG", presence="present")
    feed.say("cohort", SEMINAR, came, "2008-05-12", source=SOURCE)
    for person, iso3 in ((MARIA, "ARG"), (JUAN, "ARG"), (ANNA, "KEN")):
        registered = PersonRegistered(state=iso3, sector="justice", level="middle", gender="unknown")
        feed.say("person", person, registered, "2007", synthetic=True, scopes=("secretariat", f"state:{iso3}"))
        seat = {"seminar": SEMINAR, "person": person, "role": "participant", "state": iso3}
        feed.say("cohort", SEMINAR, SeatFilled(**seat), "2008-05-12", synthetic=True)
        feed.say("cohort", SEMINAR, ParticipantGraduated(**seat), "2008-05-19", synthetic=True)
        graduate = {"person": person, "state": iso3, "sector": "justice", "seminar": SEMINAR}
        scopes = ("secretariat", f"state:{iso3}")
        feed.say("alumnus", person, AlumnusRecognised(**graduate), "2008-05-19", synthetic=True, scopes=scopes)
    again = GraduationAdded(person=MARIA, state="ARG", sector="justice", seminar=SEMINAR)
    feed.say("alumnus", MARIA, again, "2009", synthetic=True, scopes=("secretariat", "state:ARG"))


def initiative(feed: Feed) -> None:
    pair = {"network": LATIN_AMERICA, "state": "ARG"}
    proposed = InitiativeProposed(
        **pair, kind="policy", title="A mechanism", proposer_kind="focal-point", proposer=MARIA
    )
    scopes = ("secretariat", f"network:{LATIN_AMERICA}", "state:ARG")
    feed.say("initiative", INITIATIVE, proposed, "2012-07-01", scopes=scopes, source=SOURCE)
    feed.say("initiative", INITIATIVE, InitiativeStarted(**pair), "2012-09-01", scopes=scopes)
    planned = MilestonePlanned(**pair, code="first", title="A first step", planned="2013-01-01")
    feed.say("initiative", INITIATIVE, planned, "2012-09-01", scopes=scopes)


def messages(feed: Feed) -> None:
    """One held and approved, one that bounced, one sent; a task about the one that bounced."""
    pair: dict[str, Any] = {"network": LATIN_AMERICA, "state": "ARG"}
    scopes = ("secretariat", f"network:{LATIN_AMERICA}", "state:ARG")
    ends: tuple[type[Any], ...]
    for id, person, on, ends in (
        (HELD, MARIA, "2020-01-01", (DispatchHeld, DispatchApproved)),
        (BOUNCED, JUAN, "2020-02-01", (DispatchFailed,)),
        (SENT, MARIA, "2020-03-01", (DispatchSent,)),
    ):
        own: dict[str, Any] = {"recipient": person, "template": "initiative-proposed", **pair}
        more = {"cause": CAUSE, "about_kind": "initiative", "about": INITIATIVE, "basis": "admin", "via": GRANT}
        feed.say("dispatch", id, DispatchRequested(**own, **more), on, scopes=scopes)
        told: dict[type[Any], dict[str, Any]] = {
            DispatchFailed: {"why": "bounced"},
            DispatchSent: {"contact": CONTACT, "language": "es"},
        }
        for nth, event in enumerate(ends):
            said = event(**own, **told.get(event, {}))
            feed.say("dispatch", id, said, f"{on[:8]}{10 * nth + 10}", scopes=scopes)
    task: dict[str, Any] = {"kind": "bounced", "about_kind": "dispatch", "about": BOUNCED, **pair}
    feed.say("task", TASK, TaskRaised(**task, cause=CAUSE, person=JUAN), "2020-02-10", scopes=scopes)
    feed.say("task", TASK, TaskAcknowledged(**task), "2020-02-11", scopes=scopes)
    feed.say("task", TASK, TaskResolved(**task), "2020-03-01", scopes=scopes)
