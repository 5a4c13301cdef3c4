"""What the notifications service does when it hears an event: the table of its reactions."""

from services.notifications.application.announce import Announcements, cancel, pair, raise_task
from services.notifications.application.contacts import (
    when_address_corrected,
    when_address_recorded,
    when_address_removed,
)
from services.notifications.application.followups import Followups, SeatsOf
from services.notifications.domain.dispatch import DISPATCH
from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
    PersonRegistered,
    PostTakenUp,
)
from shared.contracts.event import Envelope, FactRetracted
from shared.contracts.gateway.access_grant import AccessGranted, AccessRevoked
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.contracts.network.initiative import InitiativeProposed
from shared.contracts.network.membership import MembershipActivated, MembershipLapsed, StateWithdrew
from shared.contracts.network.regional_network import NetworkConceived
from shared.contracts.network.state import StateListed
from shared.contracts.notifications.dispatch import Template
from shared.contracts.notifications.task import TaskKind
from shared.reactions import Reaction
from shared.works import Works

_POSTS = (PersonRegistered, PostTakenUp)
_REMEMBERED = (
    LanguageChosen,
    ConsentGiven,
    ConsentWithdrawn,
    AccessGranted,
    AccessRevoked,
    NetworkConceived,
    StateListed,
)


async def when_to_be_known(heard: Envelope, work: Works) -> None:
    """Remember it: who somebody is to us, or what something is called."""
    await work.keep(heard)


async def when_announced_corrected(heard: Envelope, work: Works) -> None:
    """What was told of it and taken back is not sent if it still can be; what was sent is somebody's task."""
    first = next((one for one in await work.copy_of(heard.kind, heard.subject) if one.sequence == heard.root), None)
    await work.keep(heard)
    if first is None:
        return
    ids = await work.find(DISPATCH, cause=first.id)
    told = await cancel(heard, work, ids, "retracted") if isinstance(heard.event, FactRetracted) else ids
    if told:
        await raise_task(first, work, TaskKind.TOLD_BEFORE_CORRECTION)


async def withdraw_reminders(heard: Envelope, work: Works) -> None:
    """Nobody is reminded of what is done, or no longer owed (invariant 18)."""
    network, state = pair(heard.event)
    waiting = await work.find(DISPATCH, network=network, state=state, template=Template.SEAT_DUE)
    await cancel(heard, work, waiting, "moot")


class _Lines:
    """Reactions that announce."""

    def __init__(self, announcements: Announcements) -> None:
        self._announcements = announcements

    async def when_membership_activated(self, heard: Envelope, work: Works) -> None:
        """The state is a member."""
        await work.keep(heard)
        await self._announcements.tell(heard, work, Template.MEMBERSHIP_ACTIVATED)

    async def when_focal_point_designated(self, heard: Envelope, work: Works) -> None:
        """A seat is filled; nobody need be reminded of it."""
        await work.keep(heard)
        event = heard.event
        if isinstance(event, FocalPointDesignated) and event.kind is SeatKind.NATIONAL and event.acting_until is None:
            await withdraw_reminders(heard, work)
        await self._announcements.tell(heard, work, Template.FOCAL_POINT_DESIGNATED)

    async def when_focal_point_leaving_announced(self, heard: Envelope, work: Works) -> None:
        """They are told, and somebody prepares the hand-over."""
        await work.keep(heard)
        await self._announcements.tell(heard, work, Template.FOCAL_POINT_LEAVING)
        await raise_task(heard, work, TaskKind.HAND_OVER)

    async def when_focal_point_stood_down(self, heard: Envelope, work: Works) -> None:
        """A successor may be due."""
        await work.keep(heard)
        if isinstance(heard.event, FocalPointStoodDown):
            await self._announcements.remind(heard, work, heard.event.successor_due)

    async def when_seat_opened(self, heard: Envelope, work: Works) -> None:
        """A focal point is due."""
        await work.keep(heard)
        if isinstance(heard.event, FocalPointSeatOpened):
            await self._announcements.remind(heard, work, heard.event.due)

    async def when_seat_opening_corrected(self, heard: Envelope, work: Works) -> None:
        """Another day, or none: reminders follow."""
        first = [one for one in await work.copy_of(heard.kind, heard.subject) if one.root == heard.root]
        for one in first:
            await cancel(heard, work, await work.find(DISPATCH, cause=one.id), "moot")
        await self.when_seat_opened(heard, work)

    async def when_initiative_proposed(self, heard: Envelope, work: Works) -> None:
        """The state proposes something."""
        await work.keep(heard)
        await self._announcements.tell(heard, work, Template.INITIATIVE_PROPOSED)


async def when_seat_vacancy_overdue(heard: Envelope, work: Works) -> None:
    """A task, since a message was sent before it was due."""
    await raise_task(heard, work, TaskKind.SEAT_VACANT)


def reactions(announcements: Announcements, seats_of: SeatsOf) -> tuple[Reaction, ...]:
    """The table."""
    lines, again = _Lines(announcements), when_announced_corrected
    follow = Followups(announcements, seats_of)
    known = when_to_be_known
    opened, corrected = lines.when_seat_opened, lines.when_seat_opening_corrected
    return (
        *(Reaction(event=event, do=known, corrected=known) for event in _REMEMBERED),
        *(Reaction(event=event, do=known, corrected=follow.when_post_corrected) for event in _POSTS),
        *follow.of_agreements(),
        Reaction(event=AddressRecorded, do=when_address_recorded, corrected=when_address_corrected),
        Reaction(event=AddressRemoved, do=when_address_removed),
        Reaction(event=MembershipActivated, do=lines.when_membership_activated, corrected=again),
        Reaction(event=FocalPointDesignated, do=lines.when_focal_point_designated, corrected=again),
        Reaction(event=FocalPointLeavingAnnounced, do=lines.when_focal_point_leaving_announced, corrected=again),
        Reaction(event=FocalPointStoodDown, do=lines.when_focal_point_stood_down, corrected=again),
        Reaction(event=FocalPointSeatOpened, do=opened, corrected=corrected),
        Reaction(event=InitiativeProposed, do=lines.when_initiative_proposed, corrected=again),
        Reaction(event=SeatVacancyOverdue, do=when_seat_vacancy_overdue),
        Reaction(event=StateWithdrew, do=withdraw_reminders),
        Reaction(event=MembershipLapsed, do=withdraw_reminders),
    )
