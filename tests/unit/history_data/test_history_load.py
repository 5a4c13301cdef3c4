"""The loader against a gateway that forgets, refuses, restarts and answers twice."""

import asyncio
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import stamina

from deploy.history import load as loading
from deploy.history.load import AT_ONCE, LoadReport, load
from deploy.history.post import LoadStopped
from deploy.history.record import Stage, id_of
from deploy.history.rows import HERE, read
from deploy.history.tables import Fault

TOKEN = "a-token-of-the-test"
Reply = httpx.Response | Exception


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(loading, "GLANCE", 0)
    with stamina.set_testing(True, attempts=6):
        yield


def _problem(status: int, code: str, **members: Any) -> httpx.Response:
    return httpx.Response(
        status, json={"type": f"/problems/{code}", "title": code, "status": status, "code": code, **members}
    )


@dataclass
class Gateway:
    """Takes commands as the services do; `troubles` answer the next tries of a row before it is taken."""

    troubles: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    lost_answers: set[str] = field(default_factory=set)
    lag: list[Any] = field(default_factory=list)
    taken: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return _problem(401, "not-signed-in")
        if request.url.path == "/api/v1/health":
            return self._health()
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        try:
            return self._command(request)
        finally:
            self.under_way -= 1

    def _health(self) -> httpx.Response:
        behind = self.lag.pop(0) if self.lag else 0
        self.heard.append(f"health {behind}")
        if isinstance(behind, httpx.Response):
            return behind
        return httpx.Response(
            200, json={"lag": {"gateway": {"events_behind": behind}, "network": {"events_behind": 0}}}
        )

    def _command(self, request: httpx.Request) -> httpx.Response:
        row = orjson.loads(request.content)["row"]
        self.heard.append(row)
        if self.troubles[row]:
            trouble = self.troubles[row].pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            return trouble
        key = request.headers["Idempotency-Key"]
        self.sent.add(key)
        if self.keys.get(key) == row:
            return httpx.Response(201, json={"unchanged": False}, headers={"Idempotency-Replayed": "true"})
        if row in self.taken:
            same = self.taken[row] == request.content
            return httpx.Response(200, json={"unchanged": True}) if same else _problem(409, "recorded-differently")
        self.taken[row] = request.content
        self.keys[key] = row
        if row in self.lost_answers:
            raise httpx.ReadError("the connection broke after the commit")
        return httpx.Response(201, json={"unchanged": False})

    def forget_keys(self) -> None:
        """Seven days later."""
        self.keys.clear()


async def _load(gateway: Gateway, **options: Any) -> LoadReport:
    return await load(
        "http://gateway.test", options.pop("token", TOKEN), transport=httpx.MockTransport(gateway.answer), **options
    )


def _numbers(report: LoadReport) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected


async def test_everything_once_and_nothing_twice() -> None:
    gateway, rows = Gateway(), read().rows
    assert _numbers(await _load(gateway)) == (len(rows), 0, 0)
    assert set(gateway.taken) == {row.key for row in rows}
    assert _numbers(await _load(gateway)) == (0, len(rows), 0)
    assert len(gateway.sent) == len(rows)
    gateway.forget_keys()
    assert _numbers(await _load(gateway)) == (0, len(rows), 0)


async def test_lanes_keep_their_order_and_stages_wait() -> None:
    gateway, rows = Gateway(lag=[7, 3, 0] * len(Stage)), read().rows
    lanes = defaultdict(list)
    for row in rows:
        lanes[row.stage, row.lane].append(row.key)
    for first, *_ in lanes.values():
        gateway.troubles[first] = [_problem(503, "unavailable")] * 2
    await _load(gateway)
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
    await _load(gateway, reference_only=True)
    assert 1 < gateway.most <= AT_ONCE


async def test_only_the_register_of_states() -> None:
    gateway = Gateway()
    report = await _load(gateway, reference_only=True)
    assert report.summary() == "197 created, 0 unchanged, 0 rejected"
    assert all(key.startswith(("states/", "sources/un-")) for key in gateway.taken)


async def test_restarts_lose_and_repeat_nothing() -> None:
    rows = read().rows
    gateway = Gateway()
    for number, row in enumerate(rows):
        if number % 5 == 0:
            gateway.troubles[row.key] = [httpx.ConnectError("refused"), _problem(503, "unavailable")]
        if number % 7 == 0:
            gateway.lost_answers.add(row.key)
        if number % 11 == 0:
            gateway.troubles[row.key].append(_problem(409, "in-flight"))
    assert _numbers(await _load(gateway)) == (len(rows), 0, 0)
    assert Counter(gateway.keys.values()) == Counter(row.key for row in rows)


async def test_a_service_that_has_not_heard_yet_is_asked_again() -> None:
    gateway = Gateway()
    unknown = _problem(409, "not-known-here-yet", kind="alumnus")
    gateway.troubles["initiatives/arg-mechanism"] = [unknown, unknown]
    gateway.troubles["initiatives/pry-mechanism"] = [unknown] * 99
    report = await _load(gateway)
    assert "initiatives/arg-mechanism" in gateway.taken
    assert report.faults == [Fault("documented/initiatives.csv", 3, "", "not-known-here-yet")]


async def test_a_service_that_breaks_on_one_row_takes_the_others() -> None:
    gateway = Gateway()
    gateway.troubles["states/arg"] = [_problem(500, "internal")] * 99
    report = await _load(gateway, reference_only=True)
    assert (report.created, [fault.rule for fault in report.faults]) == (196, ["internal"])


