"""Changes that a test makes in one service process, by name. See entry.py for how they get there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.contracts.event import Envelope
from shared.service import Service

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


CHANGES: Mapping[str, Change] = {"ledger": ledger}
