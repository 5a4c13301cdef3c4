"""Seeded bugs of the sender of mails. See seeded.py."""

from datetime import datetime
from typing import Any

from services.notifications.adapters import sending
from services.notifications.adapters.sender import Sender
from services.notifications.adapters.sending import Lease
from services.notifications.application import outcomes
from services.notifications.application.plans import Plan
from shared.contracts.enrollment.words import Language
from shared.contracts.privacy import AddressTold
from shared.service import Service
from shared.store.database import Connection


def no_lease(service: Service) -> Service:
    """What is to be sent is looked up and not leased: two senders have the same message in their hands."""

    async def take(connection: Connection, seconds: float) -> Lease | None:
        row = await connection.fetchrow(
            """
            select id as dispatch, 1 as attempts from aggregates
            where kind = 'dispatch' and state->>'status' in ('requested', 'approved') order by id limit 1
            """
        )
        return Lease(**row) if row else None

    sending.take = take
    return service


def mark_first(service: Service) -> Service:
    """A message counts as sent before the mail server has it."""

    async def hand_over(self: Any, lease: Lease, plan: Plan, told: AddressTold, now: datetime) -> None:
        await self._end(lease, outcomes.sent(plan.contact, told.language or Language.EN))
        await of_ours(self, lease, plan, told, now)

    of_ours = Sender._hand_over
    Sender._hand_over = hand_over  # type: ignore[method-assign]
    return service
