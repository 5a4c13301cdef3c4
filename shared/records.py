"""Records of the log as the consumer sees them, and what it needs of the place where it remembers them."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from shared.contracts.catalog import Address
from shared.errors import LemkinError

Key = tuple[str, UUID]
"""Kind and id of an aggregate: what order is kept within."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the log."""

    topic: str
    partition: int


@dataclass(frozen=True, slots=True)
class Received:
    """One record as it came."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes]
    timestamp: float = 0.0


class SeekBack(LemkinError):
    """The chunk was not applied; go on from `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Stop(LemkinError):
    """The process must end with this exit code: 75 transient for too long, 76 hole in the log, 78 wrong topic or log."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Holes:
    """Offsets that a log seems to lack. Once may be a record dropped on the way; twice at the same place it is the log."""

    def __init__(self) -> None:
        self._met: dict[Slot, int] = {}

    def refuse(self, slot: Slot, expected: int, first: int) -> None:
        """Raise SeekBack when records begin at `first`, above the offset expected; Stop 76 the second time."""
        if first <= expected:
            self._met.pop(slot, None)
            return
        if self._met.get(slot) == expected:
            raise Stop(76, f"{slot.topic}/{slot.partition} has no offset {expected}: the log continues at {first}")
        self._met[slot] = expected
        raise SeekBack(expected)


@dataclass(frozen=True, slots=True)
class Marker:
    """What the position row tells before a try: where we are, and how often this very place was tried."""

    next: int
    attempts: int
    failures_in_row: int


@dataclass(slots=True)
class Seen:
    """What is known of one aggregate: the last sequence handled, an open dead letter, records that wait, and the sequences
    that a person has discarded."""

    last: int = 0
    dead: bool = False
    waiting: bool = False
    discarded: frozenset[int] = frozenset()

    def forgoes(self, place: Address) -> bool:
        """Whether this event is passed over: it was discarded, or corrects a fact that was."""
        return place.sequence in self.discarded or place.corrects in self.discarded


class Chunk(Protocol):
    """The open transaction of one chunk, holding the lock of its position row, which stands at `next`."""

    connection: Any
    next: int

    async def seen(self, keys: Sequence[Key]) -> dict[Key, Seen]:
        """What is known of these aggregates."""

    async def waiting(self, key: Key) -> Received | None:
        """The parked record that comes next in this aggregate."""

    async def park(self, record: Received, place: Address, reason: str) -> None:
        """Let a record wait: `gap`, `behind` a dead letter, or `unknown` to this release."""

    async def unpark(self, place: Address) -> None:
        """It waits no longer."""

    async def bury(self, record: Received, place: Address | None, reason: str, error: str, attempts: int) -> None:
        """Make it a dead letter: `poison`, `handler` or `crash`; a handler's failure is counted in a row."""

    async def advance(self, reached: Mapping[Key, int], next: int | None) -> None:
        """Move the inbox and (unless None) the position; a success ends the row of failures."""


class Inboxes(Protocol):
    """Where a consumer keeps what it handled (shared/store/inbox.py)."""

    async def position(self, slot: Slot, log_start: int) -> int:
        """Where to go on, made at 0 the first time. Raises Stop when it does not fit the log."""

    async def mark(self, slot: Slot, offset: int) -> Marker:
        """Remember, durably against our own death, that the record at `offset` is tried now."""

    async def unmark(self, slot: Slot) -> None:
        """Forget the tries: they ended for a reason outside the record."""

    async def mark_waiting(self, key: Key) -> int:
        """Remember that the parked record that comes next is tried now; how often it was, 0 when none comes next."""

    async def unmark_waiting(self, key: Key) -> None:
        """Forget the tries of what is parked of this aggregate."""

    async def waiting_keys(self, slot: Slot) -> list[Key]:
        """Aggregates whose next record is parked here and has no dead letter before it."""

    def chunk(self, slot: Slot) -> AbstractAsyncContextManager[Chunk]:
        """Open a transaction that fences every other owner of the slot."""
