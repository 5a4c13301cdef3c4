"""A worker for test_streams_restarts: streams into Postgres, as a process of its own.

`python -m tests.system.streams_worker BOOTSTRAP TOPIC URL`, the password in LEMKIN_TEST_PASSWORD. A second
effect of the same record breaks the primary key, so it ends the process with 70 instead of going unseen.
"""

import os
import sys
from collections.abc import Sequence

from shared import telemetry
from shared.process import Life, run
from shared.records import Received, SeekBack, Slot, Stop
from shared.store.database import Database, is_transient
from shared.streams import Streams


class Deliveries:
    """The smallest store that keeps effects and positions in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._refused: dict[Slot, int] = {}

    async def position(self, slot: Slot, log_start: int) -> int:
        """Where to go on, made the first time."""
        async with self._database.transaction() as connection:
            return int(
                await connection.fetchval(
                    "INSERT INTO positions VALUES ($1, $2) ON CONFLICT (partition) DO UPDATE SET next = positions.next "
                    "RETURNING next",
                    slot.partition,
                    log_start,
                )
            )

    async def deliver(self, slot: Slot, chunk: Sequence[Received]) -> None:
        """Apply what is at or above the position."""
        try:
            async with self._database.transaction() as connection:
                stands = await connection.fetchval(
                    "SELECT next FROM positions WHERE partition = $1 FOR UPDATE", slot.partition
                )
                if chunk[0].offset > stands:
                    if self._refused.get(slot) == stands:
                        raise Stop(76, f"no offset {stands}")
                    self._refused[slot] = stands
                    raise SeekBack(stands)
                fresh = [(slot.partition, one.offset, int(one.value or b"")) for one in chunk if one.offset >= stands]
                await connection.executemany("INSERT INTO effects VALUES ($1, $2, $3)", fresh)
                await connection.execute(
                    "UPDATE positions SET next = greatest(next, $2) WHERE partition = $1",
                    slot.partition,
                    chunk[-1].offset + 1,
                )
        except (SeekBack, Stop):
            raise
        except Exception as error:
            if is_transient(error):
                raise Stop(75, type(error).__name__) from error
            raise


async def work(life: Life) -> None:
    """The one role."""
    print("begun", flush=True)  # noqa: T201  (the test waits for it)
    bootstrap, topic, url = sys.argv[1:]
    async with Database(url, os.environ["LEMKIN_TEST_PASSWORD"], size=4) as database:
        streams = Streams(topic, bootstrap, [topic], Deliveries(database), isolated=True, chunk=500)
        life.watchdog.add(*streams.signs)
        await streams.run(life.stopping)


if __name__ == "__main__":
    telemetry.configure("streams", "worker")
    run([work])
