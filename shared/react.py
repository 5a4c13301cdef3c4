"""Runs a table of reactions over the events of a chunk, within the consumer's transaction."""

from collections.abc import Sequence
from typing import Any

from shared.consumer import Handle
from shared.contracts.catalog import Catalog
from shared.contracts.event import Envelope, FactRetracted
from shared.contracts.ids import SYSTEM
from shared.errors import DomainError
from shared.reactions import Reaction, by_type
from shared.store.work import Work
from shared.telemetry import log
from shared.works import caused_by


def reacting(table: Sequence[Reaction], catalog: Catalog) -> Handle:
    """A handler that runs each line for the first version of a fact, and `corrected` for the later ones.

    A reaction that finds its wish fulfilled (`already-so`) counts as done, its own changes undone; any other failure is
    raised, and the consumer sets the event aside.
    """
    lines = by_type(table)

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        for event in events:
            about = event.event.fact if isinstance(event.event, FactRetracted) else event.event.type
            for line in lines.get(about, ()):
                do = line.do if event.corrects is None else line.corrected
                if do is None:
                    log().info(
                        "correction-not-followed", kind=event.kind, id=str(event.subject), sequence=event.sequence
                    )
                    continue
                try:
                    async with connection.transaction():
                        await do(event, Work(connection, catalog, caused_by(event, SYSTEM)))
                except DomainError as error:
                    if error.code != "already-so":
                        raise
                    log().info("already-so", kind=event.kind, id=str(event.subject), sequence=event.sequence)

    return handle


def wanted(table: Sequence[Reaction], retractions: Sequence[type[FactRetracted]]) -> frozenset[str]:
    """The event types that a table of reactions needs decoded: its own, and the retractions of the services it hears."""
    return frozenset({line.event.type for line in table} | {event.type for event in retractions})
