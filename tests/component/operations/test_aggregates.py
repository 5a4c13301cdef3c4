"""`verify` finds whatever was changed behind everybody's back, and `rebuild aggregates` makes it as the journal says."""

from dataclasses import replace
from uuid import UUID

import pytest

from deploy.operations import aggregates as module
from deploy.operations.aggregates import Aggregates
from deploy.operations.columns import Difference
from shared.aggregate import Deadline
from shared.contracts.catalog import Catalog
from shared.contracts.event import Envelope
from shared.errors import RuleBroken
from shared.store.database import Database
from tests.component.operations.things import CATALOG, PAST, THING, Thing, named, retracted, run, table

ONE, TWO = UUID(int=1), UUID(int=2)


def of(store: Database, **changes: object) -> Aggregates:
    return Aggregates("network", store, CATALOG, {"thing": replace(THING, **changes)})  # type: ignore[arg-type]


async def found(aggregates: Aggregates) -> list[tuple[str, str, str]]:
    return [(one.what, one.stored, one.computed) async for one in aggregates.verify()]


async def repaired(aggregates: Aggregates) -> list[Difference]:
    return [one async for one in aggregates.rebuild()]


@pytest.fixture
async def full(store: Database) -> Database:
    """Two things with two names each, one of which was taken back again; and one that is gone."""
    await named(store, ONE, "a", "b")
    await named(store, TWO, "c", "d")
    await retracted(store, TWO, 2)
    await named(store, UUID(int=3), "e")
    await retracted(store, UUID(int=3), 1)
    return store


async def test_what_was_written_by_commands_is_as_it_must_be(full: Database) -> None:
    aggregates = of(full)
    assert await found(aggregates) == []
    assert aggregates.count == 3


async def test_in_batches_too(full: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    await run(full, "update aggregates set version = 9")
    aggregates = of(full)
    assert [what for what, _, _ in await found(aggregates)] == ["version"] * 3
    assert aggregates.count == 3


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("update aggregates set version = 3 where id = $1", [("version", "3", "2")]),
        (
            "update aggregates set latest = '2000-01-01' where id = $1",
            [("latest", '"2000-01-01"', '"2002-01-01"')],
        ),
        (
            "update aggregates set state = jsonb_set(state, '{name}', '\"x\"') where id = $1",
            [("state/name", "x", "b")],
        ),
        ("update aggregates set state = state - 'names' where id = $1", [("state/names", "null", '["a","b"]')]),
        ("update aggregates set scopes = '{secretariat}' where id = $1", [
            ("scopes", '["secretariat"]', '["network:b","secretariat"]'),
        ]),
        ("delete from claims where id = $1", [("claims", "[]", '["thing:b"]')]),
        ("insert into claims values ('thing:z', 'thing', $1)", [("claims", '["thing:b","thing:z"]', '["thing:b"]')]),
        ("delete from deadlines where id = $1", [("deadline/end", "none", "2999-01-01 things/{id}/end")]),
        (
            "update deadlines set due = '2031-01-01' where id = $1",
            [("deadline/end", "2031-01-01 things/{id}/end", "2999-01-01 things/{id}/end")],
        ),
        ("delete from aggregates where id = $1", [
            ("row", "none", "version 2"),
            ("orphan", "claim thing:b", "none"),
            ("orphan", "deadline end", "none"),
        ]),
    ],
)  # fmt: skip
async def test_each_change_by_hand_is_found_and_repaired(
    full: Database, sql: str, told: list[tuple[str, str, str]]
) -> None:
    before = [await table(full, name, "kind, id") for name in ("aggregates", "claims", "deadlines")]
    await run(full, sql, ONE)
    assert await found(of(full)) == told
    await repaired(of(full))
    assert await found(of(full)) == []
    assert [await table(full, name, "kind, id") for name in ("aggregates", "claims", "deadlines")] == before


async def test_a_lost_recorded_time_is_found(full: Database) -> None:
    await run(full, "update aggregates set recorded = null where id = $1", ONE)
    ((what, stored, _),) = await found(of(full))
    assert (what, stored) == ("recorded", "null")


async def test_a_deadline_whose_day_has_come_may_have_run(store: Database) -> None:
    await named(store, ONE, "a", due=PAST)
    await run(store, "delete from deadlines")
    assert await found(of(store)) == []
    await repaired(of(store))
    assert await table(store, "deadlines", "key") == []


async def test_a_gap_in_a_journal_is_found(full: Database) -> None:
    await run(
        full,
        "insert into journal (kind, id, sequence, recorded, event) select kind, id, 7, recorded,"
        ' event || \'{"sequence": 7, "data": {"name": "z"}}\' from journal where id = $1 and sequence = 2',
        ONE,
    )
    assert ("journal", "sequences", "not 1..3") in await found(of(full))


async def test_facts_of_a_stricter_release_are_listed_and_left(full: Database) -> None:
    def stricter(state: Thing | None, fact: Envelope) -> Thing:
        if state is not None:
            raise RuleBroken("one-name-only")
        return THING.apply(state, fact)

    before = await table(full, "aggregates", "id")
    assert await found(of(full, apply=stricter)) == [("illegal", "fact 2 (network.thing-named): one-name-only", "")]
    await repaired(of(full, apply=stricter))
    assert await table(full, "aggregates", "id") == before


async def test_events_and_kinds_of_another_release_are_told(full: Database) -> None:
    strange = Aggregates("network", full, Catalog([]), {"thing": THING})
    assert {one.what async for one in strange.verify()} == {"unreadable"}
    unknown = Aggregates("network", full, CATALOG, {})
    assert {one.what async for one in unknown.verify()} == {"kind"}
    assert {one.what async for one in unknown.rebuild()} == {"kind"}


async def test_a_changed_model_is_carried_over(full: Database) -> None:
    changed = {
        "claims": lambda state: (f"new:{state.name}",),
        "deadlines": lambda state: [Deadline("other", state.due, "things/{id}/other")],
        "scopes": lambda state: frozenset({"secretariat"}),
    }
    await repaired(of(full, **changed))
    assert await found(of(full, **changed)) == []
    assert [row["name"] for row in await table(full, "claims", "name")] == ["new:b", "new:c"]
    assert {row["key"] for row in await table(full, "deadlines", "id")} == {"other"}


async def test_a_name_may_pass_from_one_to_another(full: Database) -> None:
    await run(full, "update claims set id = case when id = $1 then $2::uuid else $1 end", ONE, TWO)
    assert len(await found(of(full))) == 2
    await repaired(of(full))
    assert await found(of(full)) == []


async def test_a_name_that_two_must_have_now_is_told(full: Database) -> None:
    told = await repaired(of(full, claims=lambda state: ("thing:only-one",)))
    (taken,) = [one for one in told if one.what == "claim"]
    assert (taken.id, taken.stored, taken.computed) == (TWO, "thing:only-one", f"held by {ONE}")
