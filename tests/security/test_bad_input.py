"""sec-S4, I5, G6, G14: bad input on every operation gets a clear refusal that repeats nothing, and changes nothing.

LEMKIN_TEST_BAD_INPUT says how many bad bodies each operation gets (a release: 1000).
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from time import monotonic
from typing import Any

import orjson
import pytest
import pytest_asyncio
from pydantic import ValidationError

from deploy.embedded.databases import Server
from services.gateway.application.views.table import VIEWS
from shared.contracts.published import CATALOG
from shared.errors import ContractError
from shared.store.work import Work
from tests.contract.authorization import hearsay
from tests.contract.authorization.stage import CAUSE, Answer, Stage, stage
from tests.contract.authorization.test_commands import CASES, SERVICES, path_of
from tests.contract.authorization.world import CALLERS, Scene
from tests.security.corpus import BODIES, MARK, mutations
from tests.security.oddities import HEADERS, HOSTS, METHODS, PATHS

NUMBER = int(os.environ.get("LEMKIN_TEST_BAD_INPUT", "60"))
SECONDS = 3.0
SECRETARIAT = CALLERS["secretariat"]
TRACES = ("Traceback", 'File "', "asyncpg", "pydantic", "site-packages", "SELECT", "select ", "object at 0x")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stages(postgres: Server) -> AsyncIterator[dict[str, Stage]]:
    async with AsyncExitStack() as stack:
        open = {name: await stack.enter_async_context(stage(service, postgres)) for name, service in SERVICES.items()}
        await open["enrollment"].hear(hearsay.states().said)
        await open["network"].hear(hearsay.people().said)
        yield open


def findings(answer: Answer, took: float, *, keyed: bool = False) -> list[str]:
    """What is wrong with an answer, whatever was asked. `keyed`: a name of the caller's may stand in a pointer."""
    found = []
    if answer.status >= 500:
        found.append(f"status {answer.status}")
    if took > SECONDS:
        found.append(f"{took:.1f} s")
    if MARK.lower() in answer.told.lower() and not keyed:
        found.append("repeats what was sent")
    found += [f"tells {trace}" for trace in TRACES if trace in answer.told]
    if answer.status >= 400 and answer.body:
        headers = dict(answer.headers)
        if (
            headers.get("content-type") != "application/problem+json"
            or orjson.loads(answer.body)["status"] != answer.status
        ):
            found.append(f"is no problem: {answer.told[:200]}")
    return found


class Trial:
    """One operation, with an object that is there."""

    def __init__(self, stage: Stage, scene: Scene) -> None:
        self._stage = stage
        self._scene = scene
        self._place = scene.places[0]
        self._id = scene.id(self._place) if scene.id else None
        self.path = path_of(stage, scene).replace("{id}", str(self._id))
        self.body: dict[str, Any] = orjson.loads(orjson.dumps(scene.body(self._place)))
        self.found: list[str] = []

    async def prepare(self) -> None:
        await self._stage.give([*self._scene.given(self._place)])
        self._version = await self._stage.version(self._id) if self._id else 1

    async def send(
        self, what: str, content: bytes, headers: Mapping[str, str], method: str = "POST", path: str = ""
    ) -> None:
        signed = {"If-Match": f'"{self._version}"', **headers} if self._id else headers
        async with self._stage.undone():
            before, begun = await self._journal(), monotonic()
            answer = await self._stage.ask(method, path or self.path, SECRETARIAT, signed, content)
            found = findings(answer, monotonic() - begun, keyed=MARK in what.partition(" = ")[0] or "{'" in what)
            if answer.status >= 400 and await self._journal() != before:
                found.append("changed something")
            found += [finding async for finding in self._unreadable(before)]
        self.found += [f"{self.path}: {what}: {finding}" for finding in found]

    async def _unreadable(self, before: int) -> AsyncIterator[str]:
        """What was taken must be an event to every consumer, make a document, and leave an aggregate that can be loaded."""
        rows = await self._stage.connection.fetch(
            "select event::text as said from journal order by position offset $1", before
        )
        for row in rows:
            try:
                event = CATALOG.decode(row["said"].encode())
                if event.kind in VIEWS:
                    VIEWS[event.kind].next(None, event)
                kind = next(line.kind for line in self._stage.service.commands if line.kind.name == event.kind)
                await Work(self._stage.connection, CATALOG, CAUSE).load(kind, event.subject)
            except (ContractError, ValidationError, KeyError, TypeError, ValueError) as error:
                yield f"was taken, and nobody can read it: {error}"

    async def _journal(self) -> int:
        number: int = await self._stage.connection.fetchval("select count(*) from journal")
        return number


@pytest.mark.parametrize(("service", "scene"), CASES, ids=[f"{service}-{scene.row}" for service, scene in CASES])
async def test_bad_bodies_are_refused_and_repeated_nowhere(
    stages: dict[str, Stage], service: str, scene: Scene
) -> None:
    trial = Trial(stages[service], scene)
    async with stages[service].undone():
        await trial.prepare()
        for what, content in mutations(trial.body, NUMBER, f"{service} {scene.row}"):
            await trial.send(what, content, {})
    assert not trial.found, "\n".join(trial.found)


@pytest.mark.parametrize("service", SERVICES)
async def test_bad_requests_are_refused_whatever_is_wrong_with_them(stages: dict[str, Stage], service: str) -> None:
    scene = next(scene for name, scene in CASES if name == service and scene.id)
    trial = Trial(stages[service], scene)
    good = orjson.dumps(trial.body)
    async with stages[service].undone():
        await trial.prepare()
        for what, content in BODIES.items():
            await trial.send(what, content, {})
        for headers in HEADERS:
            await trial.send(f"header {headers}"[:80], good, _latin(headers))
        for method in METHODS:
            await trial.send(f"method {method}", good, {}, method)
        for path in PATHS:
            await trial.send(f"path {path}"[:80], good, {}, path=trial.path.partition("/")[0] + path)
    assert not trial.found, "\n".join(trial.found)


async def test_bad_parameters_of_operators_are_refused(stages: dict[str, Stage]) -> None:
    found: list[str] = []
    for method, path in (
        ("GET", f"dead-letters?settled={MARK}"),
        ("POST", f"dead-letters/1/redrive?dry_run={MARK}"),
        ("GET", f"dead-letters/{MARK}"),
        ("GET", "dead-letters/" + "9" * 5_000),
        ("POST", "dead-letters/1/discard"),
    ):
        begun = monotonic()
        answer = await stages["network"].ask(
            method, f"internal/{path}", SECRETARIAT, {}, f'{{"why": "{MARK}"}}'.encode()
        )
        assert answer.status in {404, 422}
        found += [f"{path[:40]}: {one}" for one in findings(answer, monotonic() - begun)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("host", HOSTS, ids=range(len(HOSTS)))
async def test_another_host_is_misdirected(stages: dict[str, Stage], service: str, host: str) -> None:
    answer = await stages[service].ask("POST", "states", SECRETARIAT, {"Host": _latin({"": host})[""]}, b"{}")
    assert answer.status == 421
    assert "evil" not in answer.told


def _latin(headers: Mapping[str, str]) -> dict[str, Any]:
    """Header values as bytes, since a caller may send any."""
    return {name: value.encode("latin-1") for name, value in headers.items()}
