"""Repeats of mails: each must be explained by one death of a sender between the server's acceptance and our commit (P5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from tests.chaos.history import History
from tests.chaos.post import Taken

AWAY = 60.0
"""Seconds within which a fault that is no death has its effect."""
NOTICED = 5.0
"""Seconds from a death until the next start, at most."""


@dataclass(frozen=True, slots=True)
class Death:
    """Something that ends one try of one sender without a trace, at some time from `since` to `until`."""

    since: float
    until: float


def deaths(history: History) -> list[Death]:
    """Each process of notifications that started again without having ended in order; each that stood still beyond its
    lease; and for each sender each time that the database was away."""
    found: list[Death] = []
    started: set[str] = set()
    in_order: set[str] = set()
    for line in history.lines:
        part = str(line.data.get("part", ""))
        if line.what == "fault":
            found += [Death(line.at, line.at + AWAY) for name in line.data["names"] for _ in range(_stopped_by(name))]
        elif not part.startswith("notifications"):
            continue
        elif line.what == "exit" and line.data["code"] == 0:
            in_order.add(part)
        elif line.what == "start":
            if part in started and part not in in_order:
                found.append(Death(line.at - NOTICED, line.at))
            started.add(part)
            in_order.discard(part)
    return found


def _stopped_by(fault: str) -> int:
    """How many senders it may stop in the middle of a try."""
    return 2 if "postgres" in fault else int("freeze notifications" in fault)


def repeats(taken: Sequence[Taken]) -> list[tuple[Taken, Taken]]:
    """Each mail with the next one of the same Message-ID."""
    by_id: dict[str, list[Taken]] = {}
    for mail in taken:
        by_id.setdefault(mail.id, []).append(mail)
    return [pair for mails in by_id.values() for pair in pairwise(mails)]


def unexplained(taken: Sequence[Taken], history: History) -> Mapping[UUID, int]:
    """How often each dispatch went out once more without a reason. One death explains one repeat, and no more; so does a
    server that took a mail and never said so."""
    left = sorted(deaths(history), key=lambda death: death.until)
    found = Counter[UUID]()
    for one, two in sorted(repeats(taken), key=lambda pair: pair[1].at):
        if not one.said:
            continue
        reason = next((death for death in left if death.until >= one.at and death.since <= two.at), None)
        if reason is None:
            found[two.dispatch] += 1
        else:
            left.remove(reason)
    return found
