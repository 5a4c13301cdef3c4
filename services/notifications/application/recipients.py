"""Who is to be told, and whether they still are: judged on copies of seats, grants and consents (invariant 17)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.notifications.domain.dispatch import Dispatch
from shared import history
from shared.contracts.enrollment.person import ConsentGiven, ConsentWithdrawn, PersonRegistered, PostTakenUp
from shared.contracts.enrollment.words import Level, Purpose
from shared.contracts.event import Envelope
from shared.contracts.gateway.access_grant import AccessGranted, AccessRevoked, GrantedRole
from shared.contracts.ids import PersonId, seat_id
from shared.contracts.network.focal_point_seat import FocalPointDesignated, FocalPointStoodDown, SeatKind
from shared.contracts.notifications.dispatch import Basis
from shared.works import Reads, Works

GrantsOf = Callable[[Works, UUID], Awaitable[Sequence[UUID]]]
"""The grants that name a network, active or not (services/notifications/adapters/lookups.py)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, why they may be written to, and the grant or the seats that say so."""

    person: PersonId
    basis: Basis
    via: UUID


async def admins(work: Works, grants_of: GrantsOf, network: UUID) -> list[Recipient]:
    """The admins of a network of today whose person is known."""
    found = []
    for id in await grants_of(work, network):
        grant = _grant(await work.copy_of("access-grant", id), network)
        if grant is not None and grant.person is not None:
            found.append(Recipient(grant.person, Basis.ADMIN, id))
    return found


async def seated(look: Reads, network: UUID, state: str, today: date) -> list[Recipient]:
    """Who sits there: the national focal point by duty; others where they agreed to be written to."""
    seat = seat_id(network, state)
    found = []
    for kind, person in _sitting(await look.copy_of("seat", seat), today):
        if kind is SeatKind.NATIONAL:
            found.append(Recipient(person, Basis.NATIONAL_SEAT, seat))
        elif await agrees(look, person):
            found.append(Recipient(person, Basis.CONSENT, seat))
    return found


async def designation_of(
    look: Reads, seat: UUID, person: UUID, today: date
) -> tuple[UUID, FocalPointDesignated] | None:
    """By what the person sits there, with the id of the event that first said so; None: they do not."""
    events = await look.copy_of("seat", seat)
    if person not in {one for _, one in _sitting(events, today)}:
        return None
    designated = [
        (fact.root, fact.event)
        for fact in history.effective(events)
        if isinstance(fact.event, FocalPointDesignated) and fact.event.person == person
    ]
    root, event = designated[-1]
    return next(one.id for one in events if one.sequence == root), event


async def why_not(look: Reads, dispatch: Dispatch, today: date) -> str | None:
    """Why the recipient is none any more; None while they are (security.md A7, M1)."""
    if dispatch.basis is Basis.ADMIN:
        grant = _grant(await look.copy_of("access-grant", dispatch.via), dispatch.network)
        return None if grant is not None and grant.person == dispatch.recipient else "grant-ended"
    sitting = _sitting(await look.copy_of("seat", dispatch.via), today)
    national = dispatch.basis is Basis.NATIONAL_SEAT
    if not any(person == dispatch.recipient and (kind is SeatKind.NATIONAL) is national for kind, person in sitting):
        return "seat-left"
    return None if national or await agrees(look, dispatch.recipient) else "consent-withdrawn"


async def agrees(look: Reads, person: UUID) -> bool:
    """Whether the person agreed to get messages."""
    agreed = False
    for fact in history.effective(await look.copy_of("person", person)):
        if isinstance(fact.event, ConsentGiven | ConsentWithdrawn) and fact.event.purpose is Purpose.MESSAGES:
            agreed = isinstance(fact.event, ConsentGiven)
    return agreed


async def post_of(look: Reads, person: UUID) -> PersonRegistered | PostTakenUp | None:
    """The person's latest post: its state and level."""
    facts = history.effective(await look.copy_of("person", person))
    posts = [fact.event for fact in facts if isinstance(fact.event, PersonRegistered | PostTakenUp)]
    return posts[-1] if posts else None


async def is_held(look: Reads, person: UUID) -> bool:
    """Whether somebody looks at a message before it goes there: ministers and their like (domain.md J6)."""
    post = await post_of(look, person)
    return post is not None and post.level is Level.EXECUTIVE


def _grant(events: Sequence[Envelope], network: UUID) -> AccessGranted | None:
    facts = history.effective(events)
    if not facts or any(isinstance(fact.event, AccessRevoked) for fact in facts):
        return None
    granted = facts[0].event
    named = isinstance(granted, AccessGranted) and granted.role is GrantedRole.REGIONAL_ADMIN
    return granted if isinstance(granted, AccessGranted) and named and network in granted.networks else None


def _sitting(events: Sequence[Envelope], today: date) -> list[tuple[SeatKind, PersonId]]:
    sitting: dict[tuple[SeatKind, PersonId | None, UUID | None], date | None] = {}
    for fact in history.effective(events):
        match fact.event:
            case FocalPointDesignated(kind=kind, person=person, body=body, acting_until=until):
                sitting[kind, person, body] = until
            case FocalPointStoodDown(kind=kind, person=person, body=body):
                sitting.pop((kind, person, body), None)
    now = {key for key, until in sitting.items() if until is None or today < until}
    return sorted((kind, person) for kind, person, _ in now if person is not None)
