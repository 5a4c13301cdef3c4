"""Announcements: what is to be told to whom becomes dispatches; what nobody can be told becomes a task."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from services.notifications.application.recipients import GrantsOf, Recipient, admins, is_held, seated
from services.notifications.domain.contact_point import CONTACT_POINT
from services.notifications.domain.dispatch import DISPATCH, STATES, Dispatch, told
from services.notifications.domain.task import TASK, Status, resolved
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Envelope, Event
from shared.contracts.ids import SYSTEM, dispatch_id, task_id
from shared.contracts.notifications.dispatch import DispatchCancelled, DispatchHeld, DispatchRequested, Template
from shared.contracts.notifications.task import TaskKind, TaskRaised
from shared.works import Loaded, Works

LATEST = timedelta(days=7)
"""After that a message is no news any more: somebody decides (architecture.md 5)."""
BEFORE_DUE = timedelta(days=30)


class Announcements:
    """What the table of reactions does. `clock` gives the time; `grants_of` the grants of a network."""

    def __init__(self, clock: Callable[[], datetime], grants_of: GrantsOf) -> None:
        self._clock = clock
        self._grants_of = grants_of

    async def tell(self, heard: Envelope, work: Works, template: Template) -> None:
        """A fact of a state in a network: its focal points and the network's admins are told, or somebody has a task."""
        if heard.entry is Entry.RECORD:
            return
        if self._is_old(heard):
            await raise_task(heard, work, TaskKind.TOO_LATE)
            return
        network, iso3 = pair(heard.event)
        there = await seated(work, network, iso3, self._clock().date())
        them = {one.person: one for one in (*await admins(work, self._grants_of, network), *there)}
        if not them:
            await raise_task(heard, work, TaskKind.NO_RECIPIENT)
        for one in them.values():
            await self._request(heard, work, one, template)

    async def remind(self, heard: Envelope, work: Works, due: date | None) -> None:
        """A seat is due: the network's admins are reminded before that day, unless an event makes it moot."""
        today = self._clock().date()
        if heard.entry is Entry.RECORD or due is None or due <= today:
            return
        network, _ = pair(heard.event)
        for one in await admins(work, self._grants_of, network):
            await self._request(heard, work, one, Template.SEAT_DUE, max(today, due - BEFORE_DUE))

    async def ask(self, heard: Envelope, work: Works, kind: TaskKind) -> None:
        """A fact that is somebody's task, unless it is of the past."""
        if heard.entry is not Entry.RECORD and not self._is_long_gone(heard):
            await raise_task(heard, work, kind)

    async def _request(
        self, heard: Envelope, work: Works, to: Recipient, template: Template, not_before: date | None = None
    ) -> None:
        id = dispatch_id(heard.id, to.person, template)
        if await work.state_of(DISPATCH, id) is not None:
            return
        if not await work.find(CONTACT_POINT, person=to.person, channel="email", status="verified"):
            await raise_task(heard, work, TaskKind.NO_CONTACT, to.person)
            return
        network, iso3 = pair(heard.event)
        event = DispatchRequested(
            recipient=to.person,
            template=template,
            network=network,
            state=iso3,
            cause=heard.id,
            about_kind=heard.kind,
            about=heard.subject,
            basis=to.basis,
            via=to.via,
            not_before=not_before,
        )
        loaded = await work.load(DISPATCH, id, create=True)
        held = [DispatchHeld(**event.model_dump())] if await is_held(work, to.person) else []
        await work.save(loaded, [Dated(one, day_of(heard, loaded)) for one in (event, *held)])

    def _is_old(self, heard: Envelope) -> bool:
        """First handled long after it was said, or said by a deadline about a day long gone."""
        return self._clock() - heard.recorded > LATEST or self._is_long_gone(heard)

    def _is_long_gone(self, heard: Envelope) -> bool:
        return heard.actor == SYSTEM and heard.occurred_on.counts_from < (self._clock() - LATEST).date()


async def raise_task(heard: Envelope, work: Works, kind: TaskKind, person: UUID | None = None) -> None:
    """The one task of that kind about an event (and a person); whose it is, by the network and state that the event names."""
    event = TaskRaised(
        kind=kind,
        about_kind=heard.kind,
        about=heard.subject,
        network=getattr(heard.event, "network", None),
        state=getattr(heard.event, "state", None),
        cause=heard.id,
        person=person,
    )
    await put_task(work, event, PartialDate.of(heard.recorded.date()))


async def put_task(work: Works, event: TaskRaised, on: PartialDate) -> None:
    """That task, unless it was raised before."""
    loaded = await work.load(TASK, task_id(event.cause, event.kind, event.person), create=True)
    if not loaded.version:
        await work.save(loaded, [Dated(event, on)])


async def settle(heard: Envelope, work: Works, kind: TaskKind) -> None:
    """The tasks of that kind about the same aggregate are done."""
    for id in await work.find(TASK, about=heard.subject):
        loaded = await work.load(TASK, id)
        state = loaded.state
        if state is not None and state.kind is kind and state.status is not Status.RESOLVED:
            await work.save(loaded, [Dated(resolved(state), PartialDate.of(max(heard.recorded.date(), loaded.latest)))])


async def cancel(heard: Envelope, work: Works, ids: Iterable[UUID], why: str) -> list[Dispatch]:
    """Take back those that are not sent yet; those it was too late for."""
    late = []
    for id in ids:
        loaded = await work.load(DISPATCH, id)
        state = loaded.state
        if state is not None and DispatchCancelled in STATES.get(state.status, {}):
            await work.save(loaded, [Dated(told(state, DispatchCancelled, why=why), day_of(heard, loaded))])
        elif state is not None:
            late.append(state)
    return late


def day_of(heard: Envelope, loaded: Loaded[Dispatch]) -> PartialDate:
    """The day on which we did something about an event: when we heard it, and never before what we did earlier."""
    return PartialDate.of(max(heard.recorded.date(), loaded.latest))


def pair(event: Event) -> tuple[UUID, str]:
    """Network and state, which each event that is announced names."""
    return event.network, event.state  # type: ignore[attr-defined]  # the table has no others
