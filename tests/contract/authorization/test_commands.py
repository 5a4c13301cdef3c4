"""sec-S1: every command and correction of every service, by every role, on objects at every place and on ids that name none."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from deploy.embedded.databases import Server
from services.enrollment.main import SERVICE as ENROLLMENT
from services.gateway.main import SERVICE as GATEWAY
from services.network.main import SERVICE as NETWORK
from services.notifications.main import SERVICE as NOTIFICATIONS
from tests.contract.authorization import (
    cooperation_scenes,
    enrollment_scenes,
    gateway_scenes,
    hearsay,
    initiative_scenes,
    network_scenes,
    notifications_scenes,
)
from tests.contract.authorization.expectations import Row, rows
from tests.contract.authorization.judge import alike, judge, leaks, outcome
from tests.contract.authorization.stage import Answer, Stage, stage
from tests.contract.authorization.world import CALLERS, FOREIGN, OWN, Place, Scene

SERVICES = {service.name: service for service in (ENROLLMENT, GATEWAY, NETWORK, NOTIFICATIONS)}
SCENES = {
    "network": (*network_scenes.SCENES, *initiative_scenes.SCENES, *cooperation_scenes.SCENES),
    "enrollment": enrollment_scenes.SCENES,
    "gateway": gateway_scenes.SCENES,
    "notifications": notifications_scenes.SCENES,
}
ROWS = {(row.service, row.operation): row for row in rows()}
CASES = [(service, scene) for service, scenes in SCENES.items() for scene in scenes]
ABSENT = ("0f000000-0000-7000-8000-00000000000f", "seven", "0f000000-0000-7000-8000-00000000000f%00")
"""Ids that name nothing: a random one, and two that are none."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stages(postgres: Server) -> AsyncIterator[dict[str, Stage]]:
    """The services, with what each heard of the others."""
    async with AsyncExitStack() as stack:
        open = {name: await stack.enter_async_context(stage(service, postgres)) for name, service in SERVICES.items()}
        await open["enrollment"].hear(hearsay.states().said)
        await open["network"].hear(hearsay.people().said)
        yield open


@pytest.mark.parametrize(("service", "scene"), CASES, ids=[f"{service}-{scene.row}" for service, scene in CASES])
async def test_each_role_gets_what_is_written_down(stages: dict[str, Stage], service: str, scene: Scene) -> None:
    findings = await Trial(stages[service], scene, ROWS[service, scene.row]).findings()
    assert not findings, "\n".join(findings)


class Trial:
    """One operation before all callers."""

    def __init__(self, stage: Stage, scene: Scene, row: Row) -> None:
        self._stage = stage
        self._scene = scene
        self._row = row
        self._path, self._edit = path_of(stage, scene), needs_version(stage, scene)

    async def findings(self) -> list[str]:
        assert self._row.places == tuple(place.name for place in self._scene.places)
        async with self._stage.undone():
            await self._stage.give([given for place in self._scene.places for given in self._scene.given(place)])
            found = [finding for role in CALLERS for finding in await self._of(role)]
            return found + await self._of_nobody()

    async def _of(self, role: str) -> list[str]:
        findings, refused = [], []
        for place in self._scene.places:
            cell, expected = f"{self._row.operation} {role} {place.name}", self._row.outcomes[role][place.name]
            answer = await self._call(role, place)
            findings += judge("commands", cell, outcome(answer), expected)
            if role != "secretariat":
                findings += [f"{cell}: told {mark}" for mark in leaks(answer, self._foreign_ids(role))]
            if expected == "not-found" or self._row.never(role):
                refused.append(answer)
        if self._scene.id is not None:
            expected = "forbidden" if self._row.never(role) else "not-found"
            for id in ABSENT:
                answer = await self._call(role, OWN, id)
                findings += judge("commands", f"{self._row.operation} {role} {id}", outcome(answer), expected)
                refused.append(answer)
        return findings + alike(f"{self._row.operation} {role}", refused)

    async def _of_nobody(self) -> list[str]:
        answers = [await self._call(None, place) for place in self._scene.places]
        cell = f"{self._row.operation} anonymous"
        return [
            *(finding for answer in answers for finding in judge("commands", cell, outcome(answer), "not signed in")),
            *alike(cell, answers),
        ]

    async def _call(self, role: str | None, place: Place, id: str | None = None) -> Answer:
        own = self._scene.id(place) if self._scene.id else None
        version = await self._stage.version(own) if own and self._edit else None
        path = self._path.replace("{id}", id or str(own))
        async with self._stage.undone():
            return await self._stage.post(path, self._scene.body(place), CALLERS[role] if role else None, version)

    def _foreign_ids(self, role: str) -> list[str]:
        scene, outcomes = self._scene, self._row.outcomes[role]
        foreign = [place for place in scene.places if place in FOREIGN and outcomes[place.name] != "allowed"]
        return [str(scene.id(place)) for place in foreign] if scene.id else []


def path_of(stage: Stage, scene: Scene) -> str:
    """Where the operation is posted."""
    if scene.fact is not None:
        words = re.findall("[A-Z][a-z]+", scene.operation.removeprefix("Correct"))
        return f"{'-'.join(words).lower()}/{{id}}/correct"
    return next(line.path for line in stage.service.commands if line.operation == scene.operation)


def needs_version(stage: Stage, scene: Scene) -> bool:
    """Whether the version seen must be named."""
    return scene.fact is not None or any(
        line.edit for line in stage.service.commands if line.operation == scene.operation
    )
