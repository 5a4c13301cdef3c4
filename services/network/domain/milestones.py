"""How a milestone of an initiative lives. Its date moves only with a reason; whether it is overdue, readers compute."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.aggregate import Lifecycle, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.network.milestone import (
    EVENTS,
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)
from shared.contracts.text import Code, PublicText
from shared.errors import RuleBroken


class Progress(StrEnum):
    """Where a milestone stands."""

    PLANNED = "planned"
    REACHED = "reached"
    MISSED = "missed"
    DROPPED = "dropped"


STATES: Lifecycle = {
    None: {MilestonePlanned: Progress.PLANNED},
    Progress.PLANNED: {
        MilestoneReached: Progress.REACHED,
        MilestoneMissed: Progress.MISSED,
        MilestoneRescheduled: Progress.PLANNED,
        MilestoneDropped: Progress.DROPPED,
    },
    Progress.MISSED: {
        MilestoneReached: Progress.REACHED,
        MilestoneRescheduled: Progress.PLANNED,
        MilestoneDropped: Progress.DROPPED,
    },
}


class Milestone(BaseModel):
    """A step; `code` names it within its initiative."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    planned: PartialDate
    progress: Progress = Progress.PLANNED


class PastMilestone(BaseModel):
    """A step as a source tells it: when it was planned for, and when it was reached if it was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    title: PublicText
    planned: PartialDate
    reached: PartialDate | None = None


def next_milestones(milestones: Sequence[Milestone], fact: Envelope) -> tuple[Milestone, ...]:
    """All of them after one more fact. Raises RuleBroken where the code or the life of a milestone does not allow it."""
    event = fact.event
    if not isinstance(event, EVENTS):
        raise RuleBroken("wrong-aggregate", event=event.type)
    known = {one.code: one for one in milestones}
    before = known.get(event.code)
    progress = Progress(step(STATES, before.progress if before else None, event))
    match event:
        case MilestonePlanned(planned=planned) | MilestoneRescheduled(planned=planned):
            after = Milestone(code=event.code, planned=planned)
        case MilestoneMissed() if before and fact.occurred_on.counts_from <= before.planned.latest:
            raise RuleBroken("not-missed-yet", planned=str(before.planned))
        case _ if before:
            after = before.model_copy(update={"progress": progress})
    return tuple({**known, event.code: after}.values())
