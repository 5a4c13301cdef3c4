"""What a founding member owes: a seat that is due, and overdue when its day passes unfilled."""

from datetime import date
from typing import Any

from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT, VACANCY_ENDS, FocalPointSeat
from services.network.domain.membership import MEMBERSHIP
from shared.contracts.network.membership import MembershipActivated
from tests.support.memory import Memory, refused
from tests.unit.network.world import EVA, LETTER, MEMBER, NETWORK, PAIR, SEAT, world

FOUNDING = {**PAIR, "occurred_on": "2012-03-29", "focal_point_due": "2013-03-30"}
CONTENT = {"network": str(NETWORK), "state": "ARG", "founding": True}


def founded(**changes: Any) -> Memory:
    memory = world()
    memory.post("memberships/admit-founding-member", {**FOUNDING, **changes})
    memory.hear_all()
    return memory


def seat(memory: Memory) -> FocalPointSeat:
    memory.hear_all()
    state = memory.state(FOCAL_POINT_SEAT, SEAT)
    assert isinstance(state, FocalPointSeat)
    return state


def overdue(memory: Memory, on: str) -> None:
    memory.post(VACANCY_ENDS, {"occurred_on": on}, id=SEAT)


def test_a_founding_member_has_a_seat_that_is_due() -> None:
    memory = founded()
    assert seat(memory).due == date(2013, 3, 30)
    opened = memory.events["seat", SEAT][0]
    assert (str(opened.occurred_on), opened.causation) == ("2012-03-29", memory.events["membership", MEMBER][0].id)


def test_a_founding_member_owes_a_focal_point_also_when_nobody_wrote_down_by_when() -> None:
    memory = founded(focal_point_due=None)
    assert (seat(memory).owed, seat(memory).due) == (True, None)
    assert FOCAL_POINT_SEAT.status(seat(memory)) == "due"
    refused("already-so", overdue, memory, "2013-03-31")


def test_whoever_accedes_owes_nothing() -> None:
    memory = world()
    memory.post("memberships", {**PAIR, "occurred_on": "2014-01-01"})
    memory.post("memberships/{id}/declare-intent", {"occurred_on": "2014-01-01"}, id=MEMBER)
    memory.post("memberships/{id}/accede", {"occurred_on": "2014-01-01"}, id=MEMBER)
    memory.hear_all()
    assert ("seat", SEAT) not in memory.events
    not_founding = {**CONTENT, "founding": False}
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 4, "content": not_founding, "occurred_on": "2014-02-01"})
    memory.hear_all()
    assert ("seat", SEAT) not in memory.events


def test_the_day_passes_unfilled() -> None:
    memory = founded()
    overdue(memory, "2013-03-31")
    assert seat(memory).overdue
    refused("already-so", overdue, memory, "2013-04-01")


def test_a_designation_fills_it_in_time() -> None:
    memory = founded()
    letter = {"kind": "national", "person": str(EVA), "letter": str(LETTER)}
    memory.post("seats/designate", {**PAIR, **letter, "occurred_on": "2013-01-01"})
    refused("already-so", overdue, memory, "2013-03-31")
    assert seat(memory).due is None


def test_a_state_that_has_left_by_then_owes_nothing() -> None:
    memory = founded()
    memory.post("memberships/{id}/withdraw", {"occurred_on": "2013-01-01"}, id=MEMBER)
    refused("already-so", overdue, memory, "2013-03-31")


def test_a_corrected_promise_moves_what_is_due() -> None:
    memory = founded()
    overdue(memory, "2013-03-31")
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 1, "content": {**CONTENT, "focal_point_due": "2014-03-30"}})
    assert (seat(memory).due, seat(memory).overdue) == (date(2014, 3, 30), False)
    assert [event.corrects for event in memory.events["seat", SEAT]] == [None, None, 1]


def test_a_promise_that_is_found_later_opens_the_seat() -> None:
    memory = world()
    row = {**PAIR, "status": "active", "occurred_on": "2014-01-01", "row": "r"}
    memory.post("memberships/record", row)
    memory.hear_all()
    assert ("seat", SEAT) not in memory.events
    promise = {**CONTENT, "founding": False, "focal_point_due": "2014-12-30"}
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 4, "content": promise})
    assert seat(memory).due == date(2014, 12, 30)


def test_a_membership_that_never_was_leaves_nothing_due() -> None:
    memory = founded()
    overdue(memory, "2013-03-31")
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 1, "retract": True})
    assert (seat(memory).owed, seat(memory).due, seat(memory).overdue) == (False, None, False)
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 1})
    assert (seat(memory).due, seat(memory).overdue) == (date(2013, 3, 30), True)


def test_a_seat_that_was_only_promised_is_gone_with_the_promise() -> None:
    memory = founded()
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 1, "retract": True})
    memory.hear_all()
    assert memory.state(FOCAL_POINT_SEAT, SEAT) is None


def test_another_promise_of_the_same_state_is_left_alone() -> None:
    memory = founded()
    memory.post("memberships/{id}/withdraw", {"occurred_on": "2012-06-01"}, id=MEMBER)
    memory.post("memberships/{id}/declare-intent", {"occurred_on": "2015-01-01"}, id=MEMBER)
    row = {**PAIR, "status": "active", "focal_point_due": "2016-01-01", "occurred_on": "2015-06-01", "row": "r"}
    memory.post("memberships/record", row)
    assert seat(memory).due == date(2016, 1, 1)
    memory.correct(MEMBERSHIP, MEMBER, {"fact": 1, "content": {**CONTENT, "focal_point_due": "2013-01-01"}})
    assert seat(memory).due == date(2016, 1, 1)
    first = memory.events["membership", MEMBER][0]
    assert isinstance(first.event, MembershipActivated)
