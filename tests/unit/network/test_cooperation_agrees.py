"""What readers see of meetings, agreements and mechanisms agrees with the state that the service decides on, for any legal life."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given as each
from hypothesis import strategies as st

from services.gateway.application.views import agreement, mechanism, meeting
from services.gateway.application.views.view import Document, View
from services.network.domain.agreement import AGREEMENT
from services.network.domain.mechanism import MECHANISM
from services.network.domain.meeting import MEETING
from shared import history
from shared.aggregate import Kind
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.network import agreement as agreements
from shared.contracts.network import mechanism as mechanisms
from shared.contracts.network import meeting as meetings
from shared.errors import DomainError
from tests.support.given import Given, given

ID, NETWORK, BODY, OTHER = (UUID(int=n) for n in (1, 10, 30, 31))
OF: dict[str, Any] = {"body": BODY, "network": NETWORK}
PAIR: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
DAYS = st.integers(0, 20).map(lambda nth: date(2012, 1, 1) + timedelta(days=nth * 30))
MEETINGS: tuple[Event, ...] = (
    meetings.MeetingScheduled(network=NETWORK, name="I", dates=PartialDate.parse("2012-02"), place="Quito"),
    *(meetings.DelegationAttended(network=NETWORK, state=state) for state in ("ARG", "BRA")),
    *(meetings.MeetingConcluded(network=NETWORK, counted=counted) for counted in (None, 1, 2)),
    meetings.MinutesAdopted(network=NETWORK, document=BODY),
    meetings.MeetingCancelled(network=NETWORK, reason="x"),
)
AGREEMENTS: tuple[Event, ...] = (
    agreements.AgreementDrafted(**OF, kind=agreements.AgreementKind.HOST, scope="seminars", title="Host"),
    *(agreements.AgreementSigned(**OF, until=until) for until in (None, date(2012, 9, 1))),
    *(agreements.AgreementAmended(**OF, title="Hosts", until=until) for until in (None, date(2013, 1, 1))),
    agreements.AgreementSuspended(**OF, reason="x"),
    agreements.AgreementResumed(**OF),
    agreements.AgreementExpired(**OF),
    agreements.AgreementTerminated(**OF, reason="x"),
)
MECHANISMS: tuple[Event, ...] = (
    mechanisms.MechanismAnnounced(**PAIR, name="I"),
    mechanisms.MechanismEstablished(**PAIR, counted=3),
    *(mechanisms.InstitutionJoinedMechanism(**PAIR, body=body) for body in (BODY, OTHER)),
    mechanisms.MechanismDissolved(**PAIR, reason="x"),
)


def lives(events: tuple[Event, ...]) -> st.SearchStrategy[list[tuple[date, Event]]]:
    """The creation on the first day, then anything on any day."""
    more = st.lists(st.tuples(DAYS, st.sampled_from(events)), max_size=10)
    return more.map(lambda said: [(date(2012, 1, 1), events[0]), *said])


def lived(kind: Kind[Any], said: list[tuple[date, Event]]) -> Given[Any]:
    """What of it is legal."""
    facts = given(kind, id=ID)
    for day, event in said:
        try:
            facts = facts.also(event, on=day.isoformat())
        except DomainError:
            continue
    return facts


def shown(view: View, facts: Given[Any]) -> Document:
    document: Document | None = None
    for fact in history.effective(facts.events):
        document, _ = view.next(document, fact)
    assert document is not None
    return document


def standing(facts: Given[Any]) -> dict[str, Any]:
    assert facts.state is not None
    told: dict[str, Any] = facts.state.model_dump(mode="json")
    return told


@each(lives(MEETINGS))
def test_meetings(said: list[tuple[date, Event]]) -> None:
    facts = lived(MEETING, said)
    told, state = shown(meeting.VIEW, facts), standing(facts)
    assert (told["status"], told["counted"]) == (state["status"], state["counted"])
    assert told["delegations"] == sorted(state["delegations"])


@each(lives(AGREEMENTS))
def test_agreements(said: list[tuple[date, Event]]) -> None:
    facts = lived(AGREEMENT, said)
    told, state = shown(agreement.VIEW, facts), standing(facts)
    assert (told["status"], told["title"], told["last_day"]) == (state["status"], state["title"], state["until"])
    open_periods = [period for period in told["periods"] if period["until"] is None]
    assert len(open_periods) == (state["status"] == "in_force")


@each(lives(MECHANISMS))
def test_mechanisms(said: list[tuple[date, Event]]) -> None:
    facts = lived(MECHANISM, said)
    told, state = shown(mechanism.VIEW, facts), standing(facts)
    assert (told["status"], told["counted"]) == (state["status"], state["counted"])
    assert [one["body"] for one in told["institutions"]] == state["institutions"]
