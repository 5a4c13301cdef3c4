"""What the api of enrollment has besides its table of commands: the people store, and who may ask it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from fastapi import APIRouter

from services.enrollment.adapters.kek import Kek
from services.enrollment.adapters.keyring import Keyring
from services.enrollment.adapters.keystore import Keystore, Where
from services.enrollment.adapters.people import People
from services.enrollment.adapters.sweep import Sweep
from services.enrollment.entrypoints.addresses import AddressDesk
from services.enrollment.entrypoints.looking import LookingDesk
from shared.access import Verifier
from shared.process import CONFIGURATION
from shared.records import Stop
from shared.routes import Inside
from shared.store.database import Database

NAME = "enrollment"
SENDERS = ("notifications",)
"""Who may ask for addresses (security.md G13)."""


class Keeping(Where, Protocol):
    """Settings that also tell where the public keys of the services are."""

    @property
    def keys(self) -> Path:
        """The folder."""


@asynccontextmanager
async def inside(settings: Keeping, database: Database, verifier: Verifier) -> AsyncIterator[Inside]:
    """Open it. Without keystore or key it opens too, and names are not available.

    Raises Stop 78 when others than its owner can read the key-encryption key.
    """
    kek = Kek(settings.kek)
    if kek.is_open_to_others():
        raise Stop(CONFIGURATION, "LEMKIN_KEK can be read by others: chmod 600 it")
    async with Keystore(settings) as keystore, asyncio.TaskGroup() as group:
        keyring = Keyring(keystore, kek)
        people = People(keyring)
        senders = [name for name in SENDERS if (settings.keys / f"{name}.pub").exists()]
        sweeping = group.create_task(Sweep(database, keyring).run())
        yield Inside(
            keepers={
                "names": people.keep_name,
                "posts": people.keep_post,
                "addresses": people.keep_address,
                "removals": people.drop_address,
                "corrected-person": people.drop_retracted,
            },
            routers=(
                LookingDesk(database, people, verifier).router(),
                AddressDesk(database, people, Verifier(NAME, senders, settings.keys)).router(),
                _health(keyring),
            ),
        )
        sweeping.cancel()


def _health(keyring: Keyring) -> APIRouter:
    """`/health`: whether names can be told, and if not, what is away."""

    async def health() -> dict[str, str]:
        people = await keyring.state()
        return {"status": "up" if people == "available" else "degraded", "people": people}

    routes = APIRouter()
    routes.add_api_route("/health", health, methods=["GET"])
    return routes
