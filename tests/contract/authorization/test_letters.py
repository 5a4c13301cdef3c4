"""sec-S1 at the public face: dead letters of every service, for operator and secretariat; ids that name none are told alike."""

from collections.abc import AsyncIterator

import httpx
import pytest

from services.gateway.main import SERVICE
from shared.store.database import Database
from tests.component.gateway.public import Public, Tokens, opened
from tests.contract.authorization.expectations import rows
from tests.contract.authorization.judge import alike, judge, outcome
from tests.contract.authorization.test_reads import seen
from tests.contract.authorization.world import CALLERS
from tests.support.platform import ServiceDatabase

OPERATIONS = {
    "dead-letters": ("GET", "dead-letters", None),
    "dead-letter": ("GET", "dead-letters/{service}/{id}", None),
    "redrive": ("POST", "dead-letters/{service}/{id}/redrive", None),
    "discard": ("POST", "dead-letters/{service}/{id}/discard", {"why": "not-ours"}),
}
ROWS = {row.operation: row for row in rows() if row.service == "reads" and row.operation in OPERATIONS}
ABSENT = ("gateway/999999999", "gateway/seven", "gateway/-1", "nobody/1", "gateway/9" + "9" * 30)


@pytest.fixture
async def public(heard: tuple[ServiceDatabase, Tokens]) -> AsyncIterator[tuple[Public, int]]:
    made, tokens = heard
    async with Database(made.app, made.app_password, size=3) as database, opened(database, tokens) as public:
        async with database.transaction() as connection:
            letter = await connection.fetchval(_LETTER, SERVICE.name)
        yield public, letter


@pytest.mark.parametrize("name", OPERATIONS)
async def test_each_role_may_what_is_written_down(public: tuple[Public, int], name: str) -> None:
    asked, letter = public
    findings: list[str] = []
    for role in sorted(CALLERS, key=lambda role: ROWS[name].outcomes[role]["own"] == "allowed"):
        expected = ROWS[name].outcomes[role]["own"]
        given = {"dry_run": "true"} if OPERATIONS[name][0] == "POST" else {}
        answer = seen(await _ask(asked, name, f"gateway/{letter}", role, given))
        findings += judge("letters", f"{name} {role}", outcome(answer), expected)
        refused = [seen(await _ask(asked, name, one, role)) for one in ABSENT if "{id}" in OPERATIONS[name][1]]
        unknown = "forbidden" if expected == "forbidden" else "not-found"
        findings += [
            finding for one in refused for finding in judge("letters", f"{name} {role}", outcome(one), unknown)
        ]
        findings += alike(f"{name} {role}", refused)
    nobody = seen(await _ask(asked, name, f"gateway/{letter}", None))
    findings += judge("letters", f"{name} anonymous", outcome(nobody), "not signed in")
    assert not findings, "\n".join(findings)


async def _ask(
    public: Public, name: str, one: str, role: str | None, given: dict[str, str] | None = None
) -> httpx.Response:
    method, path, body = OPERATIONS[name]
    place = path.replace("{service}/{id}", one)
    signed = {"Authorization": f"Bearer {public.tokens[role]}"} if role else {}
    return await public.client.request(method, f"/api/v1/{place}", headers=signed, params=given or {}, json=body)


_LETTER = """
    with placed as (insert into positions (consumer, topic, partition, next, cluster_id, topic_id)
        values ($1, 'network.events', 0, 8, 'cluster', 'topic') on conflict do nothing)
    insert into dead_letters (consumer, topic, partition, "offset", key, value, headers, reason, error, attempts)
    values ($1, 'network.events', 0, (select coalesce(max("offset"), 6) + 1 from dead_letters),
        'k', 'v', '[]', 'poison', 'ValueError at somewhere', 1) returning id
"""
