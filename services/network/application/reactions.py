"""What the network service does when it hears an event: the table of its reactions."""

from uuid import UUID

from services.network.application.proposers import verdict_on
from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.initiative import INITIATIVE
from services.network.domain.membership import MEMBERSHIP
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.alumnus import AlumnusRecognised
from shared.contracts.enrollment.person import PersonRegistered, PostTakenUp
from shared.contracts.event import Envelope, Event
from shared.contracts.ids import seat_id
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.focal_point_seat import FocalPointDesignated, FocalPointSeatOpened, FocalPointStoodDown
from shared.contracts.network.initiative import InitiativeProposed, InitiativeRightConfirmed, InitiativeRightQuestioned
from shared.contracts.network.membership import (
    MembershipActivated,
    MembershipLapsed,
    MembershipResumed,
    MembershipSuspended,
    StateWithdrew,
)
from shared.reactions import Reaction
from shared.works import Correction, Works

_KINDS = {kind.name: kind for kind in (MEMBERSHIP, FOCAL_POINT_SEAT)}


async def when_alumnus_recognised(heard: Envelope, work: Works) -> None:
    """Remember it: alumni may propose initiatives."""
    await work.keep(heard)


async def when_post_known(heard: Envelope, work: Works) -> None:
    """Remember of which state the person is: who is designated as its focal point is of it."""
    await work.keep(heard)


async def when_alumnus_corrected(heard: Envelope, work: Works) -> None:
    """Remember it, and judge again what the person proposed."""
    await work.keep(heard)
    for id in await work.find(INITIATIVE, proposer=heard.subject):
        await _judge_again(id, heard, work)


async def when_initiative_proposed(heard: Envelope, work: Works) -> None:
    """Judge it again, since a correction may have come between its judgement and its commit."""
    await _judge_again(heard.subject, heard, work)


async def when_membership_activated(heard: Envelope, work: Works) -> None:
    """A founding member owes a focal point, by the day it promised if there is one: its seat is open and due."""
    event = heard.event
    if isinstance(event, MembershipActivated) and _owes(event):
        seat = await work.load(FOCAL_POINT_SEAT, seat_id(event.network, event.state), create=True)
        opened = FocalPointSeatOpened(network=event.network, state=event.state, due=event.focal_point_due)
        await work.save(seat, [opened])
    await when_right_may_have_changed(heard, work)


async def when_activation_corrected(heard: Envelope, work: Works) -> None:
    """What the state owes follows the corrected fact; a retracted one leaves nothing owed."""
    await _correct_debt(heard, await _first_version(heard, work), work)
    await when_right_may_have_changed(heard, work)


async def _correct_debt(heard: Envelope, first: Envelope, work: Works) -> None:
    network, state = _pair(first)
    said: Event = NetworkFactRetracted(fact=FocalPointSeatOpened.type)
    if isinstance(heard.event, MembershipActivated) and _owes(heard.event):
        said = FocalPointSeatOpened(network=network, state=state, due=heard.event.focal_point_due)
    elif await work.state_of(FOCAL_POINT_SEAT, seat_id(network, state)) is None:
        return
    seat = await work.load(FOCAL_POINT_SEAT, seat_id(network, state), create=True)
    dated = Dated(said, heard.occurred_on)
    opened = [Correction(fact.root, dated) for fact in await work.events_of(seat) if fact.causation == first.id]
    if opened or isinstance(said, FocalPointSeatOpened):
        await work.save(seat, opened or [dated])


async def when_right_may_have_changed(heard: Envelope, work: Works) -> None:
    """A fact of a membership or a seat, however late: judge again the initiatives of that pair."""
    network, state = _pair(await _first_version(heard, work))
    for id in await work.find(INITIATIVE, network=network, state=state):
        await _judge_again(id, heard, work)


async def _judge_again(id: UUID, heard: Envelope, work: Works) -> None:
    """A right that no longer holds is questioned, never taken away; one that holds again is confirmed."""
    loaded = await work.load(INITIATIVE, id)
    state = loaded.state
    if state is None:
        return
    rule = (await verdict_on(work, state, state.proposed)).rule
    if rule == state.questioned:
        return
    of = {"network": state.network, "state": state.state}
    event = InitiativeRightQuestioned(**of, rule=rule) if rule else InitiativeRightConfirmed(**of)
    today = max(PartialDate.of(heard.recorded.date()), state.proposed, key=lambda date: date.counts_from)
    await work.save(loaded, [Dated(event, today)])


async def _first_version(heard: Envelope, work: Works) -> Envelope:
    """The fact as it was first stated: a retraction does not say what it takes back."""
    if heard.corrects is None:
        return heard
    return (await work.events_of(await work.load(_KINDS[heard.kind], heard.subject)))[heard.root - 1]


def _owes(event: MembershipActivated) -> bool:
    return event.founding or event.focal_point_due is not None


def _pair(fact: Envelope) -> tuple[UUID, str]:
    return fact.event.network, fact.event.state  # type: ignore[attr-defined]  # each of theirs has the pair


REACTIONS = (
    Reaction(event=AlumnusRecognised, do=when_alumnus_recognised, corrected=when_alumnus_corrected),
    Reaction(event=PersonRegistered, do=when_post_known, corrected=when_post_known),
    Reaction(event=PostTakenUp, do=when_post_known, corrected=when_post_known),
    Reaction(event=InitiativeProposed, do=when_initiative_proposed, corrected=when_initiative_proposed),
    Reaction(event=MembershipActivated, do=when_membership_activated, corrected=when_activation_corrected),
    *(
        Reaction(event=event, do=when_right_may_have_changed, corrected=when_right_may_have_changed)
        for event in (
            MembershipSuspended,
            MembershipResumed,
            MembershipLapsed,
            StateWithdrew,
            FocalPointDesignated,
            FocalPointStoodDown,
        )
    ),
)
