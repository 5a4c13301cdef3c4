"""Contacts: a person's address in the people store has a contact point here, by the same id."""

from services.notifications.application.recipients import post_of
from services.notifications.domain.contact_point import CONTACT_POINT, Status
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.person import AddressRecorded, AddressRemoved
from shared.contracts.event import Envelope
from shared.contracts.notifications.contact_point import ContactDeclaredDead, ContactRegistered
from shared.works import Works


async def when_address_recorded(heard: Envelope, work: Works) -> None:
    """Another address is unverified, whatever was known of the one before."""
    await work.keep(heard)
    event = heard.event
    if not isinstance(event, AddressRecorded):
        return
    loaded = await work.load(CONTACT_POINT, event.contact, create=True)
    post = await post_of(work, event.person)
    said = ContactRegistered(person=event.person, channel=event.channel, state=post.state if post else None)
    await work.save(loaded, [Dated(said, PartialDate.of(max(heard.recorded.date(), loaded.latest)))])


async def when_address_removed(heard: Envelope, work: Works) -> None:
    """Nothing can be sent there."""
    if isinstance(heard.event, AddressRemoved):
        await _declare_dead(heard, heard.event, work, "removed")


async def when_address_corrected(heard: Envelope, work: Works) -> None:
    """What was recorded by mistake is dead; what it should have been is registered."""
    first = next((one for one in await work.copy_of(heard.kind, heard.subject) if one.sequence == heard.root), None)
    if first is not None and isinstance(first.event, AddressRecorded):
        await _declare_dead(heard, first.event, work, "corrected")
    await when_address_recorded(heard, work)


async def _declare_dead(heard: Envelope, event: AddressRecorded | AddressRemoved, work: Works, why: str) -> None:
    loaded = await work.load(CONTACT_POINT, event.contact, create=True)
    state = loaded.state
    if state is not None and state.status is not Status.DEAD:
        said = ContactDeclaredDead(person=state.person, channel=state.channel, state=state.state, why=why)
        await work.save(loaded, [Dated(said, PartialDate.of(max(heard.recorded.date(), loaded.latest)))])
