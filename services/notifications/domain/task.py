"""Task: something that waits for a person, since no message could do it."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, Said, step
from shared.contracts.event import Envelope
from shared.contracts.ids import PersonId
from shared.contracts.notifications.task import TaskAcknowledged, TaskKind, TaskRaised, TaskResolved
from shared.contracts.text import Code, Iso3
from shared.errors import RuleBroken


class Status(StrEnum):
    """How far it is."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


STATES: Lifecycle = {
    None: {TaskRaised: Status.RAISED},
    Status.RAISED: {TaskAcknowledged: Status.ACKNOWLEDGED, TaskResolved: Status.RESOLVED},
    Status.ACKNOWLEDGED: {TaskResolved: Status.RESOLVED},
}


class Task(Aggregate):
    """What is to be done, about which aggregate."""

    kind: TaskKind
    about_kind: Code
    about: UUID
    cause: UUID
    status: Status
    network: UUID | None = None
    state: Iso3 | None = None
    person: PersonId | None = None


class AcknowledgeTask(Command):
    """Say that somebody is at it."""


class ResolveTask(Command):
    """Say that it is done."""


def acknowledge_task(state: Task, command: AcknowledgeTask, context: Context) -> Sequence[Said]:
    """Once."""
    return [TaskAcknowledged.model_validate(_own(state))]


def resolve_task(state: Task, command: ResolveTask, context: Context) -> Sequence[Said]:
    """Once, acknowledged or not."""
    return [resolved(state)]


def resolved(state: Task) -> TaskResolved:
    """It is done, by whatever."""
    return TaskResolved.model_validate(_own(state))


def _own(state: Task) -> dict[str, object]:
    return state.model_dump(include={"kind", "about_kind", "about", "network", "state"})


def apply(state: Task | None, fact: Envelope) -> Task:
    """The task after one more fact; no fact says that it is about something else."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    match fact.event:
        case TaskRaised() as event:
            return Task(status=status, **event.model_dump())
        case TaskAcknowledged() | TaskResolved() as event if state is not None and event.model_dump() == _own(state):
            return state.model_copy(update={"status": status})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: Task) -> frozenset[str]:
    """Network and state concerned, where there are any."""
    network = {f"network:{state.network}"} if state.network else set()
    return frozenset({SECRETARIAT, *network, *({f"state:{state.state}"} if state.state else ())})


TASK = Kind("task", Task, apply, scopes)
