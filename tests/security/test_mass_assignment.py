"""sec-S14, I4: nobody sets by a body what the server decides: 422, and nothing changes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from deploy.embedded.databases import Server
from tests.contract.authorization import hearsay
from tests.contract.authorization.stage import Stage, stage
from tests.contract.authorization.test_commands import CASES, SERVICES, needs_version, path_of
from tests.contract.authorization.world import CALLERS, FOREIGN_STATE, NETWORK_B, Scene

OWNED: Mapping[str, Any] = {
    "id": str(UUID(int=77)),
    "actor": str(UUID(int=11)),
    "causation": str(UUID(int=11)),
    "claims": ["x"],
    "corrects": 1,
    "digest": "0" * 32,
    "entry": "record",
    "events": [],
    "fact": 1,
    "founding": True,
    "inferred": True,
    "judged_on": 1,
    "kind": "person",
    "latest": "2012-01-01",
    "milestones": [],
    "network": str(NETWORK_B),
    "provenance": {"synthetic": True},
    "public": True,
    "recorded": "2012-01-01T00:00:00Z",
    "role": "secretariat",
    "row": "a/b",
    "scopes": ["secretariat"],
    "sequence": 1,
    "stage": "endorsed",
    "state": FOREIGN_STATE,
    "status": "active",
    "subject": "person/1",
    "synthetic": True,
    "time": "2012-01-01T00:00:00Z",
    "type": "network.state-listed",
    "version": 99,
}
"""What the server decides, or what only some commands say."""
SAID: Mapping[str, frozenset[str]] = {
    "RegisterSource": frozenset({"id", "network", "state", "row", "synthetic", "inferred"}),
    "RegisterBody": frozenset({"id", "kind", "state", "row", "synthetic", "inferred"}),
    "ListState": frozenset({"row", "synthetic", "inferred"}),
    "RecordStatement": frozenset({"id", "row", "synthetic", "inferred"}),
    "DisputeFact": frozenset({"id", "fact", "network", "state"}),
    "RecordDispute": frozenset({"id", "fact", "network", "state", "row", "synthetic", "inferred"}),
    "ConceiveNetwork": frozenset({"id"}),
    "RecordNetwork": frozenset({"id", "row", "synthetic", "inferred"}),
    "HostNetwork": frozenset({"state"}),
    "InviteState": frozenset({"network", "state"}),
    "AdmitFoundingMember": frozenset({"network", "state"}),
    "RecordMembership": frozenset({"network", "state", "status", "founding", "row", "synthetic", "inferred"}),
    "DesignateFocalPoint": frozenset({"network", "state", "kind"}),
    "RecordSeat": frozenset({"network", "state", "kind", "row", "synthetic", "inferred"}),
    "AnnounceLeaving": frozenset({"kind"}),
    "StandDown": frozenset({"kind"}),
    "ProposeInitiative": frozenset({"id", "network", "state", "kind"}),
    "RecordInitiative": frozenset(
        {"id", "network", "state", "kind", "stage", "milestones", "row", "synthetic", "inferred"}
    ),
    "ScheduleMeeting": frozenset({"id", "network"}),
    "RecordMeeting": frozenset({"id", "network", "row", "synthetic", "inferred"}),
    "AddDelegation": frozenset({"state"}),
    "DraftAgreement": frozenset({"id", "network", "kind"}),
    "RecordAgreement": frozenset({"id", "network", "kind", "row", "synthetic", "inferred"}),
    "AnnounceMechanism": frozenset({"id", "network", "state"}),
    "RecordMechanism": frozenset({"id", "network", "state", "stage", "row", "synthetic", "inferred"}),
    "RegisterPerson": frozenset({"state"}),
    "RecordPerson": frozenset({"id", "state", "row", "synthetic", "inferred"}),
    "RecordPost": frozenset({"state"}),
    "DefineEdition": frozenset({"id", "network"}),
    "RecordEdition": frozenset({"id", "network", "row", "synthetic", "inferred"}),
    "PlanSeminar": frozenset({"id"}),
    "RecordSeminar": frozenset({"id", "row", "synthetic", "inferred"}),
    "FillSeat": frozenset({"role", "state"}),
    "RecordDelegation": frozenset({"state", "row", "synthetic", "inferred"}),
    "RecordParticipation": frozenset({"role", "state", "row", "synthetic", "inferred"}),
    "RecordGraduation": frozenset({"row", "synthetic", "inferred"}),
    "RecordHeadcount": frozenset({"role", "row", "synthetic", "inferred"}),
    "GrantAccess": frozenset({"id", "role"}),
}
"""What callers do say, by command: written by hand, so that a field that is added there is looked at here."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stages(postgres: Server) -> AsyncIterator[dict[str, Stage]]:
    async with AsyncExitStack() as stack:
        open = {name: await stack.enter_async_context(stage(service, postgres)) for name, service in SERVICES.items()}
        await open["enrollment"].hear(hearsay.states().said)
        await open["network"].hear(hearsay.people().said)
        yield open


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("service", "scene"), CASES, ids=[f"{service}-{scene.row}" for service, scene in CASES])
async def test_what_the_server_decides_is_refused_in_a_body(
    stages: dict[str, Stage], service: str, scene: Scene
) -> None:
    staged, place = stages[service], scene.places[0]
    id = scene.id(place) if scene.id else None
    path = path_of(staged, scene).replace("{id}", str(id))
    good: dict[str, Any] = orjson.loads(orjson.dumps(scene.body(place)))
    found = []
    async with staged.undone():
        await staged.give([*scene.given(place)])
        version = await staged.version(id) if id and needs_version(staged, scene) else None
        for role in ("secretariat", "regional_admin", "focal_point"):
            for name, value in OWNED.items():
                if name in SAID.get(scene.operation, frozenset()):
                    continue
                answer = await staged.post(path, {**good, name: value}, CALLERS[role], version)
                if answer.status not in {422, 403}:
                    found.append(f"{scene.row} as {role}: {name} is answered with {answer.status}")
        said = await staged.connection.fetchval("select count(*) from journal where recorded > now()")
        given = sum(
            len(given.events) for given in {(one.kind.name, one.id): one for one in scene.given(place)}.values()
        )
    assert not found, "\n".join(found)
    assert said == given