@pytest.mark.parametrize(
    ("row", "answer", "fault"),
    [
        (
            "networks/african-union",
            _problem(422, "invalid", errors=[{"pointer": "/occurred_on", "rule": "in-the-future"}]),
            "documented/networks.csv:3:date in-the-future",
        ),
        (
            "initiatives/arg-mechanism",
            _problem(422, "invalid", errors=[{"pointer": "/stage", "rule": "enum", "detail": "is no stage"}]),
            "documented/initiatives.csv:2:reached is no stage",
        ),
        (
            "disputes/only-network",
            _problem(422, "invalid", errors=[{"pointer": "/about_id", "rule": "uuid"}]),
            "documented/disputes.csv:3:about uuid",
        ),
        (
            "delegations/global-2008-05/aut",
            _problem(409, "capacity-exceeded", role="participant", seats=25),
            "documented/delegations.csv:3:- capacity-exceeded (role=participant, seats=25)",
        ),
        ("delegations/global-2008-05/aut", httpx.Response(404), "documented/delegations.csv:3:- 404"),
    ],
)
async def test_a_refused_row_is_reported_by_its_line_and_column(row: str, answer: httpx.Response, fault: str) -> None:
    gateway = Gateway()
    gateway.troubles[row] = [answer]
    report = await _load(gateway)
    assert str(report.faults[0]) == fault
    assert row not in gateway.taken
    assert report.created + report.rejected == len(read().rows)


async def test_a_column_of_names_is_told_by_its_language() -> None:
    gateway = Gateway()
    gateway.troubles["states/arg"] = [_problem(422, "invalid", errors=[{"pointer": "/names/fr", "rule": "too-long"}])]
    (fault,) = (await _load(gateway, reference_only=True)).faults
    assert (fault.column, fault.rule) == ("name_fr", "too-long")


async def test_rows_that_refer_to_a_refused_row_are_not_sent() -> None:
    gateway = Gateway()
    gateway.troubles["networks/african-union"] = [_problem(409, "slug-taken")]
    report = await _load(gateway)
    assert [str(fault) for fault in report.faults] == [
        "documented/networks.csv:3:- slug-taken",
        "documented/statements.csv:14:- refers to networks/african-union, which was not loaded",
    ]
    assert "statements/african-network-developing" not in gateway.heard


async def test_a_wrong_line_is_reported_and_the_others_are_loaded(tmp_path: Path) -> None:
    for name in ("reference", "documented", "synthetic"):
        shutil.copytree(HERE / name, tmp_path / name)
    networks = tmp_path / "documented/networks.csv"
    networks.write_text(
        networks.read_text(encoding="utf-8").replace(",2013-02-19,,,,,", ",2013-02-30,,,,,"), encoding="utf-8"
    )
    report = await _load(Gateway(), folder=tmp_path)
    assert [(fault.file, fault.line, fault.column) for fault in report.faults] == [
        ("documented/networks.csv", 3, "development_started"),
        ("documented/statements.csv", 14, ""),
    ]
    assert report.created == len(read().rows) - 2


async def test_a_row_that_was_edited_is_told_from_one_that_is_there() -> None:
    gateway = Gateway()
    await _load(gateway, reference_only=True)
    gateway.taken["states/arg"] = b"{}"
    gateway.forget_keys()
    report = await _load(gateway, reference_only=True)
    assert (report.unchanged, [fault.rule for fault in report.faults]) == (196, ["recorded-differently"])


async def test_a_token_that_is_not_accepted_stops_the_load_at_once() -> None:
    gateway = Gateway()
    with pytest.raises(LoadStopped, match="not-signed-in") as stopped:
        await _load(gateway, token="another", reference_only=True)
    assert TOKEN not in str(stopped.value)
    assert gateway.heard == []


@pytest.mark.parametrize("trouble", [httpx.ConnectError("refused"), _problem(503, "unavailable"), httpx.Response(502)])
async def test_nobody_answers(trouble: Reply) -> None:
    gateway = Gateway()
    gateway.troubles["states/arg"] = [trouble] * 99
    with pytest.raises(LoadStopped, match="120 seconds"):
        await _load(gateway, reference_only=True)


async def test_consumers_that_do_not_get_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "AWAY", 0)
    with pytest.raises(LoadStopped, match="5 events behind"):
        await _load(Gateway(lag=[5] * 1000), reference_only=True)


async def test_health_that_cannot_be_told_is_not_caught_up() -> None:
    gateway = Gateway(lag=[httpx.Response(503), httpx.Response(200, json={}), 4, 0])
    await _load(gateway, reference_only=True)
    assert gateway.lag == []
    assert gateway.heard.index("health 0") > gateway.heard.index("health 4")


async def test_progress_is_told_row_by_row() -> None:
    told: list[tuple[Stage, int, int]] = []
    await _load(Gateway(), reference_only=True, progress=lambda *step: told.append(step))
    assert told == [(Stage.SOURCES, n, 2) for n in (1, 2)] + [(Stage.STATES, n, 195) for n in range(1, 196)]


async def test_ids_are_the_same_everywhere() -> None:
    gateway = Gateway()
    await _load(gateway)
    network = orjson.loads(gateway.taken["networks/latin-america"])
    assert network["id"] == str(id_of("networks/latin-america")) == "d7b8f774-bb67-5583-96ba-a76878618ff0"
