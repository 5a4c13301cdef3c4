"""The batch lane: runs of one partition, in order, never over a hole."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.lane import Lane


def fetched(*offsets: int) -> list[Any]:
    """Records at these offsets."""
    return [SimpleNamespace(offset=offset) for offset in offsets]


def cut(size: int, fetch: dict[str, list[Any]]) -> list[tuple[str, list[int]]]:
    """The runs as offsets."""
    return [(at, [one.offset for one in run]) for at, run in Lane(size).iterate(fetch)]


def test_partitions_take_turns_in_runs_of_the_size_given() -> None:
    assert cut(2, {"a": fetched(0, 1, 2, 3, 4), "b": fetched(7), "c": []}) == [
        ("a", [0, 1]),
        ("b", [7]),
        ("a", [2, 3]),
        ("a", [4]),
    ]


def test_a_run_ends_before_a_hole() -> None:
    assert cut(500, {"a": fetched(3, 4, 6, 9, 10)}) == [("a", [3, 4]), ("a", [6]), ("a", [9, 10])]


def test_nothing_fetched_is_nothing_handed_over() -> None:
    assert cut(5, {}) == []


@given(st.dictionaries(st.text(max_size=2), st.lists(st.integers(1, 3)), max_size=4), st.integers(1, 6))
def test_all_records_in_order_and_every_run_dense(steps: dict[str, list[int]], size: int) -> None:
    fetch = {at: fetched(*(sum(gaps[: n + 1]) for n in range(len(gaps)))) for at, gaps in steps.items()}
    handed: dict[str, list[int]] = {at: [] for at in fetch}
    for at, run in cut(size, fetch):
        assert 1 <= len(run) <= size
        assert run == list(range(run[0], run[0] + len(run)))
        handed[at] += run

    assert handed == {at: offsets(records) for at, records in fetch.items()}


def offsets(records: Sequence[Any]) -> list[int]:
    """Where they stand."""
    return [one.offset for one in records]
