"""The commands of operators and developers: each has help, and says what is wrong with the right exit code."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli.__main__ import main
from deploy.cli.lag import _measured
from deploy.embedded.failures import SERVICE_DOWN, USAGE, StartFailure

RUNNING = [
    ("lag",),
    ("dlq", "list"),
    ("dlq", "show", "network/1"),
    ("dlq", "redrive", "network/1"),
    ("dlq", "discard", "network/1", "--why", "x"),
    ("resume",),
    ("verify",),
    ("rebuild", "aggregates"),
    ("rebuild", "views"),
    ("replay", "network"),
    ("dev", "network"),
]


@pytest.mark.parametrize(
    "command", [*RUNNING, ("new", "aggregate"), ("openapi",), ("asyncapi",), ("events",)], ids=" ".join
)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*(word for word in command if word.isalpha()), "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage" in result.output


@pytest.mark.parametrize("command", RUNNING, ids=" ".join)
def test_where_nothing_runs_it_is_said(command: tuple[str, ...], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [*command, "--data", str(tmp_path)])
    assert isinstance(result.exception, StartFailure)
    assert (result.exception.code, "nothing runs" in result.exception.message) == (SERVICE_DOWN, True)


@pytest.mark.parametrize(
    "command",
    [
        ("dlq", "show", "12"),
        ("dlq", "show", "nobody/12"),
        ("replay", "nobody"),
        ("dev", "nobody"),
        ("openapi", "nobody"),
        ("new", "aggregate", "nobody", "visit"),
        ("new", "aggregate", "network", "Visit"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_before_anything_is_done(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, list(command))
    assert isinstance(result.exception, StartFailure)
    assert result.exception.code == USAGE


def test_lag_counts_what_is_behind_and_what_is_lost() -> None:
    places = [{"next": 3, "end": 10}, {"next": 5, "end": 4}]
    told = _measured({"consumers": places})
    assert [(place["behind"], place["lost"]) for place in told["consumers"]] == [(7, 0), (0, 1)]
    assert told["behind"] == 7
    assert _measured({"consumers": [*places, {"next": 0, "end": None}]})["behind"] is None
