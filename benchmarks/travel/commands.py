"""Commands at a steady rate to the real network service: memberships suspended and resumed in turn."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Self
from uuid import UUID, uuid4

import aiohttp

from benchmarks import backlog
from benchmarks.travel.pace import paced
from shared.access import Minter
from shared.contracts.ids import membership_id
from tests.support.service import SECRETARIAT
from tests.support.signing import keys

MEMBERS = 193
LANGUAGES = ("en", "es", "fr", "pt", "ar")
NETWORK = UUID(int=0xBE7)
RENEW = 30.0
"""Seconds after which a new token is made; one lasts for 60."""
LAUNCHED = "2012-03-30"


@dataclass
class Sent:
    """When each event's command was sent and when its answer was here (monotonic seconds), by event id."""

    sent: dict[str, float] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)
    refused: int = 0


class Commands:
    """Calls one service as the gateway does. An async context manager."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._minter = Minter("gateway", keys() / "gateway.key")
        self._token = ("", 0.0)
        self._ids = [membership_id(NETWORK, state) for _, state in backlog.pairs(MEMBERS)]
        self._rests = [False] * MEMBERS
        self._turn = 0

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self._url, connector=aiohttp.TCPConnector(limit=64))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def prepare(self) -> None:
        """One network in which every state is a member."""
        network = {"id": str(NETWORK), "slug": "bench", "name": "Bench", "launched": LAUNCHED}
        await self._record("networks/record", {**network, "accession_rule": "participation-and-promise"}, LAUNCHED)
        for nth, (_, state) in enumerate(backlog.pairs(MEMBERS)):
            listed = {"iso3": state, "iso2": chr(65 + nth // 26) + chr(65 + nth % 26), "region": "africa"}
            await self._record("states", {**listed, "names": dict.fromkeys(LANGUAGES, f"State {state}")}, "1945-10-24")
            member = {"network": str(NETWORK), "state": state, "status": "active", "founding": True}
            await self._record("memberships/record", member, LAUNCHED)

    async def most(self, seconds: float, clients: int = 16) -> float:
        """Commands a second that so many clients get done, each one after the other."""
        end, sent = monotonic() + seconds, Sent()

        async def client() -> None:
            while monotonic() < end:
                await self._one(sent)

        await asyncio.gather(*(client() for _ in range(clients)))
        return len(sent.accepted) / seconds

    async def steadily(self, rate: float, count: int) -> Sent:
        """Send so many at that rate."""
        sent = Sent()

        async def one(_: int) -> None:
            await self._one(sent)

        await paced(rate, count, one)
        return sent

    async def _one(self, sent: Sent) -> None:
        nth, self._turn = self._turn % MEMBERS, self._turn + 1
        action = "resume" if self._rests[nth] else "suspend"
        self._rests[nth] = not self._rests[nth]
        begun = monotonic()
        status, answer = await self._post(f"memberships/{self._ids[nth]}/{action}", {})
        if status == 200:
            for id in _events(answer):
                sent.sent[id], sent.accepted[id] = begun, monotonic()
        else:
            sent.refused += 1

    async def _record(self, path: str, body: Mapping[str, Any], on: str) -> None:
        status, answer = await self._post(path, {"row": path, **body, "occurred_on": on})
        if status not in {200, 201}:
            raise RuntimeError(f"{path} was answered with {status}: {answer}")

    async def _post(self, path: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        token, made = self._token
        if monotonic() - made > RENEW:
            token = self._minter.token(SECRETARIAT, "network", "command")
            self._token = (token, monotonic())
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        async with self._session.post(f"/{path}", json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


def _events(answer: Mapping[str, Any]) -> Sequence[str]:
    return [str(id) for id in answer["events"]]
