"""The milestones of an initiative: a date moves only with a reason, and is missed only after it (invariant 19)."""

import pytest

from services.network.domain.initiative_work import (
    DropMilestone,
    MissMilestone,
    PlanMilestone,
    ReachMilestone,
    RescheduleMilestone,
    drop_milestone,
    miss_milestone,
    plan_milestone,
    reach_milestone,
    reschedule_milestone,
)
from shared.contracts.dates import PartialDate
from shared.contracts.network.milestone import (
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)
from shared.errors import Conflict
from tests.unit.network.test_initiative import OF, PLANNED, standing, underway


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
