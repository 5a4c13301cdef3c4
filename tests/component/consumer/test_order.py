"""Each event once, in the order of its aggregate, from exactly where we stood: repeats, gaps, holes, fencing, the wrong log."""

import asyncio
from contextlib import suppress

import pytest

from shared.contracts.catalog import Catalog
from shared.contracts.network.membership import MembershipSuspended
from shared.contracts.published import CATALOG
from shared.records import SeekBack, Stop
from shared.store.database import Database
from tests.component.consumer.ear import ONE, SLOT, THREE, TWO, Ear, Log, fact, moved
from tests.support.feed import Feed


async def test_a_chunk_is_done_in_order_and_the_position_stands_after_it(ear: Ear) -> None:
    feed, log = Feed(), Log()
    await ear.hear(*log.send(fact(feed, ONE), fact(feed, TWO), fact(feed, ONE)))
    assert await ear.effects() == [(ONE, 1), (TWO, 1), (ONE, 2)]
    assert (await ear.position())["next"] == 3
    assert {(row["id"], row["sequence"]) for row in await ear.rows("inbox", "id")} == {(ONE, 2), (TWO, 1)}
    assert await ear.start() == 3


async def test_the_same_chunk_again_changes_nothing(ear: Ear) -> None:
    feed, log = Feed(), Log()
    chunk = log.send(fact(feed, ONE), fact(feed, ONE))
    await ear.hear(*chunk)
    await ear.hear(*chunk)
    assert await ear.effects() == [(ONE, 1), (ONE, 2)]


async def test_of_a_chunk_that_begins_below_the_position_only_the_rest_is_done(ear: Ear) -> None:
    feed, log = Feed(), Log()
    first, second = log.send(fact(feed, ONE), fact(feed, ONE))
    await ear.hear(first)
    await ear.hear(first, second)
    assert await ear.effects() == [(ONE, 1), (ONE, 2)]
    assert (await ear.position())["next"] == 2


async def test_an_event_sent_twice_is_a_repeat_however_late_it_comes(ear: Ear) -> None:
    feed, log = Feed(), Log()
    first, second = log.send(fact(feed, ONE), fact(feed, ONE))
    await ear.hear(first, second)
    await ear.hear(moved(first, 2), moved(second, 3))
    await ear.hear(moved(first, 4))
    assert await ear.effects() == [(ONE, 1), (ONE, 2)]
    assert (await ear.position())["next"] == 5
    assert await ear.parked() == []


async def test_an_event_that_comes_too_early_waits_for_the_one_before_it(ear: Ear) -> None:
    feed, log = Feed(), Log()
    one, two, three = fact(feed, ONE), fact(feed, ONE), fact(feed, ONE)
    await ear.hear(*log.send(one, three))
    assert await ear.parked() == [(3, "gap")]
    await ear.hear(*log.send(fact(feed, TWO)))
    assert await ear.effects() == [(ONE, 1), (TWO, 1)]
    await ear.hear(*log.send(two))
    assert await ear.effects() == [(ONE, 1), (TWO, 1), (ONE, 2), (ONE, 3)]
    assert await ear.parked() == []


async def test_within_one_chunk_too(ear: Ear) -> None:
    feed, log = Feed(), Log()
    one, two, three = fact(feed, ONE), fact(feed, ONE), fact(feed, ONE)
    await ear.hear(*log.send(three, one, two))
    assert await ear.effects() == [(ONE, 1), (ONE, 2), (ONE, 3)]
    assert await ear.parked() == []


async def test_events_that_nobody_wants_move_the_inbox_unread(database: Database) -> None:
    ear = Ear(database, handles=frozenset({"network.state-invited"}))
    await ear.start()
    feed, log = Feed(), Log()
    await ear.hear(*log.send_spoilt(fact(feed, ONE), b"not even an event"))
    assert (await ear.effects(), await ear.dead()) == ([], [])
    assert [row["sequence"] for row in await ear.rows("inbox", "id")] == [1]


