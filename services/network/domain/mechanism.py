"""NationalMechanism: institutions of a member state that prevent together, from the announcement to the end."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.event import Envelope
from shared.contracts.network.mechanism import (
    InstitutionCount,
    InstitutionJoinedMechanism,
    MechanismAnnounced,
    MechanismDissolved,
    MechanismEstablished,
)
from shared.contracts.text import Iso3, PublicText
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a mechanism stands; it operates from its first institution on."""

    ANNOUNCED = "announced"
    ESTABLISHED = "established"
    OPERATING = "operating"
    DISSOLVED = "dissolved"


STATES: Lifecycle = {
    None: {MechanismAnnounced: Status.ANNOUNCED},
    Status.ANNOUNCED: {MechanismEstablished: Status.ESTABLISHED, MechanismDissolved: Status.DISSOLVED},
    Status.ESTABLISHED: {InstitutionJoinedMechanism: Status.OPERATING, MechanismDissolved: Status.DISSOLVED},
    Status.OPERATING: {InstitutionJoinedMechanism: Status.OPERATING, MechanismDissolved: Status.DISSOLVED},
}


class NationalMechanism(Aggregate):
    """A mechanism of `state`; `institutions` are the bodies known to belong to it, `counted` how many there are."""

    network: UUID
    state: Iso3
    status: Status
    institutions: tuple[UUID, ...] = ()
    counted: int | None = None


class AnnounceMechanism(Command):
    """The state says that it will have one."""

    id: UUID | None = None
    network: UUID
    state: Iso3
    name: PublicText


class EstablishMechanism(Command):
    """It exists, by a decree or another `document`."""

    document: UUID | None = None


class AddInstitution(Command):
    """This body of the state belongs to it."""

    body: UUID


class DissolveMechanism(Command):
    """End it, and say why."""

    reason: PublicText


class RecordMechanism(RecordCommand):
    """Write down a mechanism and how far it came, with the institutions that a source names or counts."""

    id: UUID
    network: UUID
    state: Iso3
    name: PublicText
    stage: Literal["announced", "established"]
    document: UUID | None = None
    counted: InstitutionCount | None = None
    institutions: tuple[UUID, ...] = Field(default=(), max_length=100)


def announce_mechanism(
    state: NationalMechanism | None, command: AnnounceMechanism | RecordMechanism, context: Context
) -> Sequence[Said]:
    """That the state is a member is checked against its membership of that date."""
    if state is not None:
        raise Conflict("exists-already", state=state.state)
    return [MechanismAnnounced(network=command.network, state=command.state, name=command.name)]


def establish_mechanism(state: NationalMechanism, command: EstablishMechanism, context: Context) -> Sequence[Said]:
    """Once."""
    return [MechanismEstablished(network=state.network, state=state.state, document=command.document)]


def add_institution(state: NationalMechanism, command: AddInstitution, context: Context) -> Sequence[Said]:
    """Once for each body."""
    if command.body in state.institutions:
        raise Conflict.already_so(body=command.body)
    return [InstitutionJoinedMechanism(network=state.network, state=state.state, body=command.body)]


def dissolve_mechanism(state: NationalMechanism, command: DissolveMechanism, context: Context) -> Sequence[Said]:
    """Once."""
    return [MechanismDissolved(network=state.network, state=state.state, reason=command.reason)]


def record_mechanism(state: NationalMechanism | None, command: RecordMechanism, context: Context) -> Sequence[Said]:
    """The whole legal chain on the known date."""
    announced = announce_mechanism(state, command, context)
    if command.stage == "announced":
        if command.document or command.counted or command.institutions:
            raise RuleBroken("not-established", field="stage")
        return announced
    of: dict[str, Any] = {"network": command.network, "state": command.state}
    established = MechanismEstablished(**of, document=command.document, counted=command.counted)
    joined = [InstitutionJoinedMechanism(**of, body=body) for body in command.institutions]
    return [*announced, established, *joined]


def apply(state: NationalMechanism | None, fact: Envelope) -> NationalMechanism:
    """The mechanism after one more fact. No institution belongs to it twice."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    if isinstance(event, MechanismAnnounced):
        return NationalMechanism(network=event.network, state=event.state, status=status)
    if state is None or (event.network, event.state) != (state.network, state.state):  # type: ignore[attr-defined]
        raise RuleBroken("wrong-aggregate", event=event.type)
    after = state.model_copy(update={"status": status})
    match event:
        case MechanismEstablished(counted=counted):
            after = after.model_copy(update={"counted": counted})
        case InstitutionJoinedMechanism(body=body) if body in state.institutions:
            raise RuleBroken("belongs-already", field="body", body=body)
        case InstitutionJoinedMechanism(body=body):
            after = after.model_copy(update={"institutions": (*state.institutions, body)})
    return after


def scopes(state: NationalMechanism) -> frozenset[str]:
    """Its network and its state."""
    return frozenset({SECRETARIAT, f"network:{state.network}", f"state:{state.state}"})


MECHANISM = Kind("mechanism", NationalMechanism, apply, scopes)
