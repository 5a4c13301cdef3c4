"""Reaction: one line of a service's table of reactions, and what runs the table over a batch of events."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from shared.contracts.event import Envelope, Event
from shared.works import Works

React = Callable[[Envelope, Works], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """When `event` is heard, `do` runs in the consumer's transaction. `corrected` runs for later versions of the fact
    (also for its retraction); a line without it leaves corrections alone, since nothing of ours depends on them."""

    event: type[Event]
    do: React
    corrected: React | None = None


def by_type(table: Sequence[Reaction]) -> dict[str, list[Reaction]]:
    """The table by wire name."""
    lines: dict[str, list[Reaction]] = {}
    for line in table:
        lines.setdefault(line.event.type, []).append(line)
    return lines
