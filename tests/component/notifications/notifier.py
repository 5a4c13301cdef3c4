"""A sender in a process of its own that can be killed at a crash point: `notifier.py POINT:N` reads settings as JSON."""

import asyncio
import json
import sys

import httpx

from services.notifications.adapters.addresses import Addresses
from services.notifications.adapters.sender import Letterhead, Pace, Sender
from services.notifications.adapters.smtp import Relay
from shared import crash
from shared.access import Minter
from shared.contracts.published import CATALOG
from shared.store.database import Database
from tests.support.signing import keys


async def main(point: str) -> None:
    given = json.loads(sys.stdin.read())
    told = httpx.MockTransport(lambda request: httpx.Response(200, json=given["told"]))
    addresses = Addresses(
        httpx.AsyncClient(base_url="http://enrollment", transport=told),
        Minter("notifications", keys() / "notifications.key"),
    )
    relay = Relay(host="127.0.0.1", port=given["port"], sender="no-reply@lemkin.example", seconds=5)
    async with Database(given["database"], given["password"]) as database:
        letterhead = Letterhead(relay, "http://127.0.0.1:8080")
        sender = Sender(database, CATALOG, addresses, letterhead, Pace(), lambda: None)
        crash.arm(point)
        await sender.send_one()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
