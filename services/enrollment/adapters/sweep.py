"""Sweep: keys that nothing is encrypted with go: of a crash between key and row, or of a person's last address (security.md K6).

So what was removed cannot be read in a backup either. Only keys of persons that this database knows: in one that was made
anew and not filled yet every key would look unused.
"""

import asyncio

from services.enrollment.adapters.keyring import Keyring, Whose
from shared.errors import Unavailable
from shared.store.database import Database, is_transient
from shared.telemetry import log

PERIOD = 3600.0
"""Seconds between two sweeps."""
PAGE = 500


class Sweep:
    """Looks through the keys now and then."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def run(self) -> None:
        """Sweep every hour, until cancelled. What is away is tried again next time; anything else is raised."""
        while True:
            await asyncio.sleep(PERIOD)
            try:
                await self.all()
            except Exception as error:
                if not (isinstance(error, Unavailable) or is_transient(error)):
                    raise
                log().warning("loop-failed", loop="sweep", error=type(error).__name__)

    async def all(self) -> int:
        """Go through all keys once; how many went. Raises Unavailable."""
        swept, after = 0, None
        while page := await self._keyring.listed(after, PAGE):
            for whose in await self._unused(page):
                swept += await self._swept(*whose)
            after = page[-1]
        return swept

    async def _unused(self, page: list[Whose]) -> list[Whose]:
        async with self._database.transaction(read_only=True) as connection:
            rows = await connection.fetch(
                """
                select subject, grp from unnest($1::uuid[], $2::text[]) as key (subject, grp)
                where exists (select from aggregates a where a.kind = 'person' and a.id = key.subject)
                    and not exists (select from people p where p.subject = key.subject and p.grp = key.grp)
                """,
                [subject for subject, _ in page],
                [group for _, group in page],
            )
        return [(row["subject"], row["grp"]) for row in rows]

    async def _swept(self, subject: object, group: str) -> bool:
        """Whoever writes with the key holds the person's row from before the key is read until the value is there."""
        async with self._database.transaction() as connection:
            person = await connection.fetchval(
                "select id from aggregates where kind = 'person' and id = $1 for update skip locked", subject
            )
            if person is None or await connection.fetchval(
                "select 1 from people where subject = $1 and grp = $2 limit 1", subject, group
            ):
                return False
            await self._keyring.drop(person, group)
        return True
