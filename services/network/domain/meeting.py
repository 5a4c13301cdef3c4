"""NetworkMeeting: the focal points of one network meet. Who stayed away, readers compute from the members of that date."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.network.meeting import (
    DelegationAttended,
    MeetingCancelled,
    MeetingConcluded,
    MeetingNumber,
    MeetingScheduled,
    MinutesAdopted,
    StateCount,
)
from shared.contracts.text import Iso3, PublicText
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a meeting stands."""

    SCHEDULED = "scheduled"
    CONVENED = "convened"
    CONCLUDED = "concluded"
    MINUTES_ADOPTED = "minutes_adopted"
    CANCELLED = "cancelled"


STATES: Lifecycle = {
    None: {MeetingScheduled: Status.SCHEDULED},
    Status.SCHEDULED: {
        DelegationAttended: Status.CONVENED,
        MeetingConcluded: Status.CONCLUDED,
        MeetingCancelled: Status.CANCELLED,
    },
    Status.CONVENED: {DelegationAttended: Status.CONVENED, MeetingConcluded: Status.CONCLUDED},
    Status.CONCLUDED: {DelegationAttended: Status.CONCLUDED, MinutesAdopted: Status.MINUTES_ADOPTED},
    Status.MINUTES_ADOPTED: {DelegationAttended: Status.MINUTES_ADOPTED},
}


class NetworkMeeting(Aggregate):
    """A meeting of its `network`. `counted` is how many states came, where that is known; `delegations` those known by name."""

    network: UUID
    number: int | None = None
    dates: PartialDate
    status: Status
    delegations: tuple[Iso3, ...] = ()
    counted: int | None = None


class ScheduleMeeting(Command):
    """Say when and where the network meets; a meeting that is online may have no place."""

    id: UUID | None = None
    network: UUID
    name: PublicText
    number: MeetingNumber | None = None
    dates: PartialDate
    place: PublicText | None = None
    host: Iso3 | None = None
    online: bool = False


class AddDelegation(Command):
    """A delegation of this state was there."""

    state: Iso3


class ConcludeMeeting(Command):
    """It is over, and the delegations recorded are all that came."""


class AdoptMinutes(Command):
    """Those who met agree with the minutes, which stand in that `document` (a source)."""

    document: UUID


class CancelMeeting(Command):
    """It is not held."""

    reason: PublicText


class RecordMeeting(RecordCommand):
    """Write down a meeting that was held on `occurred_on`, with the delegations or the number of states on record."""

    id: UUID
    network: UUID
    name: PublicText
    number: MeetingNumber | None = None
    place: PublicText | None = None
    host: Iso3 | None = None
    online: bool = False
    delegations: tuple[Iso3, ...] = Field(default=(), max_length=300)
    counted: StateCount | None = None


def schedule_meeting(state: NetworkMeeting | None, command: ScheduleMeeting, context: Context) -> Sequence[Said]:
    """A number names one meeting of the network (a claim)."""
    if state is not None:
        raise Conflict("exists-already", number=state.number)
    said = command.model_dump(include=set(MeetingScheduled.model_fields))
    return [MeetingScheduled.model_validate(said)]


def add_delegation(state: NetworkMeeting, command: AddDelegation, context: Context) -> Sequence[Said]:
    """Once for each state, and not before the meeting begins."""
    if command.state in state.delegations:
        raise Conflict.already_so(state=command.state)
    return [DelegationAttended(network=state.network, state=command.state)]


def conclude_meeting(state: NetworkMeeting, command: ConcludeMeeting, context: Context) -> Sequence[Said]:
    """With nobody on record, nobody has counted."""
    return [MeetingConcluded(network=state.network, counted=len(state.delegations) or None)]


def adopt_minutes(state: NetworkMeeting, command: AdoptMinutes, context: Context) -> Sequence[Said]:
    """Once; what is wrong about them is corrected."""
    return [MinutesAdopted(network=state.network, document=command.document)]


def cancel_meeting(state: NetworkMeeting, command: CancelMeeting, context: Context) -> Sequence[Said]:
    """As long as nobody came."""
    return [MeetingCancelled(network=state.network, reason=command.reason)]


def record_meeting(state: NetworkMeeting | None, command: RecordMeeting, context: Context) -> Sequence[Said]:
    """The whole legal chain on its date; when it was scheduled nobody wrote down, so that takes the same date."""
    if state is not None:
        raise Conflict("exists-already", number=state.number)
    said = command.model_dump(include=set(MeetingScheduled.model_fields))
    scheduled = MeetingScheduled.model_validate({**said, "dates": command.occurred_on})
    came = [DelegationAttended(network=command.network, state=iso3) for iso3 in command.delegations]
    concluded = MeetingConcluded(network=command.network, counted=command.counted)
    return [Dated(scheduled, command.occurred_on, inferred=True), *came, concluded]


def apply(state: NetworkMeeting | None, fact: Envelope) -> NetworkMeeting:
    """The meeting after one more fact: nobody came twice, or before it began, or beyond the number of those who came."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    if isinstance(event, MeetingScheduled):
        return NetworkMeeting(network=event.network, number=event.number, dates=_placed(event).dates, status=status)
    if state is None or event.network != state.network:  # type: ignore[attr-defined]  # each of its events has it
        raise RuleBroken("wrong-aggregate", event=event.type)
    if not isinstance(event, MeetingCancelled):
        _has_begun(state, fact)
    after = state.model_copy(update={"status": status})
    match event:
        case DelegationAttended(state=iso3) if iso3 in state.delegations:
            raise RuleBroken("attended-already", field="state", state=iso3)
        case DelegationAttended(state=iso3):
            after = after.model_copy(update={"delegations": (*state.delegations, iso3)})
        case MeetingConcluded(counted=counted):
            after = after.model_copy(update={"counted": counted})
    if after.counted is not None and after.counted < len(after.delegations):
        raise RuleBroken("more-delegations-than-counted", field="counted", counted=after.counted)
    return after


def _placed(event: MeetingScheduled) -> MeetingScheduled:
    if event.place is None and not event.online:
        raise RuleBroken("place-missing", field="place")
    return event


def _has_begun(state: NetworkMeeting, fact: Envelope) -> None:
    begins = state.dates.earliest or state.dates.latest
    if fact.occurred_on.latest < begins:
        raise RuleBroken("not-begun-yet", field="occurred_on", begins=str(begins))


def scopes(state: NetworkMeeting) -> frozenset[str]:
    """Its network."""
    return frozenset({SECRETARIAT, f"network:{state.network}"})


def claims(state: NetworkMeeting) -> Sequence[str]:
    """Its number in the network, unless it is not held."""
    if state.number is None or state.status == Status.CANCELLED:
        return ()
    return (f"meeting:{state.network}:{state.number}",)


MEETING = Kind("meeting", NetworkMeeting, apply, scopes, claims=claims)
