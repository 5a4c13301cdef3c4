"""The work on an initiative: how it goes from stage to stage, and its milestones."""

from collections.abc import Sequence
from uuid import UUID

from services.network.domain.initiative import Initiative
from shared.aggregate import Command, Context, Said
from shared.contracts.dates import PartialDate
from shared.contracts.network.initiative import (
    InitiativeAbandoned,
    InitiativeClosed,
    InitiativeCompleted,
    InitiativeEvaluated,
    InitiativePaused,
    InitiativeResumed,
    InitiativeStarted,
)
from shared.contracts.network.milestone import (
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)
from shared.contracts.text import Code, PublicText


class StartInitiative(Command):
    """The work begins."""


class PauseInitiative(Command):
    """Let it rest, and say why."""

    reason: PublicText


class ResumeInitiative(Command):
    """Go on."""


class CompleteInitiative(Command):
    """The work is done."""


class EvaluateInitiative(Command):
    """Somebody judged what came of it; `report` is the source where that stands."""

    report: UUID | None = None


class CloseInitiative(Command):
    """Nothing more will come."""


class AbandonInitiative(Command):
    """Give it up, and say why."""

    reason: PublicText


class PlanMilestone(Command):
    """Add a step that is to be reached by a date."""

    code: Code
    title: PublicText
    planned: PartialDate


class ReachMilestone(Command):
    """It was reached."""

    code: Code


class MissMilestone(Command):
    """Say that its date passed without it."""

    code: Code


class RescheduleMilestone(Command):
    """Move its date, and say why."""

    code: Code
    planned: PartialDate
    reason: PublicText


class DropMilestone(Command):
    """Want it no longer, and say why."""

    code: Code
    reason: PublicText


def start_initiative(state: Initiative, command: StartInitiative, context: Context) -> Sequence[Said]:
    """Only what is endorsed can start."""
    return [InitiativeStarted(network=state.network, state=state.state)]


def pause_initiative(state: Initiative, command: PauseInitiative, context: Context) -> Sequence[Said]:
    """Only what is underway can rest."""
    return [InitiativePaused(network=state.network, state=state.state, reason=command.reason)]


def resume_initiative(state: Initiative, command: ResumeInitiative, context: Context) -> Sequence[Said]:
    """Only what rests can go on."""
    return [InitiativeResumed(network=state.network, state=state.state)]


def complete_initiative(state: Initiative, command: CompleteInitiative, context: Context) -> Sequence[Said]:
    """Milestones that are still open stay as they are: they were planned and not reached."""
    return [InitiativeCompleted(network=state.network, state=state.state)]


def evaluate_initiative(state: Initiative, command: EvaluateInitiative, context: Context) -> Sequence[Said]:
    """Only what is completed can be judged."""
    return [InitiativeEvaluated(network=state.network, state=state.state, report=command.report)]


def close_initiative(state: Initiative, command: CloseInitiative, context: Context) -> Sequence[Said]:
    """Only what is evaluated can be closed."""
    return [InitiativeClosed(network=state.network, state=state.state)]


def abandon_initiative(state: Initiative, command: AbandonInitiative, context: Context) -> Sequence[Said]:
    """At any stage before it is completed."""
    return [InitiativeAbandoned(network=state.network, state=state.state, reason=command.reason)]


def plan_milestone(state: Initiative, command: PlanMilestone, context: Context) -> Sequence[Said]:
    """A code is used once in an initiative."""
    of = {"network": state.network, "state": state.state, "code": command.code}
    return [MilestonePlanned(**of, title=command.title, planned=command.planned)]


def reach_milestone(state: Initiative, command: ReachMilestone, context: Context) -> Sequence[Said]:
    """Also one that was missed, later."""
    return [MilestoneReached(network=state.network, state=state.state, code=command.code)]


def miss_milestone(state: Initiative, command: MissMilestone, context: Context) -> Sequence[Said]:
    """Only after its planned date."""
    return [MilestoneMissed(network=state.network, state=state.state, code=command.code)]


def reschedule_milestone(state: Initiative, command: RescheduleMilestone, context: Context) -> Sequence[Said]:
    """The earlier date stays on record."""
    of = {"network": state.network, "state": state.state, "code": command.code}
    return [MilestoneRescheduled(**of, planned=command.planned, reason=command.reason)]


def drop_milestone(state: Initiative, command: DropMilestone, context: Context) -> Sequence[Said]:
    """Only what is not reached."""
    return [MilestoneDropped(network=state.network, state=state.state, code=command.code, reason=command.reason)]
