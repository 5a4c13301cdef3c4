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
    DropMilestone,
    EvaluateInitiative,
    MissMilestone,
    PauseInitiative,
    PlanMilestone,
    ReachMilestone,
    RescheduleMilestone,
    ResumeInitiative,
    StartInitiative,
    abandon_initiative,
    close_initiative,
    complete_initiative,
    drop_milestone,
    evaluate_initiative,
    miss_milestone,
    pause_initiative,
    plan_milestone,
    reach_milestone,
    reschedule_milestone,
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
from shared.contracts.network.milestone import (
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)
from shared.errors import Conflict, RuleBroken
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


def test_a_milestone_is_planned_once_and_reached() -> None:
    wish = PlanMilestone(code="outline", title="Outline agreed", planned=PartialDate.parse("2013-06"))
    facts = underway().when(plan_milestone, wish, on="2012-06-01").then(PLANNED)
    facts.when(plan_milestone, wish).then_refused("not-possible")
    reached = facts.when(reach_milestone, ReachMilestone(code="outline")).then(MilestoneReached(**OF, code="outline"))
    moved = RescheduleMilestone(code="outline", planned=PartialDate.parse("2014"), reason="Late")
    reached.when(reschedule_milestone, moved, on="2021-01-01").then_refused("not-possible")


def test_a_milestone_is_missed_only_after_its_whole_date_and_then_moved_with_a_reason() -> None:
    facts = underway().also(PLANNED, on="2012-06-01")
    facts.when(miss_milestone, MissMilestone(code="outline"), on="2013-06-30").then_refused("not-missed-yet")
    missed = facts.when(miss_milestone, MissMilestone(code="outline"), on="2013-07-01").then(
        MilestoneMissed(**OF, code="outline")
    )
    later = PartialDate.parse("2013-12-31")
    wish = RescheduleMilestone(code="outline", planned=later, reason="Ministry changed")
    moved = missed.when(reschedule_milestone, wish, on="2013-07-02").then(
        MilestoneRescheduled(**OF, code="outline", planned=later, reason="Ministry changed")
    )
    assert standing(moved).milestones[0].planned == later
    assert standing(moved, "2013-07-01").milestones[0].progress == "missed"


def test_a_milestone_that_was_missed_may_be_reached_late_and_a_dropped_one_not() -> None:
    missed = underway().also(PLANNED, on="2012-06-01").also(MilestoneMissed(**OF, code="outline"), on="2013-07-01")
    missed.when(reach_milestone, ReachMilestone(code="outline")).then(MilestoneReached(**OF, code="outline"))
    wish = DropMilestone(code="outline", reason="Merged with another")
    dropped = missed.when(drop_milestone, wish).then(
        MilestoneDropped(**OF, code="outline", reason="Merged with another")
    )
    dropped.when(reach_milestone, ReachMilestone(code="outline"), on="2021-01-01").then_refused("not-possible")


def test_an_unknown_milestone_is_refused() -> None:
    underway().when(reach_milestone, ReachMilestone(code="nothing")).then_refused("not-possible")


def test_a_planned_date_that_is_corrected_is_judged_against_what_followed() -> None:
    missed = underway().also(PLANNED, on="2012-06-01").also(MilestoneMissed(**OF, code="outline"), on="2013-07-01")
    later = MilestonePlanned(**{**PLANNED.model_dump(), "planned": PartialDate.parse("2014-01")})
    with pytest.raises(Conflict, match="later-fact-conflicts") as refusal:
        missed.corrected(4, later)
    assert refusal.value.params["rule"] == "not-missed-yet"


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
