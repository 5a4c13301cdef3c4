"""Named places where a test may kill the process, so that every window between two effects can be hit on purpose.

Off unless `arm` was called: an unarmed passage is one comparison. The kill is SIGKILL to ourselves, so that nothing
(no `finally`, no exit handler, no flush) runs after it, as when the machine loses the process.
"""

import os
import signal
from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """Every crash point of the system; a run of the checker must hit each of them."""

    API_BEFORE_COMMIT = "api.before_commit"
    API_AFTER_COMMIT = "api.after_commit"
    RELAY_BEFORE_SEND = "relay.before_send"
    RELAY_AFTER_ACK = "relay.after_ack"
    RELAY_AFTER_DELETE = "relay.after_delete"
    RELAY_LOST_LEAD = "relay.lost_lead"
    CONSUMER_BEFORE_TRANSACTION = "consumer.before_transaction"
    CONSUMER_IN_TRANSACTION = "consumer.in_transaction"
    CONSUMER_BEFORE_COMMIT = "consumer.before_commit"
    CONSUMER_AFTER_COMMIT = "consumer.after_commit"
    CONSUMER_AFTER_ACK = "consumer.after_ack"
    STREAMS_BEFORE_SEEK = "streams.before_seek"
    STREAMS_AFTER_SEEK = "streams.after_seek"
    DEADLINE_BEFORE_COMMIT = "deadline.before_commit"
    DEADLINE_AFTER_COMMIT = "deadline.after_commit"
    GATEWAY_BEFORE_SNAPSHOTS = "gateway.before_snapshots"
    GATEWAY_AFTER_SNAPSHOTS = "gateway.after_snapshots"
    DLQ_IN_REDRIVE = "dlq.in_redrive"
    PROCESS_DRAINING = "process.draining"
    MIGRATE_BETWEEN = "migrate.between"
    MAIL_BEFORE_SEND = "mail.before_send"
    MAIL_AFTER_ACCEPT = "mail.after_accept"


@dataclass(slots=True)
class _Fuse:
    """Where to die, and how many passages are left until then."""

    point: Point | None = None
    left: int = 0


_fuse = _Fuse()


def parse(spec: str) -> tuple[Point, int]:
    """Read ``point:n`` (the value of LEMKIN_CRASH): the point and the passage, counted from 1, at which to die.

    Raises:
        ValueError: the point is not one of `Point`, or n is not a whole number of at least 1.
    """
    name, _, count = spec.partition(":")
    if name not in set(Point):
        message = f"LEMKIN_CRASH names no crash point: {name!r}; it must be one of {', '.join(Point)}"
        raise ValueError(message)
    if not (count.isascii() and count.isdigit() and int(count) >= 1):
        message = f"LEMKIN_CRASH must read point:n with n a whole number of at least 1, not {spec!r}"
        raise ValueError(message)
    return Point(name), int(count)


def arm(spec: str) -> None:
    """Kill this process at the n-th passage from now of the point named by ``point:n``; an empty text disarms.

    Raises:
        ValueError: as `parse`.
    """
    _fuse.point, _fuse.left = parse(spec) if spec else (None, 0)


def passage(point: Point) -> None:
    """Say that execution stands at this point; here the process ends when `arm` chose it."""
    if _fuse.point is not point:
        return
    _fuse.left -= 1
    if _fuse.left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
