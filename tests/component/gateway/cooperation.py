"""How states and partners work together, told as events: meetings, a partner's agreements, a national mechanism."""

from typing import Any
from uuid import UUID

from shared.contracts.dates import PartialDate
from shared.contracts.network.agreement import (
    AgreementDrafted,
    AgreementExpired,
    AgreementKind,
    AgreementSigned,
    AgreementSuspended,
)
from shared.contracts.network.body import BodyKind, BodyRegistered
from shared.contracts.network.mechanism import InstitutionJoinedMechanism, MechanismAnnounced, MechanismEstablished
from shared.contracts.network.meeting import DelegationAttended, MeetingConcluded, MeetingScheduled
from tests.component.gateway.story import LATIN_AMERICA, SOURCE
from tests.support.feed import Feed

MEETING, UNCOUNTED, MECHANISM, MUSEUM, MINISTRY = (UUID(int=0xF0 + n) for n in range(5))
HOSTING, SUPPORT = UUID(int=0xF8), UUID(int=0xF9)


def work_together(feed: Feed) -> None:
    """All of it: a meeting that is wholly known, one that is not, a partner with two agreements, and a mechanism."""
    met(feed, MEETING, "2014-05-05/2014-05-06", "ARG", "KEN", counted=2)
    met(feed, UNCOUNTED, "2016", "ARG", counted=3)
    partners(feed)
    mechanism(feed)


def met(feed: Feed, id: UUID, on: str, *states: str, counted: int | None) -> None:
    """A meeting and the states that came, of so many."""
    dates = PartialDate.parse(on)
    plan = MeetingScheduled(network=LATIN_AMERICA, name=f"Meeting of {on}", dates=dates, place="Quito", host="ARG")
    feed.say("meeting", id, plan, on, source=SOURCE)
    for state in states:
        feed.say("meeting", id, DelegationAttended(network=LATIN_AMERICA, state=state), on)
    feed.say("meeting", id, MeetingConcluded(network=LATIN_AMERICA, counted=counted), on)


def partners(feed: Feed) -> None:
    """A museum that was a host and is a supporter."""
    feed.say("body", MUSEUM, BodyRegistered(kind=BodyKind.MUSEUM, name="Museum"), "2007")
    feed.say("body", MINISTRY, BodyRegistered(kind=BodyKind.MINISTRY, name="Justice", state="ARG"), "2007")
    hosting = {"kind": AgreementKind.HOST, "scope": "seminars", "title": "Host"}
    feed.say("agreement", HOSTING, AgreementDrafted(body=MUSEUM, **hosting), "2008")
    feed.say("agreement", HOSTING, AgreementSigned(body=MUSEUM, until="2012-12-31"), "2008", source=SOURCE)
    feed.say("agreement", HOSTING, AgreementExpired(body=MUSEUM), "2013-01-01")
    of: dict[str, Any] = {"body": MUSEUM, "network": LATIN_AMERICA}
    support = {"kind": AgreementKind.SUPPORTER, "scope": "latin-america", "title": "Support"}
    feed.say("agreement", SUPPORT, AgreementDrafted(**of, **support), "2012-06-01")
    feed.say("agreement", SUPPORT, AgreementSigned(**of), "2012-07-01")
    feed.say("agreement", SUPPORT, AgreementSuspended(**of, reason="Elections"), "2014-01-01")


def mechanism(feed: Feed) -> None:
    """Argentina builds one."""
    of: dict[str, Any] = {"network": LATIN_AMERICA, "state": "ARG"}
    feed.say("mechanism", MECHANISM, MechanismAnnounced(**of, name="National mechanism"), "2012-05-01")
    feed.say("mechanism", MECHANISM, MechanismEstablished(**of, counted=15), "2012-06-01", source=SOURCE)
    feed.say("mechanism", MECHANISM, InstitutionJoinedMechanism(**of, body=MINISTRY), "2012-07-01")
