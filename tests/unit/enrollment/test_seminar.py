"""The life of a seminar, as it happens and as it is written down later."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.enrollment.domain.seminar import (
    SEMINAR,
    STATES,
    AddPart,
    CancelSeminar,
    CompleteSeminar,
    PlanSeminar,
    PostponeSeminar,
    RecordSeminar,
    ReplanSeminar,
    Seminar,
    StartSession,
    add_part,
    cancel_seminar,
    complete_seminar,
    plan_seminar,
    postpone_seminar,
    record_seminar,
    replan_seminar,
    start_session,
)
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.seminar import (
    EVENTS,
    Part,
    SeminarCancelled,
    SeminarCompleted,
    SeminarPartAdded,
    SeminarPlanned,
    SeminarPostponed,
    SeminarReplanned,
    SeminarStarted,
)
from shared.contracts.enrollment.words import Role
from shared.errors import DomainError
from tests.support.given import Given, given

EDITION, NETWORK = uuid4(), uuid4()
OURS = {"edition": EDITION, "network": NETWORK}


def _part(code: str, dates: str) -> Part:
    return Part(code=code, place="Oświęcim", country="POL", dates=PartialDate.parse(dates))


POLAND, REGION = _part("poland", "2012-05-01/2012-05-08"), _part("region", "2013-05")
CONTENT: dict[str, Any] = {"slug": "s", "title": "S", "capacity": {Role.PARTICIPANT: 25}, "organisers": (uuid4(),)}
PLANNED = SeminarPlanned(**OURS, **CONTENT, parts=(POLAND,))
STARTED, COMPLETED = SeminarStarted(**OURS), SeminarCompleted(**OURS)


def _row(parts: tuple[Part, ...], on: str) -> RecordSeminar:
    given = {"occurred_on": on, "row": "s", "id": UUID(int=1), "edition": EDITION, "parts": parts, **CONTENT}
    return RecordSeminar.model_validate(given)


def _planned(*more: Any) -> Given[Seminar]:
    return given(SEMINAR, PLANNED, *more, on="2012-01-01")


def _now(facts: Given[Seminar], day: str = "2026-06-01") -> Seminar:
    state = facts.as_of(day)
    assert state is not None
    return state


def test_a_plan_holds_its_slug_and_stands_in_the_scope_of_its_network() -> None:
    command = PlanSeminar(edition=EDITION, parts=(POLAND,), **CONTENT)
    plain = PLANNED.model_copy(update={"network": None})
    after = given(SEMINAR).when(plan_seminar, command).then(plain)
    assert SEMINAR.claims(_now(after)) == ["seminar-slug:s"]
    assert SEMINAR.scopes(_now(after)) == {"secretariat"}
    assert SEMINAR.scopes(_now(_planned())) == {"secretariat", f"network:{NETWORK}"}


def test_a_seminar_is_held() -> None:
    started = _planned().when(start_session, StartSession(), on="2012-05-01").then(STARTED)
    done = started.when(complete_seminar, CompleteSeminar(), on="2012-05-08").then(COMPLETED)
    assert [_now(done, day).status for day in ("2012-04-30", "2012-05-01", "2012-05-08")] == [
        "planned",
        "in_session",
        "completed",
    ]


def test_a_postponed_seminar_has_no_parts_until_it_is_planned_again() -> None:
    postponed = _planned().when(postpone_seminar, PostponeSeminar()).then(SeminarPostponed(**OURS))
    assert (_now(postponed).status, _now(postponed).parts) == ("postponed", ())
    again = postponed.when(replan_seminar, ReplanSeminar(parts=(REGION,))).then(
        SeminarReplanned(**OURS, parts=(REGION,))
    )
    assert (_now(again).status, _now(again).parts) == ("planned", (REGION,))


def test_a_cycle_grows_while_it_is_in_session() -> None:
    after = _planned(STARTED).when(add_part, AddPart(part=REGION)).then(SeminarPartAdded(**OURS, part=REGION))
    assert (_now(after).status, _now(after).parts) == ("in_session", (POLAND, REGION))


def test_planning_what_is_planned_changes_nothing() -> None:
    _planned().when(replan_seminar, ReplanSeminar(parts=(POLAND,))).then_refused("already-so")


@pytest.mark.parametrize("parts", [(POLAND, POLAND), (POLAND, _part("poland", "2013"))])
def test_the_code_of_a_part_is_unique(parts: tuple[Part, ...]) -> None:
    given(SEMINAR).when(plan_seminar, PlanSeminar(edition=EDITION, parts=parts, **CONTENT)).then_refused("named-twice")
    _planned().when(replan_seminar, ReplanSeminar(parts=parts)).then_refused("named-twice")
    _planned().when(add_part, AddPart(part=parts[1])).then_refused("named-twice")


@pytest.mark.parametrize("facts", [(), (STARTED,), (SeminarPostponed(**OURS),)])
def test_a_seminar_is_cancelled_any_time_before_it_is_completed(facts: tuple[Any, ...]) -> None:
    _planned(*facts).when(cancel_seminar, CancelSeminar()).then(SeminarCancelled(**OURS))


@pytest.mark.parametrize(
    ("facts", "decide", "command"),
    [
        ((STARTED,), start_session, StartSession()),
        ((STARTED,), postpone_seminar, PostponeSeminar()),
        ((), complete_seminar, CompleteSeminar()),
        ((SeminarPostponed(**OURS),), start_session, StartSession()),
        ((SeminarPostponed(**OURS),), add_part, AddPart(part=REGION)),
        ((STARTED, COMPLETED), cancel_seminar, CancelSeminar()),
        ((STARTED, COMPLETED), add_part, AddPart(part=REGION)),
        ((SeminarCancelled(**OURS),), replan_seminar, ReplanSeminar(parts=(REGION,))),
    ],
)
def test_what_its_life_does_not_have_is_refused(facts: tuple[Any, ...], decide: Any, command: Any) -> None:
    _planned(*facts).when(decide, command).then_refused("not-possible")


def test_every_event_has_its_place_in_the_life() -> None:
    assert {event for changes in STATES.values() for event in changes} == set(EVENTS)


def test_a_past_seminar_is_recorded_with_the_dates_of_its_parts() -> None:
    plain = SeminarPlanned(edition=EDITION, **CONTENT, parts=(POLAND, REGION))
    after = given(SEMINAR).when(record_seminar, _row((POLAND, REGION), "2012-05-01/2012-05-08"), on="2012-05-01")
    started = Dated(SeminarStarted(edition=EDITION), PartialDate.parse("2012-05-01"))
    completed = Dated(SeminarCompleted(edition=EDITION), PartialDate.parse("2013-05 from 2013-05-31"))
    planned = Dated(plain, PartialDate.parse("2012-05-01/2012-05-08"), inferred=True)
    after.then(planned, started, completed).when(record_seminar, _row((POLAND,), "2012-06")).then_refused(
        "exists-already"
    )


def test_a_row_that_says_a_later_date_is_planned_when_it_began() -> None:
    said = given(SEMINAR).when(record_seminar, _row((POLAND,), "2012-05-08")).said
    assert [str(one.occurred_on) for one in said] == ["2012-05-01", "2012-05-01", "2012-05-08"]


@pytest.mark.parametrize(
    ("parts", "events"),
    [
        ((_part("a", "2026-05-25/2026-06-07"),), (SeminarPlanned, SeminarStarted)),
        ((_part("a", "2026-05-01"), _part("b", "2026-08")), (SeminarPlanned, SeminarStarted)),
        ((_part("a", "2026-08"),), (SeminarPlanned,)),
    ],
)
def test_what_is_not_past_yet_is_not_recorded(parts: tuple[Part, ...], events: tuple[type, ...]) -> None:
    """The tests' today is 1 June 2026."""
    said = given(SEMINAR).when(record_seminar, _row(parts, "2026-01-01")).said
    assert tuple(type(one.event) for one in said) == events


def test_a_start_that_moves_behind_the_end_is_refused() -> None:
    facts = given(SEMINAR, PLANNED, on="2012-01-01").also(STARTED, on="2012-05-01").also(COMPLETED, on="2012-05-08")
    with pytest.raises(DomainError, match="not-possible"):
        facts.corrected(2, on="2012-05-09")
    assert _now(facts.corrected(2, on="2012-05-02"), "2012-05-01").status == "planned"


def test_a_fact_of_another_edition_is_refused() -> None:
    with pytest.raises(DomainError, match="wrong-aggregate"):
        _planned(SeminarStarted(edition=uuid4()))
