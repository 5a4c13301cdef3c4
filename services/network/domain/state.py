"""StateRegistry: the states of the world as everybody here names them."""

from collections.abc import Sequence
from uuid import UUID

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.event import Envelope
from shared.contracts.ids import state_id
from shared.contracts.network.state import Names, Region, StateListed, StateRenamed
from shared.contracts.text import Iso2, Iso3
from shared.errors import Conflict, RuleBroken

STATES: Lifecycle = {None: {StateListed: "listed"}, "listed": {StateRenamed: "listed"}}


class State(Aggregate):
    """One state of the register."""

    iso3: Iso3
    iso2: Iso2
    names: Names
    region: Region


class ListState(RecordCommand):
    """Put a state on the register, from the day it counts."""

    iso3: Iso3
    iso2: Iso2
    names: Names
    region: Region


class RenameState(Command):
    """It bears other names from that day on."""

    names: Names


def list_state(state: State | None, command: ListState, context: Context) -> Sequence[Said]:
    """A state is listed once."""
    if state is not None:
        raise Conflict("exists-already", state=state.iso3)
    return [StateListed(iso3=command.iso3, iso2=command.iso2, names=command.names, region=command.region)]


def rename_state(state: State, command: RenameState, context: Context) -> Sequence[Said]:
    """The earlier names stay true for the time before."""
    return [StateRenamed(iso3=state.iso3, names=command.names)]


def apply(state: State | None, fact: Envelope) -> State:
    """The register's entry after one more fact."""
    step(STATES, "listed" if state else None, fact.event)
    if state_id(fact.event.iso3) != fact.subject:  # type: ignore[attr-defined]  # each event has the code
        raise RuleBroken("wrong-aggregate", event=fact.event.type)
    match fact.event:
        case StateListed(iso3=iso3, iso2=iso2, names=names, region=region):
            return State(iso3=iso3, iso2=iso2, names=names, region=region)
        case StateRenamed(names=names) if state is not None:
            return state.model_copy(update={"names": names})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: State) -> frozenset[str]:
    """Itself."""
    return frozenset({SECRETARIAT, f"state:{state.iso3}"})


def claims(state: State) -> Sequence[str]:
    """Its code in two letters; the one in three is its id."""
    return [f"iso2:{state.iso2}"]


def identify(command: ListState) -> UUID:
    """The id that everybody can derive from its code."""
    return state_id(command.iso3)


def status(state: State) -> str:
    """It stays on the register."""
    return "listed"


STATE = Kind("state", State, apply, scopes, status=status, claims=claims)
