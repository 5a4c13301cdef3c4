"""Sender: one dispatch at a time, from its lease to what became of it. The mail server is spoken to outside any transaction.

If the process dies after the server took the mail and before we wrote that down, the lease runs out and the mail goes once
more, with the same Message-ID: at most one repeat for each such death (reliability.md P5).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.adapters import sending, smtp
from services.notifications.adapters.addresses import Addresses
from services.notifications.adapters.message import build
from services.notifications.adapters.sending import Lease
from services.notifications.application import outcomes, plans
from services.notifications.application.plans import Plan
from services.notifications.application.texts import chain, text_of
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.words import Channel, Purpose
from shared.contracts.ids import SYSTEM
from shared.contracts.notifications.dispatch import Basis
from shared.contracts.privacy import AddressTold
from shared.crash import Point, passage
from shared.errors import RuleBroken, Unavailable, place_of
from shared.store.database import Connection, Database, is_transient
from shared.store.work import Work
from shared.telemetry import log
from shared.timekeeper import keep_on
from shared.works import Cause


class Pace(BaseModel):
    """How a dispatch is tried: again after `first` seconds, twice as long each time up to `longest`, `tries` times in all.

    A `lease` outlives one whole try, which is bounded by the patience with enrollment and with the mail server.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: float = Field(default=30, gt=0)
    longest: float = Field(default=3600, gt=0)
    tries: int = Field(default=12, ge=1)
    lease: float = Field(default=120, gt=0)

    def after(self, attempts: int) -> float:
        """Seconds to wait after that many tries."""
        return float(min(self.longest, self.first * 2 ** min(attempts - 1, 20)))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The mail server, in whose name it is written, and what links begin with."""

    relay: smtp.Relay
    site: str


class Sender:
    """Sends the dispatches of one service; several may run at once."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        addresses: Addresses,
        letterhead: Letterhead,
        pace: Pace,
        committed: Callable[[], None],
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._addresses = addresses
        self._letterhead = letterhead
        self._pace = pace
        self._committed = committed

    async def run(self, stopped: asyncio.Event) -> None:
        """Send what is due until stopped; look again every second."""
        await keep_on(self.send_one, stopped, "sender")

    async def send_one(self) -> bool:
        """Try one dispatch that is due; False when there is none."""
        async with self._database.transaction() as connection:
            lease = await sending.take(connection, self._pace.lease)
        if lease is None:
            return False
        if lease.attempts > self._pace.tries:  # its tries ended with a process each time
            await self._end(lease, outcomes.failed("not-reached"))
            return True
        try:
            await self._send(lease)
        except smtp.Refused:
            await self._end(lease, outcomes.failed("refused"))
        except RuleBroken as error:
            log().error("mail-refused-by-guard", id=str(lease.dispatch), code=error.code)
            await self._end(lease, outcomes.failed("unsafe"))
        except Exception as error:
            # whatever it is, one dispatch does not stop the others; the database's troubles are the loop's
            if is_transient(error) and not isinstance(error, Unavailable):
                raise
            await self._later(lease, place_of(error))
        return True

    async def _send(self, lease: Lease) -> None:
        async with self._database.transaction() as connection:
            now: datetime = await connection.fetchval("select clock_timestamp()")
            planned = await plans.plan(self._work(connection, now), lease.dispatch, now.date())
        if not isinstance(planned, Plan):
            await self._end(lease, planned)
            return
        told = await self._addresses.of(lease.dispatch, planned.contact)
        if told is None or told.person != planned.dispatch.recipient or told.channel is not Channel.EMAIL:
            await self._end(lease, outcomes.failed("no-address"))
            return
        if planned.dispatch.basis is Basis.CONSENT and Purpose.MESSAGES not in told.consents:
            await self._end(lease, outcomes.suppressed("consent-withdrawn"))
            return
        await self._hand_over(lease, planned, told, now)

    async def _hand_over(self, lease: Lease, plan: Plan, told: AddressTold, now: datetime) -> None:
        link = f"{self._letterhead.site}/{plan.dispatch.about_kind}/{plan.dispatch.about}"
        languages = chain(told.language, plan.dispatch.state)
        text = text_of(plan.dispatch.template, languages, {**plan.names, "link": link})
        content = build(
            dispatch=lease.dispatch,
            sender=self._letterhead.relay.sender,
            to=told.address,
            subject=text.subject,
            body=text.body,
            language=text.language,
            now=now,
        )
        passage(Point.MAIL_BEFORE_SEND)
        try:
            await smtp.hand_over(self._letterhead.relay, told.address, content)
        except smtp.Refused as error:
            if not error.recipient:
                raise
            await self._end(lease, outcomes.bounced(plan.contact))
            return
        passage(Point.MAIL_AFTER_ACCEPT)
        await self._end(lease, outcomes.sent(plan.contact, text.language))

    async def _later(self, lease: Lease, why: str) -> None:
        log().warning("mail-later", id=str(lease.dispatch), error=why, attempts=lease.attempts)
        if lease.attempts >= self._pace.tries:
            await self._end(lease, outcomes.failed("not-reached"))
            return
        async with self._database.transaction() as connection:
            await sending.again(connection, lease, self._pace.after(lease.attempts))

    async def _end(self, lease: Lease, outcome: outcomes.Outcome) -> None:
        async with self._database.transaction() as connection:
            now: datetime = await connection.fetchval("select clock_timestamp()")
            await outcome(self._work(connection, now), lease.dispatch, now.date())
            await sending.done(connection, lease)
        self._committed()

    def _work(self, connection: Connection, now: datetime) -> Work:
        return Work(connection, self._catalog, Cause(SYSTEM, uuid4(), PartialDate.of(now.date())))