async def test_an_event_of_a_newer_release_waits_for_it_and_holds_its_successors_back(database: Database) -> None:
    old = Ear(database, catalog=Catalog([]))
    await old.start()
    feed, log = Feed(), Log()
    await old.hear(*log.send(fact(feed, ONE), fact(feed, ONE)))
    assert await old.parked() == [(1, "unknown"), (2, "gap")]
    assert (await old.position())["next"] == 2
    assert (await old.dead(), (await old.position())["failures_in_row"]) == ([], 0)
    new = Ear(database)
    assert await new.start() == 2
    assert await new.effects() == [(ONE, 1), (ONE, 2)]
    assert await new.parked() == []


async def test_so_does_one_of_a_newer_version_even_when_its_type_is_not_wanted(database: Database) -> None:
    ear = Ear(database, handles=frozenset())
    await ear.start()
    feed, log = Feed(), Log()
    await ear.hear(*log.send_spoilt(fact(feed, ONE), b"{}", dataschemaversion=b"2"))
    assert await ear.parked() == [(1, "unknown")]
    assert CATALOG.events["network.membership-suspended"] is MembershipSuspended


async def test_a_chunk_above_the_position_is_not_applied_and_we_seek_back(ear: Ear) -> None:
    feed, log = Feed(), Log()
    first, second, third = log.send(fact(feed, ONE), fact(feed, ONE), fact(feed, ONE))
    with pytest.raises(SeekBack) as back:
        await ear.hear(second, third)
    assert back.value.offset == 0
    await ear.hear(first, second)
    with pytest.raises(SeekBack):  # a new hole, not the second time at the old one
        await ear.hear(moved(third, 7))
    await ear.hear(third)
    assert await ear.effects() == [(ONE, 1), (ONE, 2), (ONE, 3)]


async def test_the_second_time_at_the_same_place_it_is_a_hole_in_the_log(ear: Ear) -> None:
    feed, log = Feed(), Log()
    _, second = log.send(fact(feed, ONE), fact(feed, ONE))
    with pytest.raises(SeekBack):
        await ear.hear(second)
    with pytest.raises(Stop) as stop:
        await ear.hear(second)
    assert stop.value.code == 76
    assert await ear.effects() == []


async def test_two_owners_of_a_partition_do_everything_once(database: Database, ear: Ear) -> None:
    feed, log = Feed(), Log()
    chunk = log.send(fact(feed, ONE), fact(feed, TWO))
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        inside.set()
        await go_on.wait()

    ear.broken = lambda _: hold()
    heir = Ear(database)
    async with asyncio.TaskGroup() as group:
        group.create_task(ear.hear(*chunk))
        await inside.wait()
        second = group.create_task(heir.hear(*chunk, *log.send(fact(feed, THREE))))
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(second), 0.3)
        assert heir.tried == []  # it stands at the position row
        go_on.set()
    assert await ear.effects() == [(ONE, 1), (TWO, 1), (THREE, 1)]
    assert heir.tried == [1]


async def test_a_former_owner_that_wakes_up_late_changes_nothing(database: Database, ear: Ear) -> None:
    feed, log = Feed(), Log()
    chunk = log.send(fact(feed, ONE), fact(feed, ONE))
    heir = Ear(database)
    await heir.start()
    await heir.hear(*chunk)
    await ear.hear(*chunk)
    assert await ear.effects() == [(ONE, 1), (ONE, 2)]
    assert ear.tried == []


@pytest.mark.parametrize("wrong", [{"cluster": "cluster-2"}, {"topics": {SLOT.topic: "topic-2"}}])
async def test_another_log_than_the_one_we_read_is_not_read(
    database: Database, ear: Ear, wrong: dict[str, str]
) -> None:
    feed, log = Feed(), Log()
    await ear.hear(*log.send(fact(feed, ONE)))
    with pytest.raises(Stop) as stop:
        await Ear(database, **wrong).start()  # type: ignore[arg-type]
    assert stop.value.code == 78
    assert "--recreated" in stop.value.why
    assert await ear.start() == 1


async def test_a_log_that_begins_after_our_position_is_not_read(ear: Ear) -> None:
    with pytest.raises(Stop) as stop:
        await ear.start(log_start=5)
    assert stop.value.code == 78


async def test_a_position_row_that_vanishes_under_us_stops_us(ear: Ear) -> None:
    async with ear.database.transaction() as connection:
        await connection.execute("delete from positions")
    with pytest.raises(Stop) as stop:
        await ear.hear(*Log().send(fact(Feed(), ONE)))
    assert stop.value.code == 76
