"""Logs and metrics. Logs carry constant names and allowed keys only, never a message that may quote a value (security.md L1)."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import Counter, Gauge

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "service",
        "role",
        "actor",
        "kind",
        "id",
        "sequence",
        "version",
        "position",
        "offset",
        "topic",
        "partition",
        "consumer",
        "code",
        "error",
        "status",
        "method",
        "route",
        "seconds",
        "rows",
        "count",
        "events",
        "exit",
        "why",
        "point",
        "name",
        "port",
        "request",
        "logger",
        "line",
        "reason",
    ]
)

COMMANDS = Counter("lemkin_commands_total", "Commands answered", ["operation", "status"])
OUTBOX_ROWS = Gauge("lemkin_outbox_rows", "Events that Kafka has not acknowledged")
LAG_AGE = Gauge("lemkin_lag_age_seconds", "How old the record handled last was when it was handled")
HEARING = Gauge("lemkin_hearing", "1 when this process hears its topics, or has none to hear")
HEARING.set(1)
OUTBOX_AGE = Gauge("lemkin_outbox_age_seconds", "Age of the oldest of them")


def _allow(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in ALLOWED}


class _ForeignLogs(logging.Handler):
    """Other libraries' logs: who and where, without the message."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().log(
            record.levelno, "foreign-log", logger=record.name, line=f"{record.funcName}:{record.lineno}", error=error
        )


def configure(service: str, role: str) -> None:
    """Set up logging for this process: JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _allow,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service, role=role)
    root = logging.getLogger()
    root.handlers[:] = [_ForeignLogs(level=logging.WARNING)]
    root.setLevel(logging.WARNING)


def log() -> Any:
    """The logger: `log().info("constant-name", key=value)`."""
    return structlog.get_logger()


def value(gauge: Gauge) -> float:
    """What a gauge shows now."""
    return next(iter(gauge.collect())).samples[0].value
