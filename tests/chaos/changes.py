"""Changes that a test makes in one service process, by name. See entry.py for how they get there."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shared.contracts.event import Envelope
from shared.service import Service
from tests.chaos.injector import ChaosProbed

Change = Callable[[Service], Service]
LEDGER = """
    create table if not exists chaos_ledger (
        id bigint generated always as identity primary key, kind text, aggregate uuid, sequence integer
    )
"""


def ledger(service: Service) -> Service:
    """Write each event into a table, within the transaction of its effects: what is handled twice stands there twice."""

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        await connection.executemany(
            "insert into chaos_ledger (kind, aggregate, sequence) values ($1, $2, $3)",
            [(event.kind, event.subject, event.sequence) for event in events],
        )
        await service.handle(connection, events)

    return replace(service, handle=handle, handles=None)


def faulty(service: Service) -> Service:
    """A handler with a bug, for the one aggregate that the file LEMKIN_CHAOS_FAULTY names: `raise`, `kill` or `wait` ID."""
    told = Path(os.environ["LEMKIN_CHAOS_FAULTY"])

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        await service.handle(connection, events)
        how, _, whom = told.read_text("ascii").strip().partition(" ")  # noqa: ASYNC240  (a few bytes)
        if how and any(str(event.subject) == whom for event in events):
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if how == "wait":
                await asyncio.sleep(3600)
            raise ZeroDivisionError

    return replace(service, handle=handle)


def newer(service: Service) -> Service:
    """A newer release: it knows an event that this one does not."""
    service.catalog.events[ChaosProbed.type] = ChaosProbed
    return service


CHANGES: Mapping[str, Change] = {"ledger": ledger, "faulty": faulty, "newer": newer}
