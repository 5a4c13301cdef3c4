"""Dead letters and a halted consumer, handled through the /internal routes as the command line does."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from deploy.embedded.databases import Server
from deploy.embedded.failures import StartFailure
from deploy.operations.internal import OPERATOR, Internal, internal
from deploy.operations.letters import as_fixture, from_fixture, parse
from shared import operations
from shared.access import Actor, Minter
from shared.contracts.event import Envelope
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.published import CATALOG
from shared.kafka_admin import KafkaAbsent
from shared.service import Service
from shared.settings import Settings
from shared.store.database import Database, migrate
from shared.store.inbox import StoredInboxes
from shared.worker import consumer_of
from tests.component.consumer.ear import CLUSTER, ONE, SLOT, TOPIC, TWO, Log, fact
from tests.support.feed import Feed
from tests.support.platform import service_database
from tests.support.signing import keys


@dataclass
class Desk:
    """A service whose handler can be broken, its store, and its operations."""

    service: Service
    database: Database
    operations: Internal
    done: list[int]
    broken: set[int]
    log: Log

    async def hear(self, events: Sequence[Envelope]) -> None:
        consumer = consumer_of(self.service, StoredInboxes(self.database, self.service.name, CLUSTER, TOPIC))
        await consumer.position(SLOT, 0)
        await consumer.deliver(SLOT, self.log.send(*events))


@pytest.fixture
async def desk(postgres: Server) -> AsyncIterator[Desk]:
    done: list[int] = []
    broken: set[int] = set()

    async def handle(connection: Any, events: Sequence[Envelope]) -> None:
        for event in events:
            if event.sequence in broken:
                raise ValueError("Maria")
            done.append(event.sequence)

    service = Service(
        name="network",
        catalog=CATALOG,
        commands=(),
        retraction=NetworkFactRetracted,
        hears=("network",),
        handle=handle,
        handles=None,
    )
    with service_database(postgres, "network") as made:
        await migrate(made.migrator, made.migrator_password)
        settings = Settings(
            database=made.app, database_password_file=made.app_password_file, kafka="127.0.0.1:1", keys=keys()
        )
        async with (
            Database(made.app, made.app_password) as database,
            internal(service, settings) as operations,
        ):
            yield Desk(service, database, operations, done, broken, Log())


async def test_the_whole_way_of_a_dead_letter(desk: Desk) -> None:
    feed = Feed()
    desk.broken.add(2)
    await desk.hear([fact(feed, ONE) for _ in range(3)])
    (letter,) = (await desk.operations.get("dead-letters"))["items"]
    assert (letter["reason"], letter["sequence"], letter["waiting"]) == ("handler", 2, 1)
    assert "value" not in letter
    path = f"dead-letters/{letter['id']}/redrive"
    assert (await desk.operations.post(path, dry_run="true"))["outcome"] == "would-fail"
    assert (await desk.operations.post(path))["outcome"] == "failed"
    desk.broken.clear()
    desk.done.clear()
    assert (await desk.operations.post(path, dry_run="true"))["outcome"] == "would-succeed"
    assert (await desk.operations.get("dead-letters"))["items"] != []
    assert (await desk.operations.post(path))["outcome"] == "redriven"
    assert desk.done == [2, 2, 3]  # the dry run is undone in the store
    assert (await desk.operations.get("dead-letters"))["items"] == []
    (settled,) = (await desk.operations.get("dead-letters", settled="true"))["items"]
    assert (settled["outcome"], settled["settled_by"]) == ("redriven", str(OPERATOR.id))


async def test_discarding_keeps_who_and_why(desk: Desk) -> None:
    feed = Feed()
    desk.broken.add(2)
    await desk.hear([fact(feed, ONE) for _ in range(3)])
    (letter,) = (await desk.operations.get("dead-letters"))["items"]
    path = f"dead-letters/{letter['id']}/discard"
    with pytest.raises(StartFailure, match="not valid"):
        await desk.operations.post(path, {"why": "Because I say so"})
    assert (await desk.operations.post(path, {"why": "not-ours"}))["outcome"] == "discarded"
    assert desk.done[-1] == 3
    async with desk.database.transaction() as connection:
        assert dict(await connection.fetchrow("select sequence, why, by from skipped")) == {  # type: ignore[arg-type]
            "sequence": 2,
            "why": "not-ours",
            "by": OPERATOR.id,
        }
    with pytest.raises(StartFailure, match="settled") as refused:
        await desk.operations.post(path, {"why": "not-ours"})
    assert refused.value.code == 1


async def test_a_dead_letter_becomes_a_fixture(desk: Desk) -> None:
    desk.broken.add(1)
    await desk.hear([fact(Feed(), ONE)])
    (letter,) = (await desk.operations.get("dead-letters"))["items"]
    whole = await desk.operations.get(f"dead-letters/{letter['id']}")
    record = from_fixture(as_fixture(whole))
    (sent,) = desk.log.records
    assert record == sent
    assert set(json.loads(as_fixture(whole))) == {"topic", "partition", "offset", "key", "value", "headers"}


def _absent(*_: object, **__: object) -> None:
    raise KafkaAbsent


async def test_status_tells_what_waits_and_resume_lets_it_go_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "log_bounds", _absent)  # the client leaks its socket when nobody answers
    feed = Feed()
    desk.broken.update(range(100))
    await desk.hear([fact(feed, ONE), fact(feed, TWO), fact(feed, ONE)])
    async with desk.database.transaction() as connection:
        await connection.execute(
            "insert into deadlines (kind, id, key, due, path, body, attempts, failed)"
            " values ('membership', $1, 'k', '2020-01-01', 'p', '{}', 5, 'not-possible')",
            ONE,
        )
    status = await desk.operations.get("status")
    assert (status["dead_letters"], status["parked"], status["failed_deadlines"]) == (2, 1, 1)
    (place,) = status["consumers"]
    assert place == {"topic": SLOT.topic, "partition": 3, "next": 3, "end": None, "failures_in_row": 2}
    assert await desk.operations.post("resume") == {"partitions": 1, "deadlines": 1}
    after = await desk.operations.get("status")
    assert (after["failed_deadlines"], after["consumers"][0]["failures_in_row"]) == (0, 0)


@pytest.mark.parametrize("id", ["7", "0", "x", "-1", "9" * 30])
async def test_an_unknown_letter_is_told_as_such(desk: Desk, id: str) -> None:
    with pytest.raises(StartFailure, match="no such dead letter"):
        await desk.operations.post(f"dead-letters/{id}/redrive")


@pytest.mark.parametrize("role", ["regional_admin", "focal_point", "reviewer", "auditor"])
async def test_only_operators_may(desk: Desk, role: str) -> None:
    client = desk.operations._client
    token = Minter("gateway", keys() / "gateway.key").token(
        Actor(OPERATOR.id, role, frozenset({"secretariat"})), "network", "operations"
    )
    for method, path in (
        ("GET", "status"),
        ("GET", "dead-letters"),
        ("POST", "dead-letters/1/redrive"),
        ("POST", "resume"),
    ):
        answer = await client.request(method, f"/internal/{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert (await client.request(method, f"/internal/{path}")).status_code == httpx.codes.UNAUTHORIZED


def test_letters_are_named_by_service_and_number() -> None:
    assert parse("network/12") == ("network", 12)
    with pytest.raises(StartFailure):
        parse("12")
