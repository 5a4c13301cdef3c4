"""Body: a ministry, an office, an organisation or whatever else acts beside states."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.event import Envelope
from shared.contracts.network.body import BodyClosed, BodyKind, BodyRegistered, BodyRenamed
from shared.contracts.text import Iso3, PublicText
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Whether it exists."""

    REGISTERED = "registered"
    CLOSED = "closed"


STATES: Lifecycle = {
    None: {BodyRegistered: Status.REGISTERED},
    Status.REGISTERED: {BodyRenamed: Status.REGISTERED, BodyClosed: Status.CLOSED},
}


class Body(Aggregate):
    """A body of a state, or one above states."""

    kind: BodyKind
    name: PublicText
    status: Status
    state: Iso3 | None = None


class RegisterBody(RecordCommand):
    """Put a body on the register, from a day on which it is known to exist."""

    id: UUID | None = None
    kind: BodyKind
    name: PublicText
    state: Iso3 | None = None


class RenameBody(Command):
    """It bears another name from that day on."""

    name: PublicText


class CloseBody(Command):
    """It exists no longer."""


def register_body(state: Body | None, command: RegisterBody, context: Context) -> Sequence[Said]:
    """A body is registered once."""
    if state is not None:
        raise Conflict("exists-already", name=state.name)
    return [BodyRegistered(kind=command.kind, name=command.name, state=command.state)]


def rename_body(state: Body, command: RenameBody, context: Context) -> Sequence[Said]:
    """The earlier name stays true for the time before."""
    return [BodyRenamed(name=command.name, state=state.state)]


def close_body(state: Body, command: CloseBody, context: Context) -> Sequence[Said]:
    """Once."""
    return [BodyClosed(state=state.state)]


def apply(state: Body | None, fact: Envelope) -> Body:
    """The body after one more fact."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    match fact.event:
        case BodyRegistered(kind=kind, name=name, state=iso3):
            return Body(kind=kind, name=name, status=status, state=iso3)
        case BodyRenamed(name=name) if state is not None:
            return state.model_copy(update={"name": name})
        case BodyClosed() if state is not None:
            return state.model_copy(update={"status": status})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: Body) -> frozenset[str]:
    """Its state."""
    return frozenset({SECRETARIAT, f"state:{state.state}"} if state.state else {SECRETARIAT})


BODY = Kind("body", Body, apply, scopes)
