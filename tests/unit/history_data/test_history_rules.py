"""Rules that hold for the whole data set: capacity, places, sources, order, and the same rows in every process."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from deploy.history.record import Stage
from deploy.history.rows import Reading
from tests.unit.history_data.counted import (
    rows_of,
    when,
)


def test_capacity_is_never_exceeded(data: Reading) -> None:
    seats = Counter((row.body["seminar"], row.body["role"]) for row in rows_of(data, "cohorts/record-participation"))
    capacity = {
        (row.body["id"], role): seats
        for row in rows_of(data, "seminars/record")
        for role, seats in row.body["capacity"].items()
    }
    assert seats
    assert all(filled <= capacity[seat] for seat, filled in seats.items())
    for row in rows_of(data, "cohorts/record-headcount"):
        assert row.body["persons"] <= capacity[row.body["seminar"], row.body["role"]]


def test_nobody_is_in_two_places(data: Reading) -> None:
    places = defaultdict(list)
    for row in rows_of(data, "cohorts/record-participation"):
        places[row.body["person"]].append(when(row))
    assert {len(stays) for stays in places.values()} >= {1, 2}
    for stays in places.values():
        stays.sort(key=lambda stay: stay.counts_from)
        assert all(one.latest < other.counts_from for one, other in pairwise(stays))


def test_graduates_took_part_first(data: Reading) -> None:
    seats = {(row.body["seminar"], row.body["person"]): row for row in rows_of(data, "cohorts/record-participation")}
    known = {row.body["id"]: row for row in rows_of(data, "persons/record")}
    for row in rows_of(data, "cohorts/record-graduation"):
        seat = seats[row.body["seminar"], row.body["person"]]
        assert seat.body["role"] == "participant"
        assert when(known[row.body["person"]]).latest < when(seat).counts_from <= when(row).counts_from


def test_keys_and_ids_are_unique(data: Reading) -> None:
    keys = [row.key for row in data.rows]
    ids = [row.body["id"] for row in data.rows if "id" in row.body]
    assert len(set(keys)) == len(keys)
    assert len(set(ids)) == len(ids)


def test_every_fact_has_a_source_or_is_marked(data: Reading) -> None:
    for row in data.rows:
        assert (row.body["source"] is None) is (row.body["synthetic"] or row.path == "sources"), row.key
        assert row.key.startswith("synthetic/") is row.body["synthetic"]
    cited = {row.body["source"] for row in data.rows} - {None}
    assert cited <= {row.body["id"] for row in rows_of(data, "sources")}


def test_rows_are_in_load_order(data: Reading) -> None:
    order = list(Stage)
    stages = [order.index(row.stage) for row in data.rows]
    assert stages == sorted(stages)
    assert {row.stage for row in data.rows} == set(Stage)


def test_the_same_in_every_process(data: Reading) -> None:
    script = (
        "import json, sys; from hashlib import sha256; from deploy.history.rows import read;"
        "sys.stdout.write(sha256(json.dumps([[r.key, dict(r.body)] for r in read().rows]).encode()).hexdigest())"
    )
    root = Path(__file__).parents[3]
    other = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
        text=True,
    )
    here = json.dumps([[row.key, dict(row.body)] for row in data.rows]).encode()
    assert other.stdout == sha256(here).hexdigest()
