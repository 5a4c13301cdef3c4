"""The bare parts, first half: a row and its outbox entry in one commit, a wake, and a confluent-kafka producer.

Arguments: the task, the events a second, and how many. The task's `result` gets the monotonic seconds at which each commit
had returned, by event id.
"""

import asyncio
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg
import orjson
import uvloop
from confluent_kafka import Producer

from benchmarks import backlog
from benchmarks.peers.contest import Task
from benchmarks.travel.pace import paced
from shared.contracts.catalog import encode, headers

TABLE = "create table bare (position bigint generated always as identity primary key, event jsonb not null)"
QUEUE = "create table bare_outbox (position bigint primary key)"
SAY = """
with added as (insert into bare (event) values ($1::text::jsonb) returning position)
insert into bare_outbox select position from added
"""
OLDEST = (
    "select position, event::text as event from bare_outbox join bare using (position) order by position limit 2000"
)
VERSIONS = 10


async def write(task: Task, rate: float, count: int) -> None:
    """Commit at that rate while the relay sends."""
    accepted: dict[str, float] = {}
    woken = asyncio.Event()
    async with asyncpg.create_pool(task.database, password=task.password, min_size=8, max_size=8) as pool:
        relay = asyncio.ensure_future(_relay(pool, _producer(task), task.topic, woken))
        wires = [encode(event) for event in backlog.events(-(-count // VERSIONS), VERSIONS)][:count]

        async def say(nth: int) -> None:
            async with pool.acquire() as connection:
                await connection.execute(SAY, orjson.dumps(wires[nth]).decode())
            accepted[wires[nth]["id"]] = monotonic()
            woken.set()

        await paced(rate, count, say)
        while await pool.fetchval("select exists (select from bare_outbox)"):  # noqa: ASYNC110  (the database knows)
            await asyncio.sleep(0.05)
        relay.cancel()
    task.result.write_bytes(orjson.dumps(accepted))


def _producer(task: Task) -> Any:
    return Producer(
        {"bootstrap.servers": task.kafka, "enable.idempotence": True, "linger.ms": 0, "partitioner": "murmur2"}
    )


async def _relay(pool: Any, producer: Any, topic: str, woken: asyncio.Event) -> None:
    while True:
        await woken.wait()
        woken.clear()
        rows = await pool.fetch(OLDEST)
        for row in rows:
            wire = orjson.loads(row["event"])
            producer.produce(topic, row["event"].encode(), key=wire["partitionkey"].encode(), headers=headers(wire))
        await asyncio.to_thread(producer.flush)
        await pool.execute("delete from bare_outbox where position = any($1)", [row["position"] for row in rows])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        given = Task.model_validate_json(Path(sys.argv[1]).read_text("utf-8"))
        runner.run(write(given, float(sys.argv[2]), int(sys.argv[3])))
