"""Initiative: its stage, by which right it was proposed, and its milestones with every re-planning. Persons are ids."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.initiative import (
    InitiativeAbandoned,
    InitiativeClosed,
    InitiativeCompleted,
    InitiativeEndorsed,
    InitiativeEvaluated,
    InitiativePaused,
    InitiativeProposed,
    InitiativeResumed,
    InitiativeReturned,
    InitiativeRightConfirmed,
    InitiativeRightQuestioned,
    InitiativeStarted,
)
from shared.contracts.network.milestone import (
    MilestoneDropped,
    MilestoneMissed,
    MilestonePlanned,
    MilestoneReached,
    MilestoneRescheduled,
)

_EMPTY: Document = {"milestones": [], "dates": {}, "endorser": None, "reason": None, "report": None, "questioned": None}
_STAGES: dict[type, str] = {
    InitiativeProposed: "proposed",
    InitiativeEndorsed: "endorsed",
    InitiativeReturned: "returned",
    InitiativeStarted: "underway",
    InitiativePaused: "paused",
    InitiativeResumed: "underway",
    InitiativeCompleted: "completed",
    InitiativeEvaluated: "evaluated",
    InitiativeClosed: "closed",
    InitiativeAbandoned: "abandoned",
}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The initiative's document after one more fact.

    `dates`: when it came to each stage, the last time. `reason`: why it was returned, paused or abandoned. `questioned`:
    the rule that its proposal is now known to break, or null.
    """
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    if stage := _STAGES.get(type(fact.event)):
        reason = getattr(fact.event, "reason", None)
        after |= {"stage": stage, "reason": reason, "dates": {**after["dates"], stage: str(fact.occurred_on)}}
    match fact.event:
        case InitiativeProposed() as event:
            after |= event.model_dump(mode="json", exclude={"judged_on"})
        case InitiativeEndorsed(endorser=endorser):
            after["endorser"] = str(endorser) if endorser else None
        case InitiativeEvaluated(report=report):
            after["report"] = str(report) if report else None
        case InitiativeRightQuestioned(rule=rule):
            after["questioned"] = rule
        case InitiativeRightConfirmed():
            after["questioned"] = None
        case MilestonePlanned() as event:
            after["milestones"] = [*after["milestones"], _milestone(event)]
        case MilestoneReached() | MilestoneMissed() | MilestoneRescheduled() | MilestoneDropped() as event:
            after["milestones"] = [
                _moved(one, event, fact) if one["code"] == event.code else one for one in after["milestones"]
            ]
    return after


def _milestone(event: MilestonePlanned) -> Document:
    """`planned` is the date that counts now, `due` its last day; `moves` are the re-plannings, each with its reason."""
    said = event.model_dump(mode="json", include={"code", "title", "planned"})
    said["due"] = event.planned.latest.isoformat()
    return {**said, "status": "planned", "reached": None, "missed": None, "dropped": None, "reason": None, "moves": []}


def _moved(
    milestone: Document,
    event: MilestoneReached | MilestoneMissed | MilestoneRescheduled | MilestoneDropped,
    fact: Envelope,
) -> Document:
    on = str(fact.occurred_on)
    match event:
        case MilestoneReached():
            return {**milestone, "status": "reached", "reached": on}
        case MilestoneMissed():
            return {**milestone, "status": "missed", "missed": on}
        case MilestoneDropped(reason=reason):
            return {**milestone, "status": "dropped", "dropped": on, "reason": reason}
        case MilestoneRescheduled(planned=planned, reason=reason):
            move = {"on": on, "from": milestone["planned"], "to": str(planned), "reason": reason}
            moved = {"status": "planned", "planned": str(planned), "due": planned.latest.isoformat()}
            return {**milestone, **moved, "moves": [*milestone["moves"], move]}


VIEW = View(kind="initiative", fold=fold)
