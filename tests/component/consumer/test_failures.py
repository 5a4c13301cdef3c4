"""What cannot be handled is set aside, its aggregate waits, all others go on; a bad release or a killer is found."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared import consumer
from shared.contracts.event import Envelope
from shared.errors import RuleBroken, Unavailable
from shared.records import SeekBack, Stop
from shared.store.database import Database
from tests.component.consumer.ear import ONE, SLOT, TWO, Ear, Log, fact
from tests.support.feed import Feed


def breaking(
    error: BaseException, *, at: tuple[UUID, int] | None = None, times: int = 1_000
) -> Callable[[Envelope], Any]:
    """A handler that raises this for one event (default: any), so many times, after it has written its effect."""
    left = [times]

    def broken(event: Envelope) -> None:
        if left[0] and at in {None, (event.subject, event.sequence)}:
            left[0] -= 1
            raise error

    return broken


async def test_an_event_that_our_handler_cannot_take_is_set_aside_and_its_aggregate_waits(ear: Ear) -> None:
    feed, log = Feed(), Log()
    ear.broken = breaking(ValueError("Maria"), at=(ONE, 2))
    await ear.hear(*log.send(fact(feed, ONE), fact(feed, ONE), fact(feed, TWO), fact(feed, ONE)))
    assert await ear.effects() == [(ONE, 1), (TWO, 1)]
    assert (await ear.dead(), await ear.parked()) == ([("handler", 2)], [(3, "behind")])
    (letter,) = await ear.rows("dead_letters", "id")
    assert letter["error"].startswith("ValueError in ")
    assert "Maria" not in letter["error"]
    assert (letter["topic"], letter["partition"], letter["offset"], letter["attempts"]) == (SLOT.topic, 3, 1, 1)
    assert (letter["key"], letter["value"]) == (log.records[1].key, log.records[1].value)
    assert (await ear.position())["next"] == 4


async def test_a_refusal_by_the_domain_is_a_failure_too(ear: Ear) -> None:
    feed, log = Feed(), Log()
    ear.broken = breaking(RuleBroken("not-possible"), at=(ONE, 1))
    await ear.hear(*log.send(fact(feed, ONE)))
    (letter,) = await ear.rows("dead_letters", "id")
    assert (letter["reason"], letter["error"].split(" in ")[0]) == ("handler", "RuleBroken not-possible")


@pytest.mark.parametrize("value", [b"\xff\x00", b"{}", b"[1]", b"null", b"", None])
async def test_bytes_that_are_no_event_are_kept_as_they_came(ear: Ear, value: bytes | None) -> None:
    feed, log = Feed(), Log()
    await ear.hear(*log.send_spoilt(fact(feed, ONE), value), *log.send(fact(feed, ONE), fact(feed, TWO)))
    assert await ear.effects() == [(TWO, 1)]
    assert (await ear.dead(), await ear.parked()) == ([("poison", 1)], [(2, "behind")])
    (letter,) = await ear.rows("dead_letters", "id")
    assert letter["value"] == value
    assert (await ear.position())["failures_in_row"] == 0


@pytest.mark.parametrize(
    "about", [{"subject": b"membership/7"}, {"sequence": b"0"}, {"sequence": b"\xff"}, {"type": b"\xff"}]
)
async def test_headers_that_name_no_event_hold_nothing_up(ear: Ear, about: dict[str, bytes]) -> None:
    feed, log = Feed(), Log()
    await ear.hear(*log.send_spoilt(fact(feed, ONE), b"?", **about), *log.send(fact(feed, TWO)))
    assert (await ear.effects(), await ear.dead()) == ([(TWO, 1)], [("poison", None)])
    (letter,) = await ear.rows("dead_letters", "id")
    assert letter["headers"] == {name: value.hex() for name, value in log.records[0].headers.items()}


async def test_one_that_fails_while_its_successors_are_drained_holds_the_rest_back(ear: Ear) -> None:
    feed, log = Feed(), Log()
    one, two, three, four = (fact(feed, ONE) for _ in range(4))
    ear.broken = breaking(ValueError(), at=(ONE, 3))
    await ear.hear(*log.send(one, three, four))
    await ear.hear(*log.send(two))
    assert await ear.effects() == [(ONE, 1), (ONE, 2)]
    assert (await ear.dead(), await ear.parked()) == ([("handler", 3)], [(4, "gap")])


async def test_failures_in_a_row_are_counted_until_something_succeeds(ear: Ear) -> None:
    feed, log = Feed(), Log()
    ear.broken = breaking(ValueError(), times=4)  # each chunk of one is tried as a whole, then by itself
    await ear.hear(*log.send(fact(feed, UUID(int=10))))
    await ear.hear(*log.send(fact(feed, UUID(int=11))))
    assert (await ear.position())["failures_in_row"] == 2
    await ear.hear(*log.send(fact(feed, UUID(int=12))))
    assert (await ear.position())["failures_in_row"] == 0


async def test_a_bad_release_halts_and_goes_on_when_told_to(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer, "HALT_PAUSE", 0)
    feed, log = Feed(), Log()
    ear.broken = breaking(ValueError())
    chunk = log.send(*(fact(feed, UUID(int=number)) for number in range(100, 140)))
    with pytest.raises(SeekBack) as back:
        await ear.hear(*chunk)
    assert len(await ear.dead()) == consumer.HALT_AFTER + 1
    rest = chunk[back.value.offset :]
    for _ in range(consumer.RECORD_TRIES + 2):
        with pytest.raises(SeekBack) as back:
            await ear.hear(*rest)
        assert back.value.offset == rest[0].offset
    ear.broken = lambda _: None
    assert await ear.letters.resume() == 1
    await ear.hear(*rest)
    assert len(await ear.dead()) == consumer.HALT_AFTER + 1  # waiting is no failure of the record that waited
    assert await ear.effects() == [(record_subject(record.key), 1) for record in rest]


def record_subject(key: bytes | None) -> UUID:
    assert key is not None
    return UUID(key.decode())


async def test_a_record_that_kills_us_is_found_and_set_aside_unread(ear: Ear) -> None:
    feed, log = Feed(), Log()
    chunk = log.send(fact(feed, ONE), fact(feed, ONE), fact(feed, TWO))
    marks = [await ear.inboxes.mark(SLOT, 0) for _ in range(4)]  # four processes that began it and did not end it
    assert [mark.attempts for mark in marks] == [1, 2, 3, 4]
    await ear.hear(*chunk)
    assert (await ear.dead(), await ear.parked()) == ([("crash", 1)], [(2, "behind")])
    assert (ear.tried, await ear.effects()) == ([1], [(TWO, 1)])
    (letter,) = await ear.rows("dead_letters", "id")
    assert letter["attempts"] == 5


async def test_after_two_crashes_records_are_tried_one_by_one(ear: Ear) -> None:
    feed, log = Feed(), Log()
    chunk = log.send(fact(feed, ONE), fact(feed, TWO))
    for _ in range(2):
        await ear.inboxes.mark(SLOT, 0)
    stands: list[int] = []

    async def look() -> None:
        stands.append((await ear.position())["next"])

    ear.broken = lambda _: look()
    await ear.hear(*chunk)
    assert stands == [0, 1]  # each in a transaction of its own
    assert (await ear.effects(), await ear.dead()) == ([(ONE, 1), (TWO, 1)], [])


async def test_a_success_forgets_the_crashes_before_it(ear: Ear) -> None:
    feed, log = Feed(), Log()
    for _ in range(3):
        await ear.inboxes.mark(SLOT, 0)
    await ear.hear(*log.send(fact(feed, ONE)))
    await ear.hear(*log.send(fact(feed, ONE)))
    assert (await ear.position())["attempts"] == 1


class Hiccup(Exception):
    """An error that the test calls transient."""


async def test_a_transient_error_is_tried_again_until_it_works(database: Database) -> None:
    ear = Ear(database, transient=lambda error: isinstance(error, Hiccup))
    await ear.start()
    feed, log = Feed(), Log()
    ear.broken = breaking(Hiccup(), at=(ONE, 2), times=2)
    await ear.hear(*log.send(fact(feed, ONE), fact(feed, ONE)))
    assert await ear.effects() == [(ONE, 1), (ONE, 2)]
    assert ear.tried == [1, 2, 1, 2, 1, 2]
    assert (await ear.dead(), (await ear.position())["failures_in_row"]) == ([], 0)


async def test_one_that_lasts_too_long_ends_the_process_and_blames_no_record(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "PATIENCE", 0.2)
    ear = Ear(database, transient=lambda error: isinstance(error, Hiccup))
    await ear.start()
    feed, log = Feed(), Log()
    chunk = log.send(fact(feed, ONE))
    ear.broken = breaking(Hiccup())
    for _ in range(consumer.RECORD_TRIES + 2):
        with pytest.raises(Stop) as stop:
            await ear.hear(*chunk)
        assert stop.value.code == 75
    assert (await ear.effects(), await ear.dead(), (await ear.position())["attempts"]) == ([], [], 0)
    ear.broken = lambda _: None
    await ear.hear(*chunk)
    assert await ear.effects() == [(ONE, 1)]


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.SerializationError(),
        asyncpg.DeadlockDetectedError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.AdminShutdownError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.InternalClientError(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.LockNotAvailableError(),
        ConnectionRefusedError(),
        TimeoutError(),
        Unavailable("database"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_an_absent_database_is_transient_and_no_dead_letter(ear: Ear, error: BaseException) -> None:
    feed, log = Feed(), Log()
    ear.broken = breaking(error, times=3)
    await ear.hear(*log.send(fact(feed, ONE)))
    assert (await ear.effects(), await ear.dead()) == ([(ONE, 1)], [])


async def test_a_cancelled_delivery_leaves_nothing_behind(ear: Ear) -> None:
    feed, log = Feed(), Log()
    inside = asyncio.Event()

    async def hang() -> None:
        inside.set()
        await asyncio.Event().wait()

    chunk = log.send(fact(feed, ONE))
    ear.broken = lambda _: hang()
    task = asyncio.ensure_future(ear.hear(*chunk))
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await ear.effects(), (await ear.position())["next"]) == ([], 0)
    ear.broken = lambda _: None
    await ear.hear(*chunk)
    assert await ear.effects() == [(ONE, 1)]
