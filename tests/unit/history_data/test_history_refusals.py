"""What the loader says of rows that are refused, and when it gives up."""

import shutil
from pathlib import Path

import httpx
import orjson
import pytest

from deploy.history import load as loading
from deploy.history.post import LoadStopped
from deploy.history.record import Stage, id_of
from deploy.history.rows import HERE, read
from tests.unit.history_data.fake_gateway import TOKEN, Gateway, Reply, loaded, problem


@pytest.mark.parametrize(
    ("row", "answer", "fault"),
    [
        (
            "networks/african-union",
            problem(422, "invalid", errors=[{"pointer": "/occurred_on", "rule": "in-the-future"}]),
            "documented/networks.csv:3:date in-the-future",
        ),
        (
            "initiatives/arg-mechanism",
            problem(422, "invalid", errors=[{"pointer": "/stage", "rule": "enum", "detail": "is no stage"}]),
            "documented/initiatives.csv:2:reached is no stage",
        ),
        (
            "disputes/only-network",
            problem(422, "invalid", errors=[{"pointer": "/about_id", "rule": "uuid"}]),
            "documented/disputes.csv:3:about uuid",
        ),
        (
            "delegations/global-2008-05/aut",
            problem(409, "capacity-exceeded", role="participant", seats=25),
            "documented/delegations.csv:3:- capacity-exceeded (role=participant, seats=25)",
        ),
        ("delegations/global-2008-05/aut", httpx.Response(404), "documented/delegations.csv:3:- 404"),
    ],
)
async def test_a_refused_row_is_reported_by_its_line_and_column(row: str, answer: httpx.Response, fault: str) -> None:
    gateway = Gateway()
    gateway.troubles[row] = [answer]
    report = await loaded(gateway)
    assert str(report.faults[0]) == fault
    assert row not in gateway.taken
    assert report.created + report.rejected == len(read().rows)


async def test_a_column_of_names_is_told_by_its_language() -> None:
    gateway = Gateway()
    gateway.troubles["states/arg"] = [problem(422, "invalid", errors=[{"pointer": "/names/fr", "rule": "too-long"}])]
    (fault,) = (await loaded(gateway, reference_only=True)).faults
    assert (fault.column, fault.rule) == ("name_fr", "too-long")


async def test_rows_that_refer_to_a_refused_row_are_not_sent() -> None:
    gateway = Gateway()
    gateway.troubles["networks/african-union"] = [problem(409, "slug-taken")]
    report = await loaded(gateway)
    assert [str(fault) for fault in report.faults] == [
        "documented/networks.csv:3:- slug-taken",
        "documented/agreements.csv:7:- refers to networks/african-union, which was not loaded",
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
    report = await loaded(Gateway(), folder=tmp_path)
    assert [(fault.file, fault.line, fault.column) for fault in report.faults] == [
        ("documented/networks.csv", 3, "development_started"),
        ("documented/agreements.csv", 7, ""),
        ("documented/statements.csv", 14, ""),
    ]
    assert report.created == len(read().rows) - 3


async def test_a_row_that_was_edited_is_told_from_one_that_is_there() -> None:
    gateway = Gateway()
    await loaded(gateway, reference_only=True)
    gateway.taken["states/arg"] = b"{}"
    gateway.forget_keys()
    report = await loaded(gateway, reference_only=True)
    assert (report.unchanged, [fault.rule for fault in report.faults]) == (196, ["recorded-differently"])


async def test_a_token_that_is_not_accepted_stops_the_load_at_once() -> None:
    gateway = Gateway()
    with pytest.raises(LoadStopped, match="not-signed-in") as stopped:
        await loaded(gateway, token="another", reference_only=True)
    assert TOKEN not in str(stopped.value)
    assert gateway.heard == []


@pytest.mark.parametrize("trouble", [httpx.ConnectError("refused"), problem(503, "unavailable"), httpx.Response(502)])
async def test_nobody_answers(trouble: Reply) -> None:
    gateway = Gateway()
    gateway.troubles["states/arg"] = [trouble] * 99
    with pytest.raises(LoadStopped, match="120 seconds"):
        await loaded(gateway, reference_only=True)


async def test_consumers_that_do_not_get_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "AWAY", 0)
    with pytest.raises(LoadStopped, match="5 events behind"):
        await loaded(Gateway(lag=[5] * 1000), reference_only=True)


async def test_health_that_cannot_be_told_is_not_caught_up() -> None:
    gateway = Gateway(lag=[httpx.Response(503), httpx.Response(200, json={}), 4, 0])
    await loaded(gateway, reference_only=True)
    assert gateway.lag == []
    assert gateway.heard.index("health 0") > gateway.heard.index("health 4")


async def test_progress_is_told_row_by_row() -> None:
    told: list[tuple[Stage, int, int]] = []
    await loaded(Gateway(), reference_only=True, progress=lambda *step: told.append(step))
    assert told == [(Stage.SOURCES, n, 2) for n in (1, 2)] + [(Stage.STATES, n, 195) for n in range(1, 196)]


async def test_ids_are_the_same_everywhere() -> None:
    gateway = Gateway()
    await loaded(gateway)
    network = orjson.loads(gateway.taken["networks/latin-america"])
    assert network["id"] == str(id_of("networks/latin-america")) == "d7b8f774-bb67-5583-96ba-a76878618ff0"
