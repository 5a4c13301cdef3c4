"""Followups: facts of others that nobody is told of by mail, and that are somebody's task."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from services.notifications.application.announce import Announcements, put_task, settle
from services.notifications.application.recipients import designation_of, post_of
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.contracts.network.agreement import (
    AgreementExpired,
    AgreementResumed,
    AgreementSuspended,
    AgreementTerminated,
)
from shared.contracts.notifications.task import TaskKind, TaskRaised
from shared.reactions import Reaction
from shared.works import Works

SeatsOf = Callable[[Works, UUID], Awaitable[Sequence[UUID]]]
"""The seats to which a person was ever designated (services/notifications/adapters/lookups.py)."""


class Followups:
    """Reactions that raise tasks, and settle them when what they are about is so no more."""

    def __init__(self, announcements: Announcements, seats_of: SeatsOf) -> None:
        self._announcements = announcements
        self._seats_of = seats_of

    def of_agreements(self) -> tuple[Reaction, ...]:
        """What an agreement funds or hosts is to be looked at when it rests or has run out (invariant 20)."""
        ends: dict[type[Event], TaskKind] = {
            AgreementSuspended: TaskKind.AGREEMENT_SUSPENDED,
            AgreementExpired: TaskKind.AGREEMENT_EXPIRED,
        }
        goes_on: tuple[type[Event], ...] = (AgreementResumed, AgreementTerminated)
        return (
            *(Reaction(event=event, do=self._asking(kind), corrected=_settling(kind)) for event, kind in ends.items()),
            *(Reaction(event=event, do=when_agreement_goes_on) for event in goes_on),
        )

    def _asking(self, kind: TaskKind) -> Callable[[Envelope, Works], Awaitable[None]]:
        async def when_agreement_rests(heard: Envelope, work: Works) -> None:
            await self._announcements.ask(heard, work, kind)

        return when_agreement_rests

    async def when_post_corrected(self, heard: Envelope, work: Works) -> None:
        """Whoever sits for a state and turns out to be of another one is somebody's task: one for each designation."""
        await work.keep(heard)
        post = await post_of(work, heard.subject)
        for seat in await self._seats_of(work, heard.subject):
            designated = await designation_of(work, seat, heard.subject, heard.recorded.date())
            if designated is None or (post is not None and post.state == designated[1].state):
                continue
            cause, event = designated
            task = TaskRaised(
                kind=TaskKind.SEATED_ELSEWHERE,
                about_kind="seat",
                about=seat,
                network=event.network,
                state=event.state,
                cause=cause,
                person=event.person,
            )
            await put_task(work, task, PartialDate.of(heard.recorded.date()))


async def when_agreement_goes_on(heard: Envelope, work: Works) -> None:
    """It is in force again, or ended by somebody who knew."""
    await settle(heard, work, TaskKind.AGREEMENT_SUSPENDED)


def _settling(kind: TaskKind) -> Callable[[Envelope, Works], Awaitable[None]]:
    async def when_agreement_corrected(heard: Envelope, work: Works) -> None:
        if isinstance(heard.event, FactRetracted):
            await settle(heard, work, kind)

    return when_agreement_corrected
