"""`verify` at the gateway: the stored rows are those that the heard facts make, and open ones never overlap."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import pytest

from deploy.embedded.databases import Server
from deploy.operations import snapshots as module
from deploy.operations.snapshots import SnapshotCheck
from services.gateway.application.views.table import VIEWS
from services.gateway.main import SERVICE
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.membership import MembershipActivated, MembershipSuspended
from shared.contracts.published import CATALOG
from shared.store.database import Database, migrate
from tests.component.operations.things import run
from tests.support.feed import Feed
from tests.support.platform import service_database

ONE, TWO, PAIR = UUID(int=1), UUID(int=2), {"network": UUID(int=90), "state": "ARG"}


OVERLAP = (
    "insert into snapshots (kind, id, valid, known, sequence, document)"
    " select kind, id, '[2013-01-01,)', known, sequence, document from snapshots where id = $1 and upper_inf(known)"
)


@pytest.fixture(scope="session")
def empty_gateway(postgres: Server) -> Iterator[str]:
    """The name of a migrated database."""
    with service_database(postgres, "gateway") as made:
        asyncio.run(migrate(made.migrator, made.migrator_password, SERVICE.migrations))
        yield made.name


@pytest.fixture
async def gateway(postgres: Server, empty_gateway: str) -> AsyncIterator[Database]:
    """Two memberships; of one, a fact was re-dated and another taken back."""
    with service_database(postgres, "gateway", empty_gateway) as made:
        async with Database(made.app, made.app_password) as database:
            feed = Feed()
            for id in (ONE, TWO):
                feed.say("membership", id, MembershipActivated(**PAIR), "2012-03-30")
                feed.say("membership", id, MembershipSuspended(**PAIR), "2015-01-01")
            feed.say("membership", ONE, MembershipActivated(**PAIR), "2012-03-29", corrects=1)
            feed.say(
                "membership", ONE, NetworkFactRetracted(fact="network.membership-suspended"), "2015-01-01", corrects=2
            )
            async with database.transaction() as connection:
                await SERVICE.handle(connection, feed.said)
            yield database


async def found(gateway: Database) -> list[tuple[UUID | None, str]]:
    return [(one.id, one.what) async for one in SnapshotCheck(gateway, CATALOG, VIEWS).verify()]


async def test_what_was_heard_is_shown(gateway: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    check = SnapshotCheck(gateway, CATALOG, VIEWS)
    assert [one async for one in check.verify()] == []
    assert check.count == 2
    monkeypatch.setattr(module, "BATCH", 1)
    check = SnapshotCheck(gateway, CATALOG, VIEWS)
    assert ([one async for one in check.verify()], check.count) == ([], 2)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            'update snapshots set document = document || \'{"status": "x"}\' where id = $1 and upper_inf(known)',
            ["snapshot"] * 2,
        ),
        ("delete from snapshots where id = $1 and not upper_inf(known)", ["snapshot"] * 5),
        (OVERLAP, ["overlap", "snapshot"]),
        ("update objects set scopes = '{secretariat,network:x}' where id = $1", ["scopes"]),
        ("delete from facts where id = $1 and sequence = 2", ["facts"]),
        ('update facts set event = event || \'{"type": "network.unheard-of"}\' where id = $1', ["unreadable"]),
    ],
)
async def test_each_change_by_hand_is_found(gateway: Database, sql: str, told: list[str]) -> None:
    await run(gateway, sql, ONE)
    assert await found(gateway) == [(ONE, what) for what in told]


async def test_a_row_that_stands_twice_is_found(gateway: Database) -> None:
    await run(
        gateway,
        "insert into snapshots (kind, id, valid, known, sequence, document)"
        " select kind, id, valid, known, sequence, document from snapshots where id = $1 and not upper_inf(known) limit 1",
        ONE,
    )
    assert await found(gateway) == [(ONE, "snapshot")]


async def test_a_discarded_fact_is_not_missed(gateway: Database) -> None:
    await run(gateway, "delete from facts where id = $1 and sequence = 2", TWO)
    await run(gateway, "insert into skipped values ('gateway', 'membership', $1, 2, 'not-ours', $1)", TWO)
    assert {what for _, what in await found(gateway)} == {
        "snapshot"
    }  # the rows still tell of it, but no fact is missed
    await run(gateway, "update skipped set sequence = 3")
    assert await found(gateway) == [(TWO, "facts")]
