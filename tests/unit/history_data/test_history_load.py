"""The loader against a gateway that forgets, refuses, restarts and answers twice: each row once, in order."""

from collections import Counter, defaultdict

import httpx

from deploy.history.load import AT_ONCE
from deploy.history.record import Stage
from deploy.history.rows import read
from deploy.history.tables import Fault
from tests.unit.history_data.fake_gateway import Gateway, loaded, numbers, problem


async def test_everything_once_and_nothing_twice() -> None:
    gateway, rows = Gateway(), read().rows
    assert numbers(await loaded(gateway)) == (len(rows), 0, 0)
    assert set(gateway.taken) == {row.key for row in rows}
    assert numbers(await loaded(gateway)) == (0, len(rows), 0)
    assert len(gateway.sent) == len(rows)
    gateway.forget_keys()
    assert numbers(await loaded(gateway)) == (0, len(rows), 0)


async def test_lanes_keep_their_order_and_stages_wait() -> None:
    gateway, rows = Gateway(lag=[7, 3, 0] * len(Stage)), read().rows
    lanes = defaultdict(list)
    for row in rows:
        lanes[row.stage, row.lane].append(row.key)
    for first, *_ in lanes.values():
        gateway.troubles[first] = [problem(503, "unavailable")] * 2
    await loaded(gateway)
    place = {key: number for number, key in enumerate(gateway.taken)}
    assert any(len(lane) > 1 for lane in lanes.values())
    for lane in lanes.values():
        assert lane == sorted(lane, key=place.__getitem__)
    stage_of = {row.key: row.stage for row in rows}
    told = [stage_of.get(key, key) for key in gateway.heard]
    steps = [one for one, before in zip(told, [None, *told], strict=False) if one != before]
    assert steps == [step for stage in Stage for step in (stage, "health 7", "health 3", "health 0")]


async def test_no_more_at_once_than_agreed() -> None:
    gateway = Gateway()
    await loaded(gateway, reference_only=True)
    assert 1 < gateway.most <= AT_ONCE


async def test_only_the_register_of_states() -> None:
    gateway = Gateway()
    report = await loaded(gateway, reference_only=True)
    assert report.summary() == "197 created, 0 unchanged, 0 rejected"
    assert all(key.startswith(("states/", "sources/un-")) for key in gateway.taken)


async def test_restarts_lose_and_repeat_nothing() -> None:
    rows = read().rows
    gateway = Gateway()
    for number, row in enumerate(rows):
        if number % 5 == 0:
            gateway.troubles[row.key] = [httpx.ConnectError("refused"), problem(503, "unavailable")]
        if number % 7 == 0:
            gateway.lost_answers.add(row.key)
        if number % 11 == 0:
            gateway.troubles[row.key].append(problem(409, "in-flight"))
    assert numbers(await loaded(gateway)) == (len(rows), 0, 0)
    assert Counter(gateway.keys.values()) == Counter(row.key for row in rows)


async def test_a_service_that_has_not_heard_yet_is_asked_again() -> None:
    gateway = Gateway()
    unknown = problem(409, "not-known-here-yet", kind="alumnus")
    gateway.troubles["initiatives/arg-mechanism"] = [unknown, unknown]
    gateway.troubles["initiatives/pry-mechanism"] = [unknown] * 99
    report = await loaded(gateway)
    assert "initiatives/arg-mechanism" in gateway.taken
    assert report.faults == [Fault("documented/initiatives.csv", 3, "", "not-known-here-yet")]


async def test_a_service_that_breaks_on_one_row_takes_the_others() -> None:
    gateway = Gateway()
    gateway.troubles["states/arg"] = [problem(500, "internal")] * 99
    report = await loaded(gateway, reference_only=True)
    assert (report.created, [fault.rule for fault in report.faults]) == (196, ["internal"])
