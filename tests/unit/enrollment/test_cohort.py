"""Seats of a cohort: given once, never more than there are, and what it takes to graduate."""

from typing import Any
from uuid import UUID, uuid4

import hypothesis.strategies as st
import pytest
from hypothesis import given

from services.enrollment.domain.cohort import COHORT, STATES
from services.enrollment.domain.seating import (
    ChangeCapacity,
    CompleteParticipation,
    FillSeat,
    Graduate,
    MarkAttendance,
    ReleaseSeat,
    change_capacity,
    complete_participation,
    fill_seat,
    graduate,
    mark_attendance,
    release_seat,
)
from shared.contracts.enrollment.cohort import (
    EVENTS,
    Attendance,
    AttendanceMarked,
    CapacityChanged,
    CohortConvened,
    CohortDissolved,
    CohortScheduled,
    ParticipantGraduated,
    ParticipationCompleted,
    SeatFilled,
    SeatReleased,
)
from shared.contracts.enrollment.words import Role
from shared.errors import Conflict, DomainError, RuleBroken
from tests.unit.enrollment.cohorts import ANA, BEA, CAI, DEE, OPENED, PARTS, SEMINAR, cohort, filled, seat, state_of

WITHDREW = SeatReleased(**seat(ANA), reason="withdrawn")
COMPLETED, GRADUATED = ParticipationCompleted(**seat(ANA)), ParticipantGraduated(**seat(ANA))


def _fill(person: UUID, role: Role = Role.PARTICIPANT) -> FillSeat:
    return FillSeat(person=person, role=role, state="ARG")


def _mark(attendance: Attendance, part: str = "poland") -> AttendanceMarked:
    return AttendanceMarked(**seat(ANA), part=part, attendance=attendance)


def test_a_seat_is_filled_once_for_a_person() -> None:
    after = cohort().when(fill_seat, _fill(ANA)).then(filled(ANA))
    after.when(fill_seat, _fill(ANA)).then_refused("already-so")
    after.when(fill_seat, _fill(ANA, Role.FELLOW)).then_refused("seated-already", role=Role.PARTICIPANT)


@pytest.mark.parametrize(
    ("facts", "role", "capacity"),
    [
        ((filled(ANA), filled(BEA)), Role.PARTICIPANT, 2),
        ((filled(ANA, Role.INSTRUCTOR),), Role.INSTRUCTOR, 1),
        ((), Role.GUEST, 0),
    ],
)
def test_a_role_has_as_many_seats_as_it_has(facts: tuple[SeatFilled, ...], role: Role, capacity: int) -> None:
    refused = cohort(*facts).when(fill_seat, _fill(CAI, role))
    refused.then_refused("no-seat-left", role=role, capacity=capacity, filled=capacity + 1)


def test_a_full_role_leaves_the_others_free() -> None:
    cohort(filled(ANA), filled(BEA)).when(fill_seat, _fill(CAI, Role.FELLOW)).then(filled(CAI, Role.FELLOW))


def test_a_released_seat_is_given_again() -> None:
    full = cohort(filled(ANA), filled(BEA))
    released = full.when(release_seat, ReleaseSeat(person=ANA, reason="withdrawn"), on="2012-02-01").then(WITHDREW)
    released.when(fill_seat, _fill(CAI), on="2012-02-02").then(filled(CAI))
    released.when(fill_seat, _fill(CAI), on="2012-01-31").then_refused("no-seat-left")
    full.when(release_seat, ReleaseSeat(person=CAI, reason="withdrawn")).then_refused("no-such-seat")


def test_a_seat_learned_late_is_refused_when_a_later_one_took_it() -> None:
    full = cohort(filled(ANA), on="2012-02-01").also(filled(BEA), on="2012-03-01")
    with pytest.raises(Conflict, match="later-fact-conflicts") as refused:
        full.also(filled(CAI), on="2012-02-15")
    assert refused.value.params["rule"] == "no-seat-left"


def test_a_release_that_is_moved_behind_the_next_filling_is_refused() -> None:
    swapped = cohort(filled(ANA), filled(BEA)).also(WITHDREW, on="2012-02-01").also(filled(CAI), on="2012-02-02")
    with pytest.raises(DomainError, match="later-fact-conflicts"):
        swapped.corrected(4, on="2012-02-03")
    assert CAI not in state_of(swapped.corrected(4, on="2012-01-15"), "2012-02-01").seats


