"""Focal-point seats: one national focal point at a time, acting has an end, nobody is overwritten (invariants 3 and 4)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.network.domain.focal_point_seat import (
    ACTING_ENDS,
    FOCAL_POINT_SEAT,
    VACANCY_ENDS,
    AnnounceLeaving,
    DesignateFocalPoint,
    FocalPointSeat,
    RecordSeat,
    StandDown,
    StateOverdue,
    announce_leaving,
    designate_focal_point,
    stand_down,
    state_overdue,
)
from shared.contracts.dates import PartialDate
from shared.contracts.ids import PersonId
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.errors import Conflict, RuleBroken
from tests.support.given import Given, given

NETWORK, LETTER, JUSTICE, DEFENCE = (UUID(int=n) for n in (10, 20, 30, 31))
ANA, EVA, LIA = (PersonId(UUID(int=n)) for n in (1, 2, 3))
PAIR: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
DUE = date(2013, 3, 30)
OPENED = FocalPointSeatOpened(**PAIR, due=DUE)


def seated(person: PersonId | None, kind: SeatKind = SeatKind.NATIONAL, **more: Any) -> FocalPointDesignated:
    return FocalPointDesignated(**PAIR, kind=kind, person=person, letter=LETTER, **more)


def stood_down(person: PersonId | None, kind: SeatKind = SeatKind.NATIONAL, **more: Any) -> FocalPointStoodDown:
    return FocalPointStoodDown(**PAIR, kind=kind, person=person, **more)


def designate(person: PersonId, kind: str = "national", **more: Any) -> DesignateFocalPoint:
    return DesignateFocalPoint(**PAIR, kind=SeatKind(kind), person=person, letter=LETTER, **more)


def standing(facts: Given[FocalPointSeat], day: str | None = None) -> FocalPointSeat:
    state = facts.as_of(day) if day else facts.state
    assert state is not None
    return state


def status(facts: Given[FocalPointSeat], day: str | None = None) -> str:
    return FOCAL_POINT_SEAT.status(standing(facts, day))


def deadlines(facts: Given[FocalPointSeat]) -> dict[str, date]:
    return {line.path: line.due for line in FOCAL_POINT_SEAT.deadlines(standing(facts))}


def test_a_person_is_designated_with_the_verified_letter() -> None:
    facts = given(FOCAL_POINT_SEAT).when(designate_focal_point, designate(ANA)).then(seated(ANA))
    assert status(facts) == "seated"


def test_a_state_has_one_national_focal_point_at_a_time() -> None:
    facts = given(FOCAL_POINT_SEAT, seated(ANA))
    facts.when(designate_focal_point, designate(EVA)).then_refused("seat-taken", person=ANA)
    free = facts.also(stood_down(ANA), on="2013-01-01")
    free.when(designate_focal_point, designate(EVA), on="2012-06-01").then_refused("seat-taken")
    free.when(designate_focal_point, designate(EVA), on="2013-01-01").then(seated(EVA))


def test_the_order_of_recording_does_not_matter_and_overlaps_are_refused_both_ways() -> None:
    later = given(FOCAL_POINT_SEAT, seated(EVA), on="2015-01-01")
    with pytest.raises(Conflict, match="later-fact-conflicts") as refusal:
        later.also(seated(ANA), on="2012-01-01")
    assert refusal.value.params["rule"] == "seat-taken"


def test_each_ministry_has_one_seat_and_alternates_are_as_many_as_there_are() -> None:
    facts = given(
        FOCAL_POINT_SEAT,
        seated(ANA),
        seated(ANA, SeatKind.MINISTRY, body=JUSTICE),
        seated(EVA, SeatKind.MINISTRY, body=DEFENCE),
        seated(EVA, SeatKind.ALTERNATE),
        seated(LIA, SeatKind.ALTERNATE),
    )
    facts.when(designate_focal_point, designate(LIA, "ministry", body=JUSTICE)).then_refused("seat-taken", person=ANA)
    facts.when(designate_focal_point, designate(LIA, "alternate")).then_refused("seat-taken", person=LIA)


@pytest.mark.parametrize(("kind", "body"), [("ministry", None), ("national", JUSTICE), ("alternate", JUSTICE)])
def test_a_body_is_named_for_a_ministry_and_only_for_one(kind: str, body: UUID | None) -> None:
    facts = given(FOCAL_POINT_SEAT)
    facts.when(designate_focal_point, designate(ANA, kind, body=body)).then_refused("body-is-for-a-ministry")


def test_acting_has_an_end_after_which_the_seat_is_free_even_before_an_event_says_so() -> None:
    acting = given(FOCAL_POINT_SEAT, seated(ANA, acting_until=date(2012, 6, 1)))
    acting.when(designate_focal_point, designate(EVA), on="2012-05-31").then_refused("seat-taken")
    acting.when(designate_focal_point, designate(EVA), on="2012-06-01").then(seated(EVA))
    assert standing(acting).seated(date(2012, 6, 1)) == ()
    assert deadlines(acting) == {ACTING_ENDS: date(2012, 6, 1)}


def test_acting_cannot_end_before_it_begins() -> None:
    wish = designate(ANA, acting_until=date(2020, 1, 1))
    given(FOCAL_POINT_SEAT).when(designate_focal_point, wish, on="2020-01-01").then_refused(
        "acting-ends-before-it-begins"
    )


def test_the_deadline_of_acting_stands_the_person_down_and_finds_it_done_when_somebody_followed() -> None:
    acting = given(FOCAL_POINT_SEAT, seated(ANA, acting_until=date(2012, 6, 1)))
    line = FOCAL_POINT_SEAT.deadlines(standing(acting))[0]
    wish = StandDown.model_validate(line.body, strict=False)
    acting.when(stand_down, wish, on="2012-06-01").then(stood_down(ANA))
    followed = acting.also(seated(EVA), on="2012-06-01")
    followed.when(stand_down, wish, on="2012-06-01").then_refused("already-so")


def test_leaving_is_announced_and_the_seat_is_theirs_until_they_stand_down() -> None:
    wish = AnnounceLeaving(kind=SeatKind.NATIONAL, person=ANA, leaves_on=date(2020, 3, 1))
    announced = FocalPointLeavingAnnounced(**PAIR, kind=SeatKind.NATIONAL, person=ANA, leaves_on=date(2020, 3, 1))
    facts = given(FOCAL_POINT_SEAT, seated(ANA)).when(announce_leaving, wish).then(announced)
    assert standing(facts).seatings[0].leaves_on == date(2020, 3, 1)
    facts.when(designate_focal_point, designate(EVA), on="2020-04-01").then_refused("seat-taken")


def test_nobody_leaves_a_seat_that_is_not_theirs() -> None:
    facts = given(FOCAL_POINT_SEAT, seated(ANA))
    leaving = AnnounceLeaving(kind=SeatKind.NATIONAL, person=EVA, leaves_on=date(2020, 3, 1))
    facts.when(announce_leaving, leaving).then_refused("not-seated")
    facts.when(stand_down, StandDown(kind=SeatKind.NATIONAL, person=EVA)).then_refused("already-so")
    with pytest.raises(RuleBroken, match="not-seated"):
        facts.also(stood_down(EVA))


def test_a_seat_filled_by_nobody_knows_whom_is_filled() -> None:
    wish = RecordSeat(**PAIR, kind=SeatKind.NATIONAL, occurred_on=PartialDate.parse("2014"), row="seats/arg")
    unknown = FocalPointDesignated(**PAIR, kind=SeatKind.NATIONAL)
    facts = given(FOCAL_POINT_SEAT).when(designate_focal_point, wish, on="2014-01-01").then(unknown)
    facts.when(designate_focal_point, designate(ANA)).then_refused("seat-taken", person=None)
    facts.when(stand_down, StandDown(kind=SeatKind.NATIONAL)).then(stood_down(None))


def test_a_promised_seat_is_due_and_overdue_the_day_after() -> None:
    facts = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29")
    assert (status(facts), deadlines(facts)) == ("due", {VACANCY_ENDS: date(2013, 3, 31)})
    overdue = facts.when(state_overdue, StateOverdue(), on="2013-03-31").then(SeatVacancyOverdue(**PAIR, due=DUE))
    assert standing(overdue).overdue
    assert deadlines(overdue) == {}
    overdue.when(state_overdue, StateOverdue(), on="2013-04-01").then_refused("already-so")


def test_a_seat_is_not_overdue_before_its_day_has_passed() -> None:
    facts = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29")
    facts.when(state_overdue, StateOverdue(), on="2013-03-30").then_refused("not-due-yet")


def test_a_filled_seat_is_due_no_longer() -> None:
    facts = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29").also(seated(ANA), on="2012-06-01")
    assert deadlines(facts) == {}
    facts.when(state_overdue, StateOverdue(), on="2013-03-31").then_refused("already-so")
    assert status(facts, "2012-05-01") == "due"


def test_a_letter_that_arrives_late_makes_an_overdue_seat_moot_not_the_letter_wrong() -> None:
    overdue = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29").also(
        SeatVacancyOverdue(**PAIR, due=DUE), on="2013-03-31"
    )
    late = overdue.when(designate_focal_point, designate(ANA), on="2012-12-01").then(seated(ANA))
    assert (status(late), standing(late).overdue) == ("seated", False)
    assert status(late, "2013-04-01") == "seated"


def test_an_overdue_seat_stays_overdue_when_an_older_day_is_noted_too() -> None:
    overdue = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29").also(
        SeatVacancyOverdue(**PAIR, due=DUE), on="2013-03-31"
    )
    assert standing(overdue.also(SeatVacancyOverdue(**PAIR, due=date(2012, 6, 1)), on="2013-04-01")).overdue


def test_a_promise_that_is_moved_is_due_anew() -> None:
    overdue = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29").also(
        SeatVacancyOverdue(**PAIR, due=DUE), on="2013-03-31"
    )
    moved = overdue.corrected(1, FocalPointSeatOpened(**PAIR, due=date(2014, 3, 30)), on="2013-06-01")
    assert not standing(moved).overdue
    assert deadlines(moved) == {VACANCY_ENDS: date(2014, 3, 31)}


def test_whoever_only_acts_does_not_keep_the_promise() -> None:
    acting = given(FOCAL_POINT_SEAT, OPENED, on="2012-03-29").also(
        seated(ANA, acting_until=date(2013, 6, 1)), on="2012-06-01"
    )
    assert status(acting) == "seated"
    assert VACANCY_ENDS not in deadlines(acting)
    over = acting.also(stood_down(ANA), on="2013-06-01")
    assert deadlines(over) == {VACANCY_ENDS: date(2013, 6, 2)}


def test_a_successor_is_due_by_the_day_that_was_set() -> None:
    wish = StandDown(kind=SeatKind.NATIONAL, person=ANA, successor_due=date(2020, 6, 1))
    facts = given(FOCAL_POINT_SEAT, seated(ANA)).when(stand_down, wish, on="2020-01-01")
    free = facts.then(stood_down(ANA, successor_due=date(2020, 6, 1)))
    assert (status(free), deadlines(free)) == ("due", {VACANCY_ENDS: date(2020, 6, 2)})
    vacant = given(FOCAL_POINT_SEAT, seated(ANA)).also(stood_down(ANA), on="2020-01-01")
    assert (status(vacant), deadlines(vacant)) == ("vacant", {})


def test_a_successor_cannot_be_due_before_the_seat_is_free() -> None:
    wish = StandDown(kind=SeatKind.NATIONAL, person=ANA, successor_due=date(2019, 1, 1))
    given(FOCAL_POINT_SEAT, seated(ANA)).when(stand_down, wish, on="2020-01-01").then_refused("due-before-its-time")


def test_an_event_of_another_pair_is_refused() -> None:
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        given(FOCAL_POINT_SEAT, OPENED).also(FocalPointSeatOpened(network=NETWORK, state="BRA"))
