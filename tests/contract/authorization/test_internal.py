"""sec-S1: what operators ask of a service, by every role; a dead letter that is there, and ids that name none."""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.databases import Server
from services.network.main import SERVICE
from shared import operations
from shared.kafka_admin import KafkaAbsent
from tests.contract.authorization.expectations import rows
from tests.contract.authorization.judge import alike, judge, outcome
from tests.contract.authorization.stage import Stage, stage
from tests.contract.authorization.world import CALLERS

ROWS = {row.operation: row for row in rows() if row.service == "internal"}
OPERATIONS = {
    "status": ("GET", "status", None),
    "dead-letters": ("GET", "dead-letters", None),
    "dead-letter": ("GET", "dead-letters/{id}", None),
    "redrive": ("POST", "dead-letters/{id}/redrive", None),
    "discard": ("POST", "dead-letters/{id}/discard", b'{"why": "not-ours"}'),
    "resume": ("POST", "resume", None),
}
ABSENT = ("999999999", "seven", "-1")


def _absent(*_: object, **__: object) -> None:
    raise KafkaAbsent


@pytest.fixture
async def network(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The service, without a broker."""
    monkeypatch.setattr(operations, "log_bounds", _absent)
    async with stage(SERVICE, postgres) as staged:
        yield staged


async def test_each_role_may_what_is_written_down(network: Stage) -> None:
    assert set(OPERATIONS) == set(ROWS)
    findings: list[str] = []
    for name in OPERATIONS:
        for role in CALLERS:
            findings += await _findings(network, name, role)
        findings += judge("internal", f"{name} anonymous", await _outcome(network, name, None, "1"), "not signed in")
    assert not findings, "\n".join(findings)


async def _findings(network: Stage, name: str, role: str) -> list[str]:
    method, path, body = OPERATIONS[name]
    expected = ROWS[name].outcomes[role]["none"]
    async with network.undone():
        await network.connection.execute(_POSITION, SERVICE.name)
        letter = str(await network.connection.fetchval(_LETTER, SERVICE.name))
        findings = judge("internal", f"{name} {role}", await _outcome(network, name, role, letter), expected)
        refused = []
        for id in ABSENT if "{id}" in path else ():
            answer = await network.ask(method, f"internal/{path.format(id=id)}", CALLERS[role], {}, body)
            unknown = "forbidden" if expected == "forbidden" else "not-found"
            findings += judge("internal", f"{name} {role} {id}", outcome(answer), unknown)
            refused.append(answer)
        return findings + alike(f"{name} {role}", refused)


async def _outcome(network: Stage, name: str, role: str | None, letter: str) -> str:
    method, path, body = OPERATIONS[name]
    caller = CALLERS[role] if role else None
    async with network.undone():
        answer = await network.ask(method, f"internal/{path.format(id=letter)}", caller, {}, body)
    return outcome(answer)


_POSITION = """
    insert into positions (consumer, topic, partition, next, cluster_id, topic_id)
    values ($1, 'network.events', 0, 8, 'cluster', 'topic')
"""
_LETTER = """
    insert into dead_letters (consumer, topic, partition, "offset", key, value, headers, reason, error, attempts)
    values ($1, 'network.events', 0, 7, 'k', 'v', '[]', 'poison', 'ValueError at somewhere', 1) returning id
"""