def test_capacity_changes_from_a_day_on_and_never_below_what_is_filled() -> None:
    full = cohort(filled(ANA), filled(BEA))
    more = {Role.PARTICIPANT: 3}
    wider = full.when(change_capacity, ChangeCapacity(capacity=more), on="2012-02-01")
    after = wider.then(CapacityChanged(seminar=SEMINAR, capacity=more))
    after.when(change_capacity, ChangeCapacity(capacity=more)).then_refused("already-so")
    after.when(fill_seat, _fill(CAI), on="2012-02-01").then(filled(CAI))
    after.when(fill_seat, _fill(CAI), on="2012-01-31").then_refused("no-seat-left")
    less = ChangeCapacity(capacity={Role.PARTICIPANT: 1})
    full.when(change_capacity, less).then_refused("no-seat-left", role=Role.PARTICIPANT)
    none = ChangeCapacity(capacity={Role.FELLOW: 1})
    full.when(change_capacity, none).then_refused("no-seat-left", role=Role.PARTICIPANT, capacity=0)


def test_attendance_is_marked_by_part() -> None:
    came = MarkAttendance(person=ANA, part="poland", attendance=Attendance.PRESENT)
    after = (
        cohort(filled(ANA))
        .when(mark_attendance, came)
        .then(_mark(Attendance.PRESENT))
        .also(_mark(Attendance.EXCUSED, "region"), on="2021-01-01")
    )
    assert state_of(after).seats[ANA].attendance == {"poland": "present", "region": "excused"}
    unknown = MarkAttendance(person=ANA, part="moon", attendance=Attendance.PRESENT)
    after.when(mark_attendance, unknown).then_refused("unknown-part", field="part")


def test_completion_is_said_once_and_not_of_who_missed_a_part_without_excuse() -> None:
    done = cohort(filled(ANA)).when(complete_participation, CompleteParticipation(person=ANA)).then(COMPLETED)
    done.when(complete_participation, CompleteParticipation(person=ANA)).then_refused("completed-already")
    missed = cohort(filled(ANA), _mark(Attendance.ABSENT, "region"))
    missed.when(complete_participation, CompleteParticipation(person=ANA)).then_refused(
        "absent-without-excuse", part="region"
    )
    missed.also(_mark(Attendance.EXCUSED, "region")).also(COMPLETED)


def test_graduation_needs_completion_in_a_role_that_graduates() -> None:
    command = Graduate(person=ANA)
    cohort(filled(ANA), COMPLETED).when(graduate, command).then(GRADUATED)
    cohort(filled(ANA)).when(graduate, command).then_refused("not-completed")
    cohort().when(graduate, command).then_refused("no-such-seat")
    cohort(filled(ANA), COMPLETED, GRADUATED).when(graduate, command).then_refused("graduated-already")
    fellow = seat(ANA, Role.FELLOW)
    done = cohort(filled(ANA, Role.FELLOW), ParticipationCompleted(**fellow))
    done.when(graduate, command).then_refused("role-does-not-graduate", role=Role.FELLOW)
    allowed = OPENED.model_copy(update={"graduating": (Role.PARTICIPANT, Role.FELLOW)})
    done.corrected(1, allowed).when(graduate, command).then(ParticipantGraduated(**fellow))


def test_what_was_completed_stands_against_later_knowledge() -> None:
    done = cohort(filled(ANA), on="2012-05-01").also(COMPLETED, on="2012-05-03")
    with pytest.raises(RuleBroken, match="completed-already"):
        done.also(WITHDREW, on="2012-05-04")
    with pytest.raises(RuleBroken, match="completed-already"):
        done.also(_mark(Attendance.ABSENT), on="2012-05-04")
    for earlier in (WITHDREW, _mark(Attendance.ABSENT)):
        with pytest.raises(Conflict, match="later-fact-conflicts"):
            done.also(earlier, on="2012-05-02")


