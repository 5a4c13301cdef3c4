"""A gateway that forgets, refuses, restarts and answers twice."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import pytest
import stamina

from deploy.history import load as loading
from deploy.history.load import LoadReport, load

TOKEN = "a-token-of-the-test"
Reply = httpx.Response | Exception


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(loading, "GLANCE", 0)
    with stamina.set_testing(True, attempts=6):
        yield


def problem(status: int, code: str, **members: Any) -> httpx.Response:
    return httpx.Response(
        status, json={"type": f"/problems/{code}", "title": code, "status": status, "code": code, **members}
    )


@dataclass
class Gateway:
    """Takes commands as the services do; `troubles` answer the next tries of a row before it is taken."""

    troubles: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    lost_answers: set[str] = field(default_factory=set)
    lag: list[Any] = field(default_factory=list)
    taken: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return problem(401, "not-signed-in")
        if request.url.path == "/api/v1/health":
            return self._health()
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        try:
            return self._command(request)
        finally:
            self.under_way -= 1

    def _health(self) -> httpx.Response:
        behind = self.lag.pop(0) if self.lag else 0
        self.heard.append(f"health {behind}")
        if isinstance(behind, httpx.Response):
            return behind
        return httpx.Response(
            200, json={"lag": {"gateway": {"events_behind": behind}, "network": {"events_behind": 0}}}
        )

    def _command(self, request: httpx.Request) -> httpx.Response:
        row = orjson.loads(request.content)["row"]
        self.heard.append(row)
        if self.troubles[row]:
            trouble = self.troubles[row].pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            return trouble
        key = request.headers["Idempotency-Key"]
        self.sent.add(key)
        if self.keys.get(key) == row:
            return httpx.Response(201, json={"unchanged": False}, headers={"Idempotency-Replayed": "true"})
        if row in self.taken:
            same = self.taken[row] == request.content
            return httpx.Response(200, json={"unchanged": True}) if same else problem(409, "recorded-differently")
        self.taken[row] = request.content
        self.keys[key] = row
        if row in self.lost_answers:
            raise httpx.ReadError("the connection broke after the commit")
        return httpx.Response(201, json={"unchanged": False})

    def forget_keys(self) -> None:
        """Seven days later."""
        self.keys.clear()


async def loaded(gateway: Gateway, **options: Any) -> LoadReport:
    return await load(
        "http://gateway.test", options.pop("token", TOKEN), transport=httpx.MockTransport(gateway.answer), **options
    )


def numbers(report: LoadReport) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected
