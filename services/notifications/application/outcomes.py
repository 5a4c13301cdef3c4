"""Outcomes: what became of a dispatch, and the task it leaves to somebody."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from services.notifications.application.announce import put_task
from services.notifications.domain.contact_point import CONTACT_POINT, Status
from services.notifications.domain.dispatch import DISPATCH, SENDABLE, Dispatch, told
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.words import Language
from shared.contracts.event import Event
from shared.contracts.notifications.contact_point import ContactBounced
from shared.contracts.notifications.dispatch import DispatchFailed, DispatchSent, DispatchSuppressed
from shared.contracts.notifications.task import TaskKind, TaskRaised
from shared.works import Works

Outcome = Callable[[Works, UUID, date], Awaitable[None]]
"""Written down in a work, about the dispatch of that id, today. One that ended meanwhile stays as it is."""


async def nothing(work: Works, id: UUID, today: date) -> None:
    """It ended already, by somebody else."""


def sent(contact: UUID, language: Language) -> Outcome:
    """The server took it."""
    return _outcome(DispatchSent, None, contact=contact, language=language)


def failed(why: str) -> Outcome:
    """It cannot be sent: somebody's task."""
    return _outcome(DispatchFailed, TaskKind.NOT_SENT, why=why)


def suppressed(why: str) -> Outcome:
    """The person is no recipient any more: somebody may have to be told instead."""
    return _outcome(DispatchSuppressed, TaskKind.NO_LONGER_RECIPIENT, why=why)


def bounced(contact: UUID) -> Outcome:
    """The server does not know the address: the contact is not used again until somebody verified it."""
    fail = _outcome(DispatchFailed, TaskKind.BOUNCED, why="bounced")

    async def end(work: Works, id: UUID, today: date) -> None:
        loaded = await work.load(CONTACT_POINT, contact)
        state = loaded.state
        if state is not None and state.status is Status.VERIFIED:
            said = ContactBounced(person=state.person, channel=state.channel, state=state.state)
            await work.save(loaded, [Dated(said, PartialDate.of(max(today, loaded.latest)))])
        await fail(work, id, today)

    return end


def _outcome(event: type[Event], task: TaskKind | None, **more: object) -> Outcome:
    async def end(work: Works, id: UUID, today: date) -> None:
        loaded = await work.load(DISPATCH, id)
        state = loaded.state
        if state is None or state.status not in SENDABLE:
            return
        on = PartialDate.of(max(today, loaded.latest))
        await work.save(loaded, [Dated(told(state, event, **more), on)])
        if task is not None:
            await put_task(work, _task(state, id, task), on)

    return end


def _task(state: Dispatch, id: UUID, kind: TaskKind) -> TaskRaised:
    return TaskRaised(
        kind=kind,
        about_kind="dispatch",
        about=id,
        network=state.network,
        state=state.state,
        cause=state.cause,
        person=state.recipient,
    )
