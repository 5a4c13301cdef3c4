"""Statement: what a source claims, kept as it was said. It supports no figure; figures are counted from facts."""

from collections.abc import Sequence
from uuid import UUID

from shared.aggregate import SECRETARIAT, Aggregate, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.event import Envelope
from shared.contracts.network.statement import StatementRecorded
from shared.contracts.text import Code, PublicText
from shared.errors import Conflict, RuleBroken

STATES: Lifecycle = {None: {StatementRecorded: "recorded"}}


class Statement(Aggregate):
    """A claim about the aggregate `about_kind/about_id`, or about nothing in particular."""

    about_kind: Code | None = None
    about_id: UUID | None = None


class RecordStatement(RecordCommand):
    """Keep what a source says, word for word or in short."""

    id: UUID | None = None
    text: PublicText
    about_kind: Code | None = None
    about_id: UUID | None = None


def record_statement(state: Statement | None, command: RecordStatement, context: Context) -> Sequence[Said]:
    """A claim without the document that makes it is none."""
    if state is not None:
        raise Conflict("exists-already")
    if command.source is None:
        raise RuleBroken("source-missing", field="source")
    return [StatementRecorded(text=command.text, about_kind=command.about_kind, about_id=command.about_id)]


def apply(state: Statement | None, fact: Envelope) -> Statement:
    """The claim after its one fact; an object has both a kind and an id."""
    step(STATES, "recorded" if state else None, fact.event)
    match fact.event:
        case StatementRecorded(about_kind=kind, about_id=id):
            if (kind is None) is not (id is None):
                raise RuleBroken("kind-and-id-go-together", field="about_id")
            return Statement(about_kind=kind, about_id=id)
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: Statement) -> frozenset[str]:
    """The network it is about."""
    network = [f"network:{state.about_id}"] if state.about_kind == "network" else []
    return frozenset({SECRETARIAT, *network})


STATEMENT = Kind("statement", Statement, apply, scopes)
