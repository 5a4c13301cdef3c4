"""The sender as a part of the worker: opened with what it needs, run until the worker stops."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from services.notifications.adapters.addresses import Addresses, people_store
from services.notifications.adapters.sender import Letterhead, Pace, Sender
from services.notifications.adapters.smtp import Relay
from shared.access import Minter
from shared.contracts.published import CATALOG
from shared.process import CONFIGURATION
from shared.records import Stop
from shared.store.database import Database
from shared.telemetry import log

NAME = "notifications"


class Sending(Protocol):
    """Settings that also tell how mail goes out (services/notifications/settings.py)."""

    @property
    def keys(self) -> Path:
        """Where our private key is."""

    @property
    def services(self) -> Mapping[str, str]:
        """Where enrollment listens."""

    @property
    def smtp(self) -> Relay:
        """The mail server."""

    @property
    def site(self) -> str:
        """What links begin with."""

    @property
    def pace(self) -> Pace:
        """How it is tried."""


async def send(settings: Sending, database: Database, committed: Callable[[], None], stopped: asyncio.Event) -> None:
    """Send what is due until stopped; without a mail server everything waits. Raises Stop 78 when enrollment is not named."""
    if not settings.smtp.host:
        log().warning("no-mail-server")
        return
    if "enrollment" not in settings.services:
        raise Stop(CONFIGURATION, "LEMKIN_SERVICES must say where enrollment is, since addresses are asked of it")
    async with people_store(settings.services["enrollment"]) as client:
        addresses = Addresses(client, Minter(NAME, settings.keys / f"{NAME}.key"))
        letterhead = Letterhead(settings.smtp, settings.site)
        await Sender(database, CATALOG, addresses, letterhead, settings.pace, committed).run(stopped)
