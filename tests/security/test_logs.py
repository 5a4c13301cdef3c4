"""L1, sec-S10: a log line has a constant name and allowed keys; of an error it tells class and place, never the message."""

import io
import logging
import sys
from collections.abc import Iterator

import httpx
import orjson
import pytest
import structlog

from shared.errors import Conflict, RuleBroken, Unavailable
from shared.http import application
from shared.process import exit_code
from shared.telemetry import ALLOWED, configure, log

CANARY = "zq5-Maria-5qz"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a process writes to its log."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure("network", "api")
    yield written
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(written: io.StringIO) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in written.getvalue().splitlines()]


def test_only_allowed_keys_are_written(logged: io.StringIO) -> None:
    log().info("something-done", kind="person", body=CANARY, email=CANARY, params={"a": CANARY}, exc_info=CANARY)
    (line,) = _lines(logged)
    assert set(line) <= ALLOWED
    assert (line["event"], line["kind"], line["service"], line["role"]) == (
        "something-done",
        "person",
        "network",
        "api",
    )
    assert CANARY not in logged.getvalue()


def test_no_allowed_key_is_made_for_values_of_people() -> None:
    assert not ALLOWED & {
        "body",
        "message",
        "msg",
        "exception",
        "exc_info",
        "params",
        "email",
        "person",
        "url",
        "query",
        "path",
    }


def test_other_libraries_say_who_and_where_without_the_message(logged: io.StringIO) -> None:
    logger = logging.getLogger("asyncpg")
    logger.warning("duplicate key value (%s) already exists", CANARY)
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger.exception("failed for %s", CANARY)
    logging.getLogger(CANARY[:3]).info("not even heard: %s", CANARY)
    warned, failed = _lines(logged)
    assert (warned["event"], warned["logger"], failed["error"]) == ("foreign-log", "asyncpg", "ValueError")
    assert CANARY not in logged.getvalue()


async def test_an_unforeseen_error_is_told_to_nobody(logged: io.StringIO) -> None:
    app = application("network", ("localhost",))

    @app.get("/fails/{how}")
    async def fails(how: str) -> None:
        raise {
            "key": KeyError(CANARY),
            "value": ValueError(CANARY),
            "group": ExceptionGroup(CANARY, [OSError(CANARY)]),
        }[how]

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for how in ("key", "value", "group"):
            answer = await client.get(f"/fails/{how}", params={"name": CANARY}, headers={"X-Name": CANARY})
            assert (answer.status_code, answer.json()["code"]) == (500, "internal")
            assert answer.headers["x-request-id"] in logged.getvalue()
            assert CANARY not in answer.text
    assert [line["error"] for line in _lines(logged)] == ["KeyError", "ValueError", "ExceptionGroup"]
    assert CANARY not in logged.getvalue()


@pytest.mark.parametrize(
    "error",
    [
        ValueError(CANARY),
        KeyError(CANARY),
        OSError(5, CANARY, CANARY),
        RuleBroken("not-possible", name=CANARY),
        Conflict("taken", claim=CANARY),
        BaseExceptionGroup(CANARY, [ValueError(CANARY), ExceptionGroup(CANARY, [TypeError(CANARY)])]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_ends_a_process_is_told_by_class_and_place(error: BaseException) -> None:
    code, why = exit_code(error)
    assert code in {69, 70}
    assert CANARY not in why


def test_what_is_away_is_named(logged: io.StringIO) -> None:
    assert exit_code(Unavailable("database")) == (69, "database")
    log().error("process-ended", code=69, why="database")
    assert _lines(logged)[0]["why"] == "database"
