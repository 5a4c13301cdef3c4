"""sec-S1 at the public face: a command is refused on role alone exactly where the role never may, else passed to its owner."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.gateway.adapters.people import People
from services.gateway.adapters.services import Services, client
from services.gateway.entrypoints.serve import NAME, frozen, public_app
from shared.access import Minter
from shared.settings import Settings
from shared.store.database import Database
from tests.component.gateway.public import Sent, Tokens
from tests.contract.authorization.expectations import Row, rows
from tests.contract.authorization.judge import alike, judge, outcome
from tests.contract.authorization.test_reads import seen
from tests.contract.authorization.world import CALLERS
from tests.support.platform import ServiceDatabase
from tests.support.signing import keys

OWNERS = ("enrollment", "gateway", "network")
ROWS = [row for row in rows() if row.service in OWNERS]
PATHS = {
    (service, operation["operationId"]): path
    for service, document in frozen().items()
    for path, operations in document["paths"].items()
    for operation in operations.values()
}
IDS = (str(uuid4()), "0f000000-0000-7000-8000-00000000000f")


class Face:
    """The public application over services that take everything."""

    def __init__(self, asking: httpx.AsyncClient, tokens: Tokens, owners: dict[str, Sent]) -> None:
        self._asking = asking
        self._tokens = tokens
        self.owners = owners

    async def post(self, path: str, role: str | None) -> httpx.Response:
        signed = {"Authorization": f"Bearer {self._tokens[role]}"} if role else {}
        return await self._asking.post(f"/api/v1{path}", json={}, headers={"Idempotency-Key": "k", **signed})

    def passed(self, service: str) -> int:
        """How many commands reached the owner since the last look."""
        number = len(self.owners[service].requests)
        self.owners[service].requests.clear()
        return number


@pytest.fixture
async def face(heard: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[Face]:
    made, tokens = heard
    settings, owners = Settings(keys=Path(keys())), {name: Sent() for name in OWNERS}
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(made.app, made.app_password, size=1))
        clients = {name: client(f"http://{name}", transport) for name, transport in owners.items()}
        for each in clients.values():
            await stack.enter_async_context(each)
        minter = Minter(NAME, settings.keys / f"{NAME}.key")
        app = public_app(settings, database, Services(clients, minter), People(None, minter), frozen())
        transport = httpx.ASGITransport(app=app)
        asking = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1"))
        yield Face(asking, tokens, owners)


async def test_each_role_passes_where_it_may_at_all(face: Face) -> None:
    findings = [finding for row in ROWS for role in CALLERS for finding in await _findings(face, row, role)]
    for row in ROWS:
        answer = seen(await face.post(_path(row, IDS[0]), None))
        findings += judge("forwarded", f"{row.operation} anonymous", outcome(answer), "not signed in")
        assert face.passed(row.service) == 0
    assert not findings, "\n".join(findings)


async def _findings(face: Face, row: Row, role: str) -> list[str]:
    never = row.never(role)
    findings = []
    for id in IDS:
        answer = seen(await face.post(_path(row, id), role))
        cell = f"{row.operation} {role}"
        findings += judge("forwarded", cell, outcome(answer), "forbidden" if never else "allowed")
        if face.passed(row.service) is not (0 if never else 1):
            findings.append(f"{cell}: the owner was {'told' if never else 'not told'}")
    malformed = [seen(await face.post(_path(row, id), role)) for id in ("seven", "7")]
    if "{id}" in _path(row, "{id}"):
        expected = "forbidden" if never else "not-found"
        findings += [f for one in malformed for f in judge("forwarded", row.operation, outcome(one), expected)]
        findings += alike(row.operation, malformed)
    face.passed(row.service)
    return findings


def _path(row: Row, id: str) -> str:
    return f"/{row.service}{PATHS[row.service, row.operation.partition(':')[0]]}".replace("{id}", id)
