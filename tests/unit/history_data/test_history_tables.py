"""A wrong line is reported with its file, line, column and rule, and hinders no other line."""

import shutil
from pathlib import Path

import pytest

from deploy.history.rows import HERE, read
from deploy.history.tables import Fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("reference", "documented", "synthetic"):
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path


def _change(folder: Path, file: str, key: str, old: str, new: str) -> int:
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(index for index, line in enumerate(lines) if line.startswith(f"{key},"))
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return number + 1


MEMBERS, PERU = "documented/memberships.csv", "memberships/latin-america/per"
SEMINARS, GATHERED = "documented/seminars.csv", "seminars/to-november-2012"


@pytest.mark.parametrize(
    ("file", "key", "old", "new", "column", "rule"),
    [
        (MEMBERS, PERU, "2012-03-29/", "2012-03-32/", "date", "day is out of range"),
        (MEMBERS, PERU, ",active,", ",asleep,", "status", "'active'"),
        (MEMBERS, PERU, ",PER,", ",PEX,", "state", "states/pex (for PEX)"),
        (MEMBERS, PERU, ",PER,", ",,", "state", "Field required"),
        (MEMBERS, PERU, ",yes,", ",maybe,", "founding", "must be yes or empty"),
        (MEMBERS, PERU, ",PER,", ",PER,PER,", "", "12 cells"),
        (MEMBERS, PERU, "latin-america/per", "latin-america/pan", "key", "taken by an earlier line"),
        ("documented/networks.csv", "networks/african-union", ",2013-02-19,,", ",,,", "", "at least one of"),
        ("documented/disputes.csv", "disputes/only-network", "statements/only-", "statements/no-", "about", "no row"),
        ("documented/statements.csv", "statements/alumni-250", " 250 ", " <250> ", "text", "must not contain"),
        (SEMINARS, GATHERED, "| POL |", "| Poland |", "parts", "1 country"),
        (SEMINARS, GATHERED, "| 2008-05-12", "| 2008-13-12", "parts", "1 dates"),
        (SEMINARS, GATHERED, "participant=25", "participant=many", "capacity", "integer"),
        ("documented/headcounts.csv", "headcounts/global-2018-11/fellow", "fellow,6", "fellow,0", "persons", "greater"),
        ("synthetic/initiatives.csv", "synthetic/initiatives/col-policy", ",COL,", ",PER,", "state", "no synthetic"),
        ("synthetic/cohorts.csv", "synthetic/cohorts/global-2012-11", ",KHM,", ",EST,", "returning", "no earlier"),
    ],
)
def test_one_wrong_line(folder: Path, file: str, key: str, old: str, new: str, column: str, rule: str) -> None:
    line = _change(folder, file, key, old, new)
    whole, reading = read(), read(folder=folder)
    (fault,) = reading.faults
    assert (fault.file, fault.line, fault.column) == (file, line, column)
    assert rule in fault.rule
    lost = {row.key for row in whole.rows} - {row.key for row in reading.rows}
    assert lost
    assert all(row.file == file for row in whole.rows if row.key in lost)


def test_a_wrong_seminar_leaves_its_synthetic_people_out(folder: Path) -> None:
    line = _change(folder, "documented/seminars.csv", "seminars/global-2015-11", "participant=25", "participant=none")
    reading = read(folder=folder)
    assert [(fault.file, fault.column) for fault in reading.faults] == [
        ("documented/seminars.csv", "capacity"),
        ("synthetic/cohorts.csv", "seminar"),
    ]
    assert reading.faults[0].line == line
    assert not any("/global-2015-11/" in row.key for row in reading.rows if row.key.startswith("synthetic/"))


def test_a_key_is_used_once_over_all_tables(folder: Path) -> None:
    line = _change(
        folder,
        "synthetic/seminars.csv",
        "synthetic/seminars/global-2013-04",
        "synthetic/seminars/global-2013-04",
        "seminars/global-2008-05",
    )
    faults = read(folder=folder).faults
    first = "documented/seminars.csv:2"
    assert Fault("synthetic/seminars.csv", line, "key", f"the key is taken by {first}") in faults


def test_a_quote_that_never_closes_is_reported(folder: Path) -> None:
    _change(folder, "documented/disputes.csv", "disputes/only-network", "The Global", '"The Global')
    (fault,) = read(folder=folder).faults
    assert (fault.file, fault.column) == ("documented/disputes.csv", "")
    assert "not valid CSV" in fault.rule


def test_a_column_that_is_missing_or_unknown(folder: Path) -> None:
    path = folder / "documented/disputes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",text", ",words", 1), encoding="utf-8")
    faults = read(folder=folder).faults
    assert Fault("documented/disputes.csv", 1, "text", "the column is missing") in faults
    assert Fault("documented/disputes.csv", 1, "words", "the table has no such column") in faults


def test_a_fault_reads_as_a_place_and_a_rule() -> None:
    assert str(Fault("documented/bodies.csv", 3, "kind", "is not known")) == "documented/bodies.csv:3:kind is not known"


def test_a_table_that_is_not_there_is_an_error(folder: Path) -> None:
    (folder / "documented/bodies.csv").unlink()
    with pytest.raises(FileNotFoundError):
        read(folder=folder)
