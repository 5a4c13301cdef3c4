"""Initiatives: their life, their milestones, and never endorsed by who proposed them (invariants 6 and 19)."""

from typing import Any
from uuid import UUID

import pytest

from services.network.domain.initiative import (
    INITIATIVE,
    EndorseInitiative,
    Initiative,
    ProposeAgain,
    ProposeInitiative,
    RecordInitiative,
    ReturnInitiative,
    endorse_initiative,
    propose_again,
    propose_initiative,
    record_initiative,
    return_initiative,
)
from services.network.domain.initiative_work import (
    AbandonInitiative,
    CloseInitiative,
    CompleteInitiative,
    EvaluateInitiative,
    PauseInitiative,
    ResumeInitiative,
    StartInitiative,
    abandon_initiative,
    close_initiative,
    complete_initiative,
    evaluate_initiative,
    pause_initiative,
    resume_initiative,
    start_initiative,
)
from services.network.domain.milestones import PastMilestone
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.ids import PersonId
from shared.contracts.network.initiative import (
    InitiativeAbandoned,
    InitiativeClosed,
    InitiativeCompleted,
    InitiativeEndorsed,
    InitiativeEvaluated,
    InitiativeKind,
    InitiativePaused,
    InitiativeProposed,
    InitiativeResumed,
    InitiativeReturned,
    InitiativeRightConfirmed,
    InitiativeRightQuestioned,
    InitiativeStarted,
    ProposerKind,
)
from shared.contracts.network.milestone import MilestonePlanned, MilestoneReached
from shared.errors import RuleBroken
from tests.support.given import Given, given

ID, NETWORK, REPORT = UUID(int=1), UUID(int=10), UUID(int=12)
ANA, EVA = PersonId(UUID(int=1)), PersonId(UUID(int=2))
OF: dict[str, Any] = {"network": NETWORK, "state": "ARG"}
WISH: dict[str, Any] = {
    **OF,
    "kind": InitiativeKind.TRAINING,
    "title": "Course for prosecutors",
    "proposer_kind": ProposerKind.ALUMNUS,
    "proposer": ANA,
}
PROPOSED, ENDORSED, STARTED = (
    InitiativeProposed(**WISH),
    InitiativeEndorsed(**OF, endorser=EVA),
    InitiativeStarted(**OF),
)
PLANNED = MilestonePlanned(**OF, code="outline", title="Outline agreed", planned=PartialDate.parse("2013-06"))


def proposed() -> Given[Initiative]:
    return given(INITIATIVE, PROPOSED)


def underway() -> Given[Initiative]:
    return given(INITIATIVE, PROPOSED, ENDORSED, STARTED)


def standing(facts: Given[Initiative], day: str | None = None) -> Initiative:
    state = facts.as_of(day) if day else facts.state
    assert state is not None
    return state


def test_an_initiative_lives_from_the_proposal_to_the_end() -> None:
    facts = given(INITIATIVE).when(propose_initiative, ProposeInitiative(**WISH), on="2012-01-01").then(PROPOSED)
    facts = facts.when(endorse_initiative, EndorseInitiative(endorser=EVA), on="2012-02-01").then(ENDORSED)
    facts = facts.when(start_initiative, StartInitiative(), on="2012-03-01").then(STARTED)
    facts = facts.when(pause_initiative, PauseInitiative(reason="Elections"), on="2012-04-01").then(
        InitiativePaused(**OF, reason="Elections")
    )
    facts = facts.when(resume_initiative, ResumeInitiative(), on="2012-05-01").then(InitiativeResumed(**OF))
    facts = facts.when(complete_initiative, CompleteInitiative(), on="2013-01-01").then(InitiativeCompleted(**OF))
    facts = facts.when(evaluate_initiative, EvaluateInitiative(report=REPORT), on="2013-02-01").then(
        InitiativeEvaluated(**OF, report=REPORT)
    )
    facts = facts.when(close_initiative, CloseInitiative(), on="2013-03-01").then(InitiativeClosed(**OF))
    assert [standing(facts, day).stage for day in ("2012-01-15", "2012-04-15", "2013-01-15", "2014-01-01")] == [
        "proposed",
        "paused",
        "completed",
        "closed",
    ]


def test_the_same_id_is_proposed_once() -> None:
    proposed().when(propose_initiative, ProposeInitiative(**WISH)).then_refused("exists-already")


def test_its_proposer_does_not_endorse_it() -> None:
    proposed().when(endorse_initiative, EndorseInitiative(endorser=ANA)).then_refused("endorsed-by-its-proposer")


