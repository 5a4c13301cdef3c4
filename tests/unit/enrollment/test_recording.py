"""What is written down about past cohorts, and alumni as what follows from it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from services.enrollment.domain.alumnus import ALUMNUS
from services.enrollment.domain.cohort import COHORT, Delegation, HeadCount
from services.enrollment.domain.recording import (
    RecordDelegation,
    RecordGraduation,
    RecordHeadcount,
    RecordParticipation,
    identify,
    record_delegation,
    record_graduation,
    record_headcount,
    record_participation,
)
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.alumnus import AlumnusRecognised, GraduationAdded
from shared.contracts.enrollment.cohort import (
    DelegationRecorded,
    HeadCounted,
    ParticipantGraduated,
    ParticipationCompleted,
    Presence,
)
from shared.contracts.enrollment.words import Role, Sector
from shared.errors import DomainError, RuleBroken
from tests.support.given import given
from tests.unit.enrollment.cohorts import ANA, BEA, CAI, SEMINAR, cohort, filled, seat, state_of

ROW = {"occurred_on": "2012-05-03", "row": "a", "seminar": SEMINAR}
NOBODY_YET = given(COHORT, id=SEMINAR)


def _participation(person: UUID, role: Role = Role.PARTICIPANT) -> RecordParticipation:
    return RecordParticipation.model_validate({**ROW, "person": person, "role": role, "state": "ARG"})


def _delegation(**told: Any) -> RecordDelegation:
    return RecordDelegation.model_validate({**ROW, "presence": Presence.PRESENT, **told})


@pytest.mark.parametrize(
    ("decide", "command"),
    [
        (record_delegation, _delegation(state="ARG")),
        (record_participation, _participation(ANA)),
        (record_graduation, RecordGraduation.model_validate({**ROW, "person": ANA})),
        (record_headcount, RecordHeadcount.model_validate({**ROW, "role": Role.PARTICIPANT, "persons": 25})),
    ],
)
def test_a_row_that_comes_before_its_cohort_is_asked_to_come_again(decide: Any, command: Any) -> None:
    assert identify(command) == SEMINAR
    NOBODY_YET.when(decide, command).then_refused("not-known-here-yet")
    cohort().when(decide, command, on="2011-12-31").then_refused("not-known-here-yet")


def test_a_participation_fills_a_seat_under_the_same_rules() -> None:
    after = cohort().when(record_participation, _participation(ANA)).then(filled(ANA))
    after.when(record_participation, _participation(ANA)).then_refused("already-so")
    after.also(filled(BEA)).when(record_participation, _participation(CAI)).then_refused("no-seat-left")


def test_a_graduation_says_that_the_participation_was_completed() -> None:
    command = RecordGraduation.model_validate({**ROW, "person": ANA})
    on = PartialDate.parse("2012-05-03")
    completed, graduated = ParticipationCompleted(**seat(ANA)), ParticipantGraduated(**seat(ANA))
    said = Dated(completed, on, inferred=True), Dated(graduated, on)
    after = cohort(filled(ANA)).when(record_graduation, command, on="2012-05-03").then(*said)
    after.when(record_graduation, command).then_refused("already-so")
    cohort(filled(ANA), completed).when(record_graduation, command).then(graduated)
    cohort().when(record_graduation, command).then_refused("no-such-seat")


def test_a_delegation_is_of_a_state_or_of_a_body() -> None:
    body = uuid4()
    after = cohort().when(record_delegation, _delegation(body=body, persons=3))
    facts = after.then(DelegationRecorded(seminar=SEMINAR, body=body, presence=Presence.PRESENT, persons=3))
    assert state_of(facts).delegations == {f"{body}/": Delegation(body=body, presence=Presence.PRESENT, persons=3)}
    for wrong in ({}, {"state": "ARG", "body": body}):
        with pytest.raises(ValidationError, match="either state or body"):
            _delegation(**wrong)
        with pytest.raises(RuleBroken, match="state-or-body"):
            cohort(DelegationRecorded(seminar=SEMINAR, presence=Presence.PRESENT, **wrong))


def test_a_delegation_comes_to_a_part_that_there_is_and_later_knowledge_replaces_earlier() -> None:
    absent = _delegation(state="ARG", part="poland", presence=Presence.ABSENT)
    cohort().when(record_delegation, _delegation(state="ARG", part="moon")).then_refused("unknown-part")
    facts = cohort().when(record_delegation, absent, on="2012-05-01").after
    facts = facts.when(record_delegation, _delegation(state="ARG", part="poland"), on="2012-05-02").after
    facts = facts.when(record_delegation, _delegation(state="ARG", part="region"), on="2013-05").after
    presence = {key: one.presence for key, one in state_of(facts).delegations.items()}
    assert presence == {"ARG/poland": "present", "ARG/region": "present"}
    assert state_of(facts, "2012-05-01").delegations["ARG/poland"].presence == "absent"


def test_heads_are_counted_once_for_a_role_and_a_date_and_fill_no_seats() -> None:
    command = RecordHeadcount.model_validate({**ROW, "role": Role.PARTICIPANT, "persons": 35, "states": 16})
    facts = cohort().when(record_headcount, command, on="2012-05-03")
    after = facts.then(HeadCounted(seminar=SEMINAR, role=Role.PARTICIPANT, persons=35, states=16))
    after.when(record_headcount, command, on="2012-05-03").then_refused("counted-already")
    later = after.when(record_headcount, command, on="2013-05").after
    on = [str(count.on) for count in state_of(later).headcounts]
    assert (on, state_of(later).seats) == (["2012-05-03", "2013-05"], {})
    fixed = later.corrected(2, HeadCounted(seminar=SEMINAR, role=Role.PARTICIPANT, persons=25))
    first = HeadCount(role=Role.PARTICIPANT, on=PartialDate.parse("2012-05-03"), persons=25)
    assert state_of(fixed).headcounts[0] == first


def _graduation(seminar: int, state: str = "ARG") -> dict[str, Any]:
    return {"person": ANA, "state": state, "sector": Sector.JUSTICE, "seminar": UUID(int=seminar)}


def test_an_alumnus_is_recognised_once_however_many_seminars() -> None:
    facts = given(ALUMNUS, AlumnusRecognised(**_graduation(1)), on="2010", id=ANA)
    facts = facts.also(GraduationAdded(**_graduation(2, "BRA")), on="2012")
    state = facts.state
    assert state is not None
    assert [str(one.on) for one in state.graduations] == ["2010", "2012"]
    assert ALUMNUS.scopes(state) == {"secretariat", "state:BRA"}
    with pytest.raises(RuleBroken, match="not-possible"):
        facts.also(AlumnusRecognised(**_graduation(3)), on="2013")
    with pytest.raises(RuleBroken, match="graduated-already"):
        facts.also(GraduationAdded(**_graduation(1)), on="2013")


def test_nobody_graduates_again_before_the_first_time() -> None:
    facts = given(ALUMNUS, AlumnusRecognised(**_graduation(1)), on="2010", id=ANA)
    with pytest.raises(DomainError, match="not-possible"):
        facts.also(GraduationAdded(**_graduation(2)), on="2009")
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        given(ALUMNUS, AlumnusRecognised(**_graduation(1)), id=BEA)
