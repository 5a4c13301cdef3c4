"""What readers see agrees with the state that the service decides on, for any legal life."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given as each
from hypothesis import strategies as st

from services.gateway.application.views import membership, seat
from services.gateway.application.views.view import Document
from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.membership import MEMBERSHIP
from shared.aggregate import Dated, Kind
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import PersonId, membership_id, seat_id
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.contracts.network.membership import MembershipActivated, MembershipLapsed
from shared.errors import DomainError
from tests.support.given import envelope
from tests.unit.network.test_membership import FOUNDER, INTENT, INVITED, PROMISED

NETWORK, MINISTRY = UUID(int=10), UUID(int=30)
PAIR: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
SEAT = seat_id(NETWORK, "ARG")
ANA, EVA = PersonId(UUID(int=1)), PersonId(UUID(int=2))
DAYS = st.integers(0, 40).map(lambda day: date(2012, 1, 1) + timedelta(days=day * 30))
WHO = st.sampled_from([ANA, EVA, None])
KINDS = st.sampled_from([(SeatKind.NATIONAL, None), (SeatKind.MINISTRY, MINISTRY), (SeatKind.ALTERNATE, None)])


@st.composite
def seat_events(draw: st.DrawFn) -> Event:
    kind, where = draw(KINDS)
    of: dict[str, Any] = {**PAIR, "kind": kind, "person": draw(WHO), "body": where}
    day = draw(st.none() | DAYS)
    made = [
        FocalPointSeatOpened(**PAIR, due=day),
        FocalPointDesignated(**of, acting_until=day),
        FocalPointLeavingAnnounced(**of, leaves_on=day or date(2015, 1, 1)),
        FocalPointStoodDown(**of, successor_due=day),
        SeatVacancyOverdue(**PAIR, due=day or date(2012, 6, 1)),
    ]
    return made[draw(st.integers(0, 4))]


@each(st.lists(st.tuples(DAYS, seat_events()), max_size=12))
def test_the_seats_that_readers_see_are_those_the_service_decides_on(said: list[tuple[date, Event]]) -> None:
    facts, standing = _legal(FOCAL_POINT_SEAT, SEAT, said)
    document: Document | None = None
    for fact in facts:
        document, _ = seat.VIEW.next(document, fact)
    if standing is None or document is None:
        assert (standing, document) == (None, None)
        return
    assert document["status"] == FOCAL_POINT_SEAT.status(standing)
    assert document["due"] == (standing.due.isoformat() if standing.due else None)
    assert (document["owed"], document["overdue"]) == (standing.owed, standing.overdue)
    sitting = sorted((one["kind"], str(one["person"]), str(one["body"])) for one in document["seats"] if one["since"])
    assert sitting == sorted((str(one.kind), str(one.person), str(one.body)) for one in standing.seatings)


MEMBERSHIP_EVENTS = st.sampled_from(
    [INVITED, INTENT, PROMISED, FOUNDER, MembershipActivated(**PAIR), MembershipLapsed(**PAIR)]
)


@each(st.lists(st.tuples(DAYS, MEMBERSHIP_EVENTS), max_size=12))
def test_the_periods_that_readers_see_are_those_the_service_decides_on(said: list[tuple[date, Event]]) -> None:
    facts, standing = _legal(MEMBERSHIP, membership_id(NETWORK, "ARG"), said)
    document: Document | None = None
    for fact in facts:
        document, _ = membership.VIEW.next(document, fact)
    if standing is not None and document is not None:
        assert document["status"] == standing.status
        periods = [(str(one.since), str(one.until) if one.until else None) for one in standing.periods]
        assert [(one["since"], one["until"]) for one in document["periods"]] == periods
        assert document["founding"] == standing.founding


def _legal(kind: Kind[Any], id: UUID, said: list[tuple[date, Event]]) -> tuple[list[Envelope], Any]:
    """The facts, in the order of their days, that the service would take, and its state after them."""
    state = None
    facts: list[Envelope] = []
    for day, event in sorted(said, key=lambda one: one[0]):
        fact = envelope(kind.name, id, len(facts) + 1, Dated(event, PartialDate.of(day)))
        try:
            state = kind.apply(state, fact)
        except DomainError:
            continue
        facts.append(fact)
    return facts, state