def test_nothing_is_excused_that_no_command_says() -> None:
    assert set(SAID) <= {scene.operation for _, scene in CASES}
    for service, scene in CASES:
        fields = _fields(service, scene.operation)
        excused = SAID.get(scene.operation, frozenset())
        assert excused <= fields, (scene.operation, excused - fields)


def _fields(service: str, operation: str) -> set[str]:
    lines = [line for line in SERVICES[service].commands if line.operation == operation]
    return set(lines[0].command.model_fields) if lines else set()


CHANGES = [(service, scene) for service, scene in CASES if scene.fact is not None]
WHOSE = {"network": NETWORK_B, "state": FOREIGN_STATE, "seminar": UUID(int=4), "person": UUID(int=4)}
OWN_TO_SAY = {"CorrectSources": {"state"}}
"""A source of the own network may be about any state: that is what it says, not whose it is."""


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("service", "scene"), CHANGES, ids=[f"{service}-{scene.row}" for service, scene in CHANGES])
async def test_a_correction_cannot_say_whose_an_object_is(stages: dict[str, Stage], service: str, scene: Scene) -> None:
    staged, place = stages[service], scene.places[0]
    assert scene.id is not None
    assert scene.fact is not None
    id, path = scene.id(place), path_of(staged, scene).replace("{id}", str(scene.id(place)))
    given = [one for one in scene.given(place) if one.id == id][-1]
    event = given.events[scene.fact - 1].model_dump(mode="json")
    found = []
    for name in WHOSE.keys() - OWN_TO_SAY.get(scene.operation, set()):
        if event.get(name) is None:
            continue
        change = {"fact": scene.fact, "content": {**event, name: str(WHOSE[name])}}
        wish = {**scene.body(place), "changes": [change]}
        async with staged.undone():
            await staged.give([*scene.given(place)])
            answer = await staged.post(path, wish, CALLERS["regional_admin"], await staged.version(id))
            stored = await staged.connection.fetchval(_LAST, given.kind.name, id)
        if answer.status < 400 and str(WHOSE[name]) in stored:
            found.append(f"{scene.row}: {name} may be changed: {answer.status}")
    assert not found, "\n".join(found)


_LAST = "select event::text from journal where kind = $1 and id = $2 order by sequence desc limit 1"
