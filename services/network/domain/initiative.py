"""Initiative: national work that grew out of a network. Its proposal, its life and its record; the work on it is next door."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.network.domain.milestones import Milestone, PastMilestone, next_milestones
from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import PersonId
from shared.contracts.network import milestone as milestones
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
from shared.contracts.text import Code, Iso3, PublicText
from shared.errors import Conflict, RuleBroken


class Stage(StrEnum):
    """Where an initiative stands."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    ENDORSED = "endorsed"
    UNDERWAY = "underway"
    PAUSED = "paused"
    COMPLETED = "completed"
    EVALUATED = "evaluated"
    CLOSED = "closed"
    ABANDONED = "abandoned"


def _at(stage: Stage, changes: dict[type[Event], str], *, stays_open: bool = True) -> dict[type[Event], str]:
    """What may happen at a stage: its changes, doubt about the right at any, milestones and the end while it is open."""
    doubt: tuple[type[Event], ...] = (InitiativeRightQuestioned, InitiativeRightConfirmed)
    plans = milestones.EVENTS if stays_open else ()
    end = {InitiativeAbandoned: Stage.ABANDONED} if stays_open else {}
    return {**dict.fromkeys((*doubt, *plans), stage), **end, **changes}


STATES: Lifecycle = {
    None: {InitiativeProposed: Stage.PROPOSED},
    Stage.PROPOSED: _at(Stage.PROPOSED, {InitiativeEndorsed: Stage.ENDORSED, InitiativeReturned: Stage.RETURNED}),
    Stage.RETURNED: _at(Stage.RETURNED, {InitiativeProposed: Stage.PROPOSED}),
    Stage.ENDORSED: _at(Stage.ENDORSED, {InitiativeStarted: Stage.UNDERWAY}),
    Stage.UNDERWAY: _at(Stage.UNDERWAY, {InitiativePaused: Stage.PAUSED, InitiativeCompleted: Stage.COMPLETED}),
    Stage.PAUSED: _at(Stage.PAUSED, {InitiativeResumed: Stage.UNDERWAY}),
    Stage.COMPLETED: _at(Stage.COMPLETED, {InitiativeEvaluated: Stage.EVALUATED}, stays_open=False),
    Stage.EVALUATED: _at(Stage.EVALUATED, {InitiativeClosed: Stage.CLOSED}, stays_open=False),
    Stage.CLOSED: _at(Stage.CLOSED, {}, stays_open=False),
    Stage.ABANDONED: _at(Stage.ABANDONED, {}, stays_open=False),
}


class Initiative(Aggregate):
    """An initiative of its lead `state`. `proposed` is when it was (last) proposed; `questioned` the rule in doubt."""

    network: UUID
    state: Iso3
    kind: InitiativeKind
    title: PublicText
    proposer_kind: ProposerKind
    proposer: PersonId | None = None
    judged_on: int | None = None
    proposed: PartialDate
    stage: Stage
    milestones: tuple[Milestone, ...] = ()
    questioned: Code | None = None


class ProposeInitiative(Command):
    """Propose an initiative to a network, led by one of its member states."""

    id: UUID | None = None
    network: UUID
    state: Iso3
    kind: InitiativeKind
    title: PublicText
    proposer_kind: ProposerKind
    proposer: PersonId


class ProposeAgain(Command):
    """Propose a returned initiative again, perhaps under another title."""

    title: PublicText | None = None


class EndorseInitiative(Command):
    """A focal point of the lead state stands behind it."""

    endorser: PersonId


class ReturnInitiative(Command):
    """Give it back to its proposer, and say why."""

    reason: PublicText


class RecordInitiative(RecordCommand):
    """Write down an initiative and the stage it is known to have reached; `occurred_on` is when it was proposed."""

    id: UUID
    network: UUID
    state: Iso3
    kind: InitiativeKind
    title: PublicText
    proposer_kind: ProposerKind
    proposer: PersonId | None = None
    stage: Literal["proposed", "endorsed", "underway", "completed"]
    milestones: tuple[PastMilestone, ...] = Field(default=(), max_length=100)