@pytest.mark.parametrize(
    "event",
    [
        SeatReleased(**seat(ANA, Role.FELLOW), reason="withdrawn"),
        ParticipationCompleted(**seat(ANA, state="BRA")),
        AttendanceMarked(**seat(BEA), part="poland", attendance=Attendance.PRESENT),
    ],
)
def test_a_fact_about_a_seat_names_the_seat_that_is_there(event: Any) -> None:
    with pytest.raises(RuleBroken, match="no-such-seat"):
        cohort(filled(ANA), event)


def test_a_correction_may_seat_somebody_else_if_all_follows() -> None:
    facts = cohort(filled(ANA), on="2012-05-01").also(COMPLETED, on="2012-05-03")
    with pytest.raises(DomainError, match="later-fact-conflicts"):
        facts.corrected(2, filled(BEA))
    assert BEA in state_of(cohort(filled(ANA)).corrected(2, filled(BEA))).seats


def test_a_dissolved_cohort_takes_nobody_and_binds_nobody() -> None:
    ended = cohort(filled(ANA)).also(CohortDissolved(seminar=SEMINAR))
    ended.when(fill_seat, _fill(BEA)).then_refused("not-possible")
    assert COHORT.claims(state_of(ended)) == ()


def test_every_certain_day_of_a_place_is_claimed() -> None:
    facts = cohort(filled(ANA), filled(BEA, Role.FELLOW), filled(CAI, Role.INSTRUCTOR))
    expected = {f"place:{person}:2012-05-0{day}" for person in (ANA, BEA) for day in (1, 2)}
    assert set(COHORT.claims(state_of(facts))) == expected
    postponed = facts.also(CohortScheduled(seminar=SEMINAR, parts=()))
    assert COHORT.claims(state_of(postponed)) == []
    overlapping = CohortScheduled(seminar=SEMINAR, parts=(PARTS[0], PARTS[0].model_copy(update={"code": "b"})))
    claims = COHORT.claims(state_of(facts.also(overlapping)))
    assert len(set(claims)) == len(claims) == 4


def test_scopes_are_those_of_the_editions_network() -> None:
    network = uuid4()
    assert COHORT.scopes(state_of(cohort())) == {"secretariat"}
    ours = cohort().corrected(1, OPENED.model_copy(update={"network": network}))
    assert COHORT.scopes(state_of(ours)) == {"secretariat", f"network:{network}"}


def test_every_event_has_its_place_in_the_life() -> None:
    assert {event for changes in STATES.values() for event in changes} == set(EVENTS)
    assert state_of(cohort(CohortConvened(seminar=SEMINAR))).status == "in_session"


def test_a_fact_of_another_seminar_is_refused() -> None:
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        cohort(SeatFilled(**{**seat(ANA), "seminar": uuid4()}))


_DAYS = st.integers(1, 9).map(lambda day: f"2012-03-0{day}")
_FACTS = st.one_of(
    st.sampled_from([ANA, BEA, CAI, DEE]).map(filled),
    st.sampled_from([ANA, BEA, CAI, DEE]).map(lambda person: SeatReleased(**seat(person), reason="withdrawn")),
    st.integers(1, 3).map(lambda seats: CapacityChanged(seminar=SEMINAR, capacity={Role.PARTICIPANT: seats})),
)


@given(st.lists(st.tuples(_FACTS, _DAYS), max_size=14))
def test_capacity_holds_at_every_day_and_every_known_time(wishes: list[tuple[Any, str]]) -> None:
    """Counted from the dates of the facts alone, whatever order they were recorded in."""
    facts = cohort()
    for event, day in wishes:
        try:
            facts = facts.also(event, on=day)
        except DomainError:
            continue
    for known in range(1, len(facts.events) + 1):
        recorded = facts.events[:known]
        for day in (f"2012-03-0{number}" for number in range(1, 10)):
            past = sorted(
                (one for one in recorded if str(one.occurred_on) <= day), key=lambda one: str(one.occurred_on)
            )
            taken = sum(isinstance(one.event, SeatFilled) for one in past)
            taken -= sum(isinstance(one.event, SeatReleased) for one in past)
            capacity = [one.event.capacity for one in past if hasattr(one.event, "capacity")][-1]
            assert 0 <= taken <= capacity[Role.PARTICIPANT]
