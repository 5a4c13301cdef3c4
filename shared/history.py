"""Facts at two times: which facts stood at a known time, in which order they count, and the state they fold to.

The one place of architecture.md section 5, used by the write side, by copies, by `verify` and by the gateway.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from shared.contracts.event import Envelope, FactRetracted
from shared.errors import Conflict, DomainError

S = TypeVar("S")


def order(fact: Envelope) -> tuple[date, int]:
    """Facts count by the day they count from, then by their root, never by the sequence of a correction."""
    return fact.occurred_on.counts_from, fact.root


def effective(events: Iterable[Envelope], known_at: datetime | None = None) -> list[Envelope]:
    """The version of every fact that stands at `known_at` (default: now), in order. `events` come by sequence."""
    versions = {event.root: event for event in events if known_at is None or event.recorded <= known_at}
    return sorted((fact for fact in versions.values() if not isinstance(fact.event, FactRetracted)), key=order)


def fold(apply: Callable[[S | None, Envelope], S], facts: Iterable[Envelope], as_of: date | None = None) -> S | None:
    """The state after all `facts` (in order) that count from `as_of` or earlier; None when there is none."""
    state: S | None = None
    for fact in facts:
        if as_of is not None and fact.occurred_on.counts_from > as_of:
            break
        state = apply(state, fact)
    return state


def state_at(
    apply: Callable[[S | None, Envelope], S],
    events: Sequence[Envelope],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> S | None:
    """The state as of a day, as known at a time."""
    return fold(apply, effective(events, known_at), as_of)


def follow(new: Iterable[Envelope], latest: date) -> bool:
    """Whether events only add to facts of which the last counts from `latest`: then the state goes on from there."""
    return all(event.corrects is None and event.occurred_on.counts_from >= latest for event in new)


def judge(
    apply: Callable[[S | None, Envelope], S], facts: Sequence[Envelope], new: Iterable[Envelope], state: S | None = None
) -> tuple[S | None, date]:
    """The state after `facts` (in order), and the day the last counts from; every prefix of them must be legal.

    Raises the DomainError of the fact among `new` that is illegal, or Conflict `later-fact-conflicts` naming the one that
    the new ones make impossible.
    """
    ours = {event.sequence for event in new}
    for fact in facts:
        try:
            state = apply(state, fact)
        except DomainError as error:
            if fact.sequence in ours:
                raise
            raise Conflict(
                "later-fact-conflicts",
                fact=fact.root,
                type=fact.event.type,
                on=str(fact.occurred_on),
                rule=error.code,
            ) from error
    return state, facts[-1].occurred_on.counts_from if facts else date.min
