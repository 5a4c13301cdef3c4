"""A person settles what was set aside: by one command, in order, once, and what was given up stays given up."""

from uuid import UUID

import pytest

from shared.contracts.catalog import Catalog
from shared.errors import Conflict, NotFound
from shared.store.database import Database
from tests.component.consumer.ear import BY, ONE, SLOT, TWO, Ear, Log, fact, moved
from tests.component.consumer.test_failures import breaking
from tests.support.feed import Feed


async def _one_dead_two_behind(ear: Ear, feed: Feed, log: Log) -> int:
    """Sequence 2 of ONE is dead, 3 and 4 wait; its number."""
    ear.broken = breaking(ValueError(), at=(ONE, 2))
    await ear.hear(*log.send(*(fact(feed, ONE) for _ in range(4))))
    assert (await ear.dead(), await ear.parked()) == ([("handler", 2)], [(3, "behind"), (4, "behind")])
    (letter,) = await ear.letters.all()
    assert letter["waiting"] == 2
    return int(letter["id"])


async def test_redriving_replays_it_and_what_waits_behind_it_in_order(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    ear.broken = lambda _: None
    assert await ear.letters.redrive(id, BY) == {"id": id, "outcome": "redriven"}
    assert await ear.effects() == [(ONE, number) for number in (1, 2, 3, 4)]
    assert (await ear.dead(), await ear.parked()) == ([], [])
    (letter,) = await ear.letters.all(settled=True)
    assert (letter["outcome"], letter["settled_by"]) == ("redriven", BY)
    assert await ear.letters.all() == []


async def test_one_that_fails_again_stays_and_tells_why(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    told = await ear.letters.redrive(id, BY)
    assert (told["outcome"], told["error"].split()[0]) == ("failed", "ValueError")
    assert (await ear.dead(), await ear.effects()) == ([("handler", 2)], [(ONE, 1)])
    assert (await ear.letters.one(id))["attempts"] == 2
    assert (await ear.position())["failures_in_row"] == 1  # a person's try is no failure of the release


async def test_a_dry_run_tells_what_would_happen_and_does_nothing(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    before = await ear.letters.one(id)
    assert (await ear.letters.redrive(id, BY, dry_run=True))["outcome"] == "would-fail"
    ear.broken = lambda _: None
    assert await ear.letters.redrive(id, BY, dry_run=True) == {"id": id, "outcome": "would-succeed"}
    assert await ear.letters.one(id) == before
    assert (await ear.effects(), await ear.parked()) == ([(ONE, 1)], [(3, "behind"), (4, "behind")])


async def test_discarding_goes_on_without_it(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    assert await ear.letters.discard(id, BY, "not-ours") == {"id": id, "outcome": "discarded"}
    assert await ear.effects() == [(ONE, number) for number in (1, 3, 4)]
    (skipped,) = await ear.rows("skipped", "sequence")
    assert (skipped["sequence"], skipped["why"], skipped["by"]) == (2, "not-ours", BY)


async def test_a_dry_run_of_discarding_does_nothing(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    before = await ear.letters.one(id)
    assert before["waiting"] == 2
    assert await ear.letters.discard(id, BY, "not-ours", dry_run=True) == {"id": id, "outcome": "would-succeed"}
    assert await ear.letters.one(id) == before
    assert (await ear.rows("skipped", "sequence"), await ear.effects()) == ([], [(ONE, 1)])


async def test_a_correction_of_what_was_discarded_is_skipped_too(ear: Ear) -> None:
    feed, log = Feed(), Log()
    id = await _one_dead_two_behind(ear, feed, log)
    waiting = fact(feed, ONE, corrects=2)
    await ear.hear(*log.send(waiting))
    await ear.letters.discard(id, BY, "not-ours")
    await ear.hear(*log.send(fact(feed, ONE, corrects=2), fact(feed, ONE, corrects=1)))
    assert await ear.effects() == [(ONE, number) for number in (1, 3, 4, 7)]
    assert [row["sequence"] for row in await ear.rows("inbox", "id")] == [7]


async def test_one_that_is_settled_is_not_settled_again(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    await ear.letters.discard(id, BY, "not-ours")
    for again in (
        ear.letters.redrive(id, BY),
        ear.letters.discard(id, BY, "x"),
        ear.letters.redrive(id, BY, dry_run=True),
    ):
        with pytest.raises(Conflict):
            await again
    with pytest.raises(NotFound):
        await ear.letters.redrive(id + 1, BY)


async def test_bytes_that_name_no_event_can_be_discarded_but_not_redriven(ear: Ear) -> None:
    await ear.hear(*Log().send_spoilt(fact(Feed(), ONE), b"?", subject=b"?"))
    (letter,) = await ear.letters.all()
    assert (await ear.letters.redrive(letter["id"], BY))["outcome"] == "failed"
    assert (await ear.letters.discard(letter["id"], BY, "garbage"))["outcome"] == "discarded"
    assert (await ear.rows("skipped", "sequence"), await ear.rows("inbox", "id")) == ([], [])


async def test_a_killer_that_came_too_early_waits_for_its_turn_when_redriven(ear: Ear) -> None:
    """It was set aside unread, so nobody knew that the one before it was missing."""
    feed, log = Feed(), Log()
    one, two, three = fact(feed, ONE), fact(feed, ONE), fact(feed, ONE)
    await ear.hear(*log.send(one))
    (early,) = log.send(three)
    for _ in range(4):
        await ear.inboxes.mark(SLOT, early.offset)
    await ear.hear(early)
    await ear.hear(*log.send(two))
    assert (await ear.dead(), await ear.parked()) == ([("crash", 3)], [(2, "behind")])
    (letter,) = await ear.letters.all()
    assert (await ear.letters.redrive(letter["id"], BY))["outcome"] == "redriven"
    assert await ear.effects() == [(ONE, 1), (ONE, 2), (ONE, 3)]
    assert (await ear.dead(), await ear.parked()) == ([], [])


async def test_one_that_waits_without_a_reason_goes_on_with_the_next_record(ear: Ear) -> None:
    """A process that died between a redrive and the records behind it leaves them so."""
    feed, log = Feed(), Log()
    id = await _one_dead_two_behind(ear, feed, log)
    async with ear.database.transaction() as connection:
        await connection.execute("update inbox set sequence = 2")
        await connection.execute("update dead_letters set outcome = 'redriven' where id = $1", id)
    ear.broken = lambda _: None
    await ear.hear(*log.send(fact(feed, ONE)))
    assert await ear.effects() == [(ONE, number) for number in (1, 3, 4, 5)]
    assert await ear.parked() == []


async def test_the_same_event_sent_again_meanwhile_waits_and_is_then_a_repeat(ear: Ear) -> None:
    feed, log = Feed(), Log()
    id = await _one_dead_two_behind(ear, feed, log)
    await ear.hear(*[moved(record, record.offset + 4) for record in log.records])
    ear.broken = lambda _: None
    await ear.letters.redrive(id, BY)
    assert await ear.effects() == [(ONE, number) for number in (1, 2, 3, 4)]
    assert await ear.parked() == []


async def test_another_record_at_the_same_offset_of_a_topic_made_again_is_kept_whole(ear: Ear) -> None:
    feed, log = Feed(), Log()
    await _one_dead_two_behind(ear, feed, log)
    async with ear.database.transaction() as connection:  # what `lemkin replay --recreated` does to the position
        await connection.execute("update positions set next = 1, suspect_offset = -1")
    ear.broken = breaking(ValueError(), at=(TWO, 1))
    other = moved(Log().send(fact(feed, TWO))[0], 1)
    await ear.hear(other)
    (letter,) = [row for row in await ear.rows("dead_letters", "id") if not row["outcome"]]
    assert (letter["aggregate"], letter["sequence"], letter["value"]) == (TWO, 1, other.value)
    ear.broken = lambda _: None
    await ear.letters.redrive(letter["id"], BY)
    assert (TWO, 1) in await ear.effects()


async def test_a_letter_of_a_newer_release_can_be_redriven_when_it_is_known(database: Database) -> None:
    old = Ear(database, catalog=Catalog([]))
    await old.start()
    feed, log = Feed(), Log()
    (early,) = log.send(fact(feed, ONE))
    for _ in range(4):
        await old.inboxes.mark(SLOT, 0)
    await old.hear(early)
    (letter,) = await old.letters.all()
    assert (await old.letters.redrive(letter["id"], BY))["outcome"] == "failed"
    new = Ear(database)
    assert (await new.letters.redrive(letter["id"], BY))["outcome"] == "redriven"
    assert await new.effects() == [(ONE, 1)]


async def test_only_the_letters_of_this_consumer_are_seen(ear: Ear) -> None:
    id = await _one_dead_two_behind(ear, Feed(), Log())
    async with ear.database.transaction() as connection:
        await connection.execute("update dead_letters set consumer = 'other'")
    assert await ear.letters.all() == []
    with pytest.raises(NotFound):
        await ear.letters.discard(id, UUID(int=5), "x")


async def test_what_was_discarded_stays_so_when_all_is_read_again(ear: Ear) -> None:
    feed, log = Feed(), Log()
    await ear.letters.discard(await _one_dead_two_behind(ear, feed, log), BY, "not-ours")
    ear.broken = lambda _: None
    async with ear.database.transaction() as connection:  # what a rebuild of the gateway's views does
        await connection.execute("delete from inbox")
        await connection.execute("update positions set next = 0")
        await connection.execute("delete from effects")
    await ear.hear(*log.records)
    assert await ear.effects() == [(ONE, number) for number in (1, 3, 4)]


async def test_a_killer_that_came_too_early_is_passed_in_its_turn_when_discarded(ear: Ear) -> None:
    feed, log = Feed(), Log()
    one, two, three, four = (fact(feed, ONE) for _ in range(4))
    (early,) = log.send(three)
    for _ in range(4):
        await ear.inboxes.mark(SLOT, early.offset)
    await ear.hear(early)
    (letter,) = await ear.letters.all()
    await ear.letters.discard(letter["id"], BY, "killer")
    await ear.hear(*log.send(four, one, two))
    assert await ear.effects() == [(ONE, 1), (ONE, 2), (ONE, 4)]
    assert (await ear.dead(), await ear.parked()) == ([], [])
