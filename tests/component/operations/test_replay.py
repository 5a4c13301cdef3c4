"""`replay`: the journal goes out again in order, without flooding the outbox; consumers do nothing twice."""

from uuid import UUID

import pytest

from deploy.embedded.failures import StartFailure
from deploy.operations import replay as module
from deploy.operations.replay import begin_again, replay
from shared.records import Stop
from shared.store.database import Database
from tests.component.consumer.conftest import database, template
from tests.component.consumer.ear import BY, NAME, ONE, SLOT, TWO, Ear, Log, fact
from tests.component.consumer.test_failures import breaking
from tests.component.operations.things import named, run, table
from tests.support.feed import Feed

__all__ = ["database", "template"]


@pytest.fixture
async def sent(store: Database) -> Database:
    """Five events, all of them sent."""
    await named(store, UUID(int=1), "a", "b", "c")
    await named(store, UUID(int=2), "d", "e")
    await run(store, "delete from outbox")
    return store


async def test_everything_is_queued_in_order(sent: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    assert [done async for done in replay(sent)] == [2, 4, 5]
    journal = [row["position"] for row in await table(sent, "journal", "position")]
    assert [row["position"] for row in await table(sent, "outbox", "position")] == journal
    assert [done async for done in replay(sent)] == [2, 4, 5]  # again: what waits already stays once
    assert len(await table(sent, "outbox", "position")) == 5


async def test_from_a_position_on(sent: Database) -> None:
    assert [done async for done in replay(sent, since=4)] == [2]
    assert [row["position"] for row in await table(sent, "outbox", "position")] == [4, 5]


async def test_it_waits_for_room_and_gives_up_when_nothing_is_sent(
    sent: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(module, "ROOM", 2)
    queued: list[int] = []

    async def send_the_first() -> None:
        async for done in replay(sent, patience=0.3):
            queued.append(done)
            if len(queued) == 1:
                await run(sent, "delete from outbox")  # a relay

    with pytest.raises(StartFailure) as stopped:
        await send_the_first()
    assert (queued, stopped.value.code) == ([2, 4], 75)
    assert "--from 5" in stopped.value.advice


async def test_a_topic_that_was_made_again_is_read_from_its_start_and_nothing_is_done_twice(database: Database) -> None:
    ear, feed, old = Ear(database), Feed(), Log()
    await ear.start()
    ear.broken = breaking(ValueError(), at=(TWO, 1))
    events = [fact(feed, ONE), fact(feed, TWO), fact(feed, TWO), fact(feed, ONE)]
    await ear.hear(*old.send(*events))
    await ear.hear(*old.send_spoilt(fact(Feed(), ONE), b"?", subject=b"?"))
    heir = Ear(database, cluster="cluster-2", topics={SLOT.topic: "topic-2"})
    with pytest.raises(Stop):
        await heir.start()
    assert await begin_again(database, NAME, SLOT.topic, "cluster-2", "topic-2") == 1
    assert await heir.start() == 0
    new = Log()
    new.send(*(events[number] for number in (1, 2, 0, 3)))
    await heir.hear(*new.records)
    assert await heir.effects() == [(ONE, 1), (ONE, 2), (TWO, 1), (TWO, 2)]
    assert (await heir.dead(), await heir.parked()) == ([("poison", None)], [])
    (letter,) = await heir.letters.all()
    await heir.letters.discard(letter["id"], BY, "garbage")


async def test_other_consumers_and_topics_are_left_alone(database: Database) -> None:
    ear = Ear(database)
    await ear.start()
    await ear.hear(*Log().send(fact(Feed(), ONE)))
    assert await begin_again(database, "other", SLOT.topic, "cluster-2", "topic-2") == 0
    assert await begin_again(database, NAME, "enrollment.events", "cluster-2", "topic-2") == 0
    assert await ear.start() == 1
