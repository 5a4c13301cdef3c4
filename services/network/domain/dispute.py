"""Dispute: a source that disagrees with what the register follows. Both stay visible."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.event import Envelope
from shared.contracts.ids import membership_id
from shared.contracts.network.dispute import FactDisputed
from shared.contracts.text import Code, Iso3, PublicText
from shared.errors import Conflict, RuleBroken

STATES: Lifecycle = {None: {FactDisputed: "open"}}


class Dispute(Aggregate):
    """What a source says against the aggregate `about_kind/about_id`; of a membership also the pair is known."""

    about_kind: Code
    about_id: UUID
    network: UUID | None = None
    state: Iso3 | None = None


class DisputeFact(Command):
    """Note that a source disagrees about an object, or about one fact of it. Network and state name a membership."""

    id: UUID | None = None
    about_kind: Code
    about_id: UUID | None = None
    fact: int | None = Field(default=None, ge=1)
    network: UUID | None = None
    state: Iso3 | None = None
    text: PublicText


class RecordDispute(RecordCommand, DisputeFact):
    """Note it from a row of a data set."""


def dispute_fact(state: Dispute | None, command: DisputeFact, context: Context) -> Sequence[Said]:
    """A disagreement needs the document that disagrees, and one object."""
    if state is not None:
        raise Conflict("exists-already")
    if command.source is None:
        raise RuleBroken("source-missing", field="source")
    about = command.about_id
    if about is None and command.about_kind == "membership" and command.network and command.state:
        about = membership_id(command.network, command.state)
    if about is None:
        raise RuleBroken("object-missing", field="about_id")
    return [
        FactDisputed(
            about_kind=command.about_kind,
            about_id=about,
            fact=command.fact,
            network=command.network,
            state=command.state,
            text=command.text,
        )
    ]


def apply(state: Dispute | None, fact: Envelope) -> Dispute:
    """The disagreement after its one fact; a pair that is named is the object's own."""
    step(STATES, "open" if state else None, fact.event)
    match fact.event:
        case FactDisputed(about_kind=kind, about_id=id, network=network, state=iso3):
            if kind == "membership" and (network is None or iso3 is None or membership_id(network, iso3) != id):
                raise RuleBroken("pair-is-not-the-object", field="about_id")
            return Dispute(about_kind=kind, about_id=id, network=network, state=iso3)
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: Dispute) -> frozenset[str]:
    """Those of the pair it is about, or of the network."""
    about = state.about_id if state.about_kind == "network" else state.network
    network = [f"network:{about}"] if about else []
    iso3 = [f"state:{state.state}"] if state.state else []
    return frozenset({SECRETARIAT, *network, *iso3})


DISPUTE = Kind("dispute", Dispute, apply, scopes)