def test_a_returned_initiative_is_proposed_again_by_the_same_right() -> None:
    reason = InitiativeReturned(**OF, reason="Too broad")
    facts = proposed().when(return_initiative, ReturnInitiative(reason="Too broad"), on="2012-02-01").then(reason)
    again = InitiativeProposed(**{**WISH, "title": "Course for judges"})
    facts = facts.when(propose_again, ProposeAgain(title="Course for judges"), on="2012-03-01").then(again)
    assert str(standing(facts).proposed) == "2012-03-01"
    assert standing(facts, "2012-02-15").title == "Course for prosecutors"


@pytest.mark.parametrize(
    ("decide", "wish"),
    [
        (start_initiative, StartInitiative()),
        (pause_initiative, PauseInitiative(reason="x")),
        (resume_initiative, ResumeInitiative()),
        (complete_initiative, CompleteInitiative()),
        (evaluate_initiative, EvaluateInitiative()),
        (close_initiative, CloseInitiative()),
        (propose_again, ProposeAgain()),
    ],
)
def test_a_stage_is_not_skipped(decide: Any, wish: Any) -> None:
    proposed().when(decide, wish).then_refused("not-possible")


def test_it_may_be_abandoned_while_it_is_open_and_not_later() -> None:
    gone = InitiativeAbandoned(**OF, reason="No money")
    underway().when(abandon_initiative, AbandonInitiative(reason="No money")).then(gone)
    done = underway().also(InitiativeCompleted(**OF), on="2013-01-01")
    done.when(abandon_initiative, AbandonInitiative(reason="No money")).then_refused("not-possible")


def test_a_right_in_doubt_is_noted_at_any_stage_and_takes_nothing_away() -> None:
    closed = underway().also(InitiativeCompleted(**OF), on="2013-01-01")
    doubted = closed.also(InitiativeRightQuestioned(**OF, rule="not-an-alumnus"), on="2014-01-01")
    assert (standing(doubted).stage, standing(doubted).questioned) == ("completed", "not-an-alumnus")
    assert standing(doubted.also(InitiativeRightConfirmed(**OF), on="2015-01-01")).questioned is None


def test_an_event_of_another_pair_is_refused() -> None:
    with pytest.raises(RuleBroken, match="wrong-aggregate"):
        proposed().also(InitiativeEndorsed(network=NETWORK, state="BRA", endorser=EVA))


def test_a_record_is_the_whole_legal_chain_with_what_is_known() -> None:
    on, reached = PartialDate.parse("2012 from 2012-03-30"), PartialDate.parse("2013-05")
    milestone = PastMilestone(
        code="outline", title="Outline agreed", planned=PartialDate.parse("2013-06"), reached=reached
    )
    wish = RecordInitiative(
        **{**WISH, "proposer": None}, id=ID, stage="completed", milestones=(milestone,), occurred_on=on, row="i/1"
    )
    facts = (
        given(INITIATIVE, id=ID)
        .when(record_initiative, wish, on=str(on))
        .then(
            Dated(InitiativeProposed(**{**WISH, "proposer": None}), on),
            Dated(InitiativeEndorsed(**OF), on, inferred=True),
            Dated(InitiativeStarted(**OF), on, inferred=True),
            Dated(PLANNED, on, inferred=True),
            Dated(MilestoneReached(**OF, code="outline"), reached),
            Dated(InitiativeCompleted(**OF), reached, inferred=True),
        )
    )
    facts.when(record_initiative, wish, on=str(on)).then_refused("exists-already")


def test_a_record_is_completed_with_its_last_milestone_in_whatever_order_they_are_told() -> None:
    def reached(code: str, on: str) -> PastMilestone:
        return PastMilestone(code=code, title="T", planned=PartialDate.parse("2013"), reached=PartialDate.parse(on))

    told = (reached("second", "2014-05"), reached("first", "2013-05"))
    on = PartialDate.parse("2012")
    wish = RecordInitiative(**WISH, id=ID, stage="completed", milestones=told, occurred_on=on, row="i/1")
    outcome = given(INITIATIVE).when(record_initiative, wish)
    assert outcome.said[-1] == Dated(InitiativeCompleted(**OF), PartialDate.parse("2014-05"), inferred=True)


def test_a_record_stops_at_the_stage_that_is_known() -> None:
    wish = RecordInitiative(**WISH, id=ID, stage="endorsed", occurred_on=PartialDate.parse("2012"), row="i/1")
    given(INITIATIVE).when(record_initiative, wish).then(PROPOSED, InitiativeEndorsed(**OF))
