"""Timekeeper: runs deadlines that have come, as commands of the system, each in its own work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from shared.access import SYSTEM_ACTOR
from shared.commands import CommandSpec
from shared.contracts.catalog import Catalog
from shared.contracts.dates import PartialDate
from shared.crash import Point, passage
from shared.errors import DomainError, Unavailable, place_of
from shared.execute import cause_of, execute
from shared.store import deadlines
from shared.store.database import Connection, Database, is_transient
from shared.store.work import Work
from shared.telemetry import log

PAUSE = 1.0


async def keep_on(one: Callable[[], Awaitable[bool]], stopped: asyncio.Event, loop: str) -> None:
    """Do `one` thing after the other while it says that there was something, and look again every second, until stopped.

    What may go away by itself is logged with the name of the `loop`; anything else is raised.
    """
    while not stopped.is_set():
        try:
            while not stopped.is_set() and await one():
                pass
        except Exception as error:
            if not (isinstance(error, Unavailable) or is_transient(error)):
                raise
            log().warning("loop-failed", loop=loop, error=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), PAUSE)


class Timekeeper:
    """Runs the deadlines of one service."""

    def __init__(
        self, database: Database, catalog: Catalog, table: Sequence[CommandSpec], committed: Callable[[], None]
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._lines = {line.path: line for line in table}
        self._committed = committed

    async def run(self, stopped: asyncio.Event) -> None:
        """Run what is due until stopped; look again every second."""
        await keep_on(self.run_one, stopped, "timekeeper")

    async def run_one(self) -> bool:
        """Run one deadline that has come; False when there is none. A refusal is counted, its work undone."""
        async with self._database.transaction() as connection:
            now = await connection.fetchval("select clock_timestamp()")
            line = await deadlines.take(connection, now.date())
            if line is None:
                return False
            try:
                async with connection.transaction():
                    await self._execute(connection, line, now)
            except Exception as error:
                if is_transient(error):
                    raise
                if isinstance(error, DomainError) and error.code == "already-so":
                    await deadlines.done(connection, line)
                else:
                    told = error.code if isinstance(error, DomainError) else place_of(error)
                    log().warning("deadline-refused", kind=line.kind, id=str(line.id), code=told)
                    await deadlines.failed(connection, line, told)
            passage(Point.DEADLINE_BEFORE_COMMIT)
        self._committed()
        passage(Point.DEADLINE_AFTER_COMMIT)
        return True

    async def _execute(self, connection: Connection, due: deadlines.Due, now: datetime) -> None:
        line = self._lines[due.path]
        command = line.command.model_validate({**due.body, "occurred_on": PartialDate.of(due.due)}, strict=False)
        cause = cause_of(command, SYSTEM_ACTOR, now, uuid4())
        await execute(Work(connection, self._catalog, cause), line, due.id, command, SYSTEM_ACTOR, now)
        await deadlines.done(connection, due)