def propose_initiative(
    state: Initiative | None, command: ProposeInitiative | RecordInitiative, context: Context
) -> Sequence[Said]:
    """Whether the proposer has the right is checked against alumni, seats and memberships of that date."""
    if state is not None:
        raise Conflict("exists-already", title=state.title)
    said = command.model_dump(include=set(InitiativeProposed.model_fields))
    return [InitiativeProposed.model_validate(said)]


def propose_again(state: Initiative, command: ProposeAgain, context: Context) -> Sequence[Said]:
    """By the same proposer, whose right is judged anew."""
    said = state.model_dump(include=set(InitiativeProposed.model_fields) - {"judged_on"})
    return [InitiativeProposed.model_validate({**said, "title": command.title or state.title})]


def endorse_initiative(state: Initiative, command: EndorseInitiative, context: Context) -> Sequence[Said]:
    """Never by the proposer; that the endorser is a focal point is checked against the seats of that date."""
    return [InitiativeEndorsed(network=state.network, state=state.state, endorser=command.endorser)]


def return_initiative(state: Initiative, command: ReturnInitiative, context: Context) -> Sequence[Said]:
    """It may be proposed again."""
    return [InitiativeReturned(network=state.network, state=state.state, reason=command.reason)]


def record_initiative(state: Initiative | None, command: RecordInitiative, context: Context) -> Sequence[Said]:
    """The whole legal chain to its stage; what nobody wrote down takes the date of the proposal, or of the last milestone."""
    of, on = {"network": command.network, "state": command.state}, command.occurred_on
    said = [*propose_initiative(state, command, context)]
    if command.stage != "proposed":
        said += [Dated(InitiativeEndorsed(**of), on, inferred=True)]
    if command.stage in {"underway", "completed"}:
        said += [Dated(InitiativeStarted(**of), on, inferred=True)]
    last = on
    for one in command.milestones:
        planned = milestones.MilestonePlanned(**of, code=one.code, title=one.title, planned=one.planned)
        said += [Dated(planned, on, inferred=True)]
        if one.reached is not None:
            said += [Dated(milestones.MilestoneReached(**of, code=one.code), one.reached)]
            last = max(last, one.reached, key=lambda date: date.counts_from)
    if command.stage == "completed":
        said += [Dated(InitiativeCompleted(**of), last, inferred=True)]
    return said


def apply(state: Initiative | None, fact: Envelope) -> Initiative:
    """The initiative after one more fact (invariants 6: not endorsed by its proposer; 19: see milestones)."""
    event = fact.event
    stage = Stage(step(STATES, state.stage if state else None, event))
    if isinstance(event, InitiativeProposed) and state is None:
        said = event.model_dump(include=set(Initiative.model_fields))
        return Initiative(**said, proposed=fact.occurred_on, stage=stage)
    if state is None or (event.network, event.state) != (state.network, state.state):  # type: ignore[attr-defined]
        raise RuleBroken("wrong-aggregate", event=event.type)
    changes: dict[str, object] = {"stage": stage}
    match event:
        case InitiativeProposed():
            changes |= {**event.model_dump(include=set(Initiative.model_fields)), "proposed": fact.occurred_on}
        case InitiativeEndorsed(endorser=endorser) if endorser is not None and endorser == state.proposer:
            raise RuleBroken("endorsed-by-its-proposer", field="endorser")
        case InitiativeRightQuestioned(rule=rule):
            changes |= {"questioned": rule}
        case InitiativeRightConfirmed():
            changes |= {"questioned": None}
        case _ if isinstance(event, milestones.EVENTS):
            changes |= {"milestones": next_milestones(state.milestones, fact)}
    return state.model_copy(update=changes)


def scopes(state: Initiative) -> frozenset[str]:
    """Its network and the state that leads it."""
    return frozenset({SECRETARIAT, f"network:{state.network}", f"state:{state.state}"})


INITIATIVE = Kind("initiative", Initiative, apply, scopes, status=lambda state: state.stage)
