"""The one writer: whatever comes in whatever order, the snapshots are the fold of the facts known at each time."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.gateway.adapters.snapshots import Snapshots, rebuild
from services.gateway.application.trail import rows
from services.gateway.application.views.view import Document, View, evidence
from shared import history
from shared.contracts.event import Envelope
from shared.contracts.network.facts import NetworkFactRetracted
from shared.contracts.network.membership import MembershipSuspended, StateInvited
from shared.contracts.published import CATALOG
from shared.store.database import Database
from tests.support.feed import Feed
from tests.support.platform import ServiceDatabase

NETWORK, OBJECTS = UUID(int=90), [UUID(int=1), UUID(int=2), UUID(int=3)]


def fold(document: Document | None, fact: Envelope) -> Document:
    """Remembers every fact in order, so that no difference can hide."""
    before = document or {}
    seen = [*before.get("seen", []), f"{fact.event.type} {fact.occurred_on} {fact.root}"]
    return {**before, **evidence(document, fact), "seen": seen, "network": NETWORK}


VIEWS = {"membership": View("membership", fold)}
Shown = tuple[date, date | None, int, str]


@st.composite
def histories(draw: st.DrawFn) -> list[Envelope]:
    """New facts, corrections, retractions and restorations of three aggregates, in any order of days, interleaved."""
    feed, roots = Feed(), dict.fromkeys(OBJECTS, 0)
    for _ in range(draw(st.integers(1, 14))):
        id = draw(st.sampled_from(OBJECTS))
        on = f"2012-01-0{draw(st.integers(1, 5))}"
        facts = [fact for fact in feed.said if fact.subject == id]
        if roots[id] and draw(st.booleans()):
            root = draw(st.sampled_from([fact.root for fact in facts]))
            first = next(fact for fact in facts if fact.sequence == root)
            gone = draw(st.booleans())
            event = NetworkFactRetracted(fact=first.event.type) if gone else first.event
            feed.say("membership", id, event, on, corrects=root)
        else:
            event = draw(st.sampled_from([StateInvited, MembershipSuspended]))(network=NETWORK, state="ARG")
            feed.say("membership", id, event, on, synthetic=draw(st.booleans()), source=draw(st.sampled_from(OBJECTS)))
            roots[id] += 1
    return feed.said


def chunks(events: Sequence[Envelope], cuts: Sequence[int]) -> list[Sequence[Envelope]]:
    at = [0, *sorted({cut % (len(events) + 1) for cut in cuts}), len(events)]
    return [events[a:b] for a, b in pairwise(at) if a < b]


def expected(events: Sequence[Envelope], id: UUID, known_at: datetime) -> list[Shown]:
    """From nothing, as the definition says."""
    own = [event for event in events if event.subject == id]
    made = rows(VIEWS["membership"], history.effective(own, known_at), known_at)
    return [(row.since, row.until, row.sequence, row.document.decode()) for row in made]


async def shown(connection: Any, id: UUID, known_at: datetime) -> list[Shown]:
    found = await connection.fetch(
        """select lower(valid) as a, upper(valid) as b, sequence, document from snapshots
        where id = $1 and known @> $2::timestamptz order by 1""",
        id,
        known_at,
    )
    return [
        (row["a"], row["b"], row["sequence"], orjson.dumps(row["document"], option=orjson.OPT_SORT_KEYS).decode())
        for row in found
    ]


async def everything(connection: Any) -> list[Any]:
    found = await connection.fetch(
        "select kind, id, valid, known, sequence, document::text from snapshots order by id, known, valid"
    )
    return [tuple(row) for row in found]


async def write(connection: Any, parts: Sequence[Sequence[Envelope]], *, shortcut: bool) -> None:
    await connection.execute("truncate facts, objects, snapshots")
    for part in parts:
        await Snapshots(VIEWS, CATALOG, shortcut=shortcut).write(connection, part)


@given(events=histories(), cuts=st.lists(st.integers(0, 14), max_size=4), shuffle=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_snapshots_are_the_fold_of_what_was_known_at_each_time(
    made: ServiceDatabase, events: list[Envelope], cuts: list[int], shuffle: Any
) -> None:
    async def compare() -> None:
        async with Database(made.app, made.app_password, size=1) as database, database.transaction() as connection:
            await write(connection, [], shortcut=True)
            heard: list[Envelope] = []
            for part in chunks(events, cuts):
                await Snapshots(VIEWS, CATALOG).write(connection, part)
                heard += part
                for event in heard:
                    for id in OBJECTS:
                        assert await shown(connection, id, event.recorded) == expected(heard, id, event.recorded)
            short = await everything(connection)
            await write(connection, chunks(events, cuts), shortcut=False)
            assert await everything(connection) == short
            await write(connection, [interleaved(events, shuffle)], shortcut=True)
            assert await everything(connection) == short

    asyncio.run(compare())


def interleaved(events: Sequence[Envelope], shuffle: Any) -> list[Envelope]:
    """Another order of arrival: within an aggregate nothing changes."""
    order = [event.subject for event in events]
    shuffle.shuffle(order)
    waiting = {id: [event for event in events if event.subject == id] for id in OBJECTS}
    return [waiting[id].pop(0) for id in order]


async def test_a_rebuild_empties_the_views_and_stands_at_the_beginning(database: Database) -> None:
    feed = Feed()
    feed.say("membership", OBJECTS[0], StateInvited(network=NETWORK, state="ARG"), "2012")
    async with database.transaction() as connection:
        await Snapshots(VIEWS, CATALOG).write(connection, feed.said)
        before = await everything(connection)
        await connection.execute(
            "insert into positions (consumer, topic, partition, next, cluster_id, topic_id) values ('gateway', 't', 0, 1, 'c', 'i')"
        )
        await connection.execute(
            "insert into inbox (consumer, kind, id, sequence) values ('gateway', 'membership', $1, 1)", OBJECTS[0]
        )
    await rebuild(database)
    async with database.transaction() as connection:
        assert await everything(connection) == []
        assert await connection.fetchval("select next from positions") == 0
        assert await connection.fetchval("select count(*) from inbox") == 0
        await Snapshots(VIEWS, CATALOG).write(connection, feed.said)
        assert await everything(connection) == before


async def test_events_without_a_view_are_kept_as_facts(database: Database) -> None:
    feed = Feed()
    feed.say("membership", OBJECTS[0], StateInvited(network=NETWORK, state="ARG"), "2012")
    async with database.transaction() as connection:
        await Snapshots({}, CATALOG).write(connection, feed.said)
        assert await everything(connection) == []
        assert await connection.fetchval("select event ->> 'type' from facts") == "network.state-invited"
        assert await connection.fetchval("select version from objects") == 1


@pytest.mark.parametrize("shortcut", [True, False])
async def test_a_fact_twice_in_a_chunk_is_refused_by_the_database(*, database: Database, shortcut: bool) -> None:
    feed = Feed()
    feed.say("membership", OBJECTS[0], StateInvited(network=NETWORK, state="ARG"), "2012")
    with pytest.raises(Exception, match="facts_pkey"):
        async with database.transaction() as connection:
            await Snapshots(VIEWS, CATALOG, shortcut=shortcut).write(connection, [*feed.said, *feed.said])
