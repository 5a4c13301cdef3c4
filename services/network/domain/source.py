"""Source: a document that supports facts. Facts name its id and a page."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from shared.aggregate import SECRETARIAT, Aggregate, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.event import Envelope
from shared.contracts.network.source import SourceRegistered
from shared.contracts.text import Iso3, PublicText
from shared.errors import Conflict, RuleBroken

STATES: Lifecycle = {None: {SourceRegistered: "registered"}}


class Source(Aggregate):
    """A document of the register; what is wrong about it is corrected, what is new about it is another document."""

    title: PublicText
    network: UUID | None = None
    state: Iso3 | None = None


class RegisterSource(RecordCommand):
    """Put a document on the register. `date` is the day it bears; `network` and `state`: whose affair it is, if one's."""

    id: UUID | None = None
    title: PublicText
    address: PublicText
    date: dt.date | None = None
    network: UUID | None = None
    state: Iso3 | None = None


def register_source(state: Source | None, command: RegisterSource, context: Context) -> Sequence[Said]:
    """A document is registered once."""
    if state is not None:
        raise Conflict("exists-already", title=state.title)
    return [
        SourceRegistered(
            title=command.title,
            address=command.address,
            date=command.date,
            network=command.network,
            state=command.state,
        )
    ]


def apply(state: Source | None, fact: Envelope) -> Source:
    """The document after its one fact."""
    step(STATES, "registered" if state else None, fact.event)
    match fact.event:
        case SourceRegistered(title=title, network=network, state=iso3):
            return Source(title=title, network=network, state=iso3)
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: Source) -> frozenset[str]:
    """Whose affair it is."""
    network = [f"network:{state.network}"] if state.network else []
    iso3 = [f"state:{state.state}"] if state.state else []
    return frozenset({SECRETARIAT, *network, *iso3})


SOURCE = Kind("source", Source, apply, scopes)
