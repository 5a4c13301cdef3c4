"""`correct`: the one way to change what was recorded, by later facts. It takes a list and is judged once, after all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.access import Actor, require
from shared.aggregate import SECRETARIAT, Dated, Kind, Right
from shared.commands import CommandSpec, judged, lines_of
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.contracts.text import Code, SafeStr
from shared.errors import Conflict, RuleBroken
from shared.execute import Outcome, finish, today_at
from shared.store.work import Work
from shared.works import Correction

_ONLY_SECRETARIAT = (Right(SECRETARIAT, "all"),)


class Change(BaseModel):
    """One fact, named by the sequence of its first event: a new date, a new content, or its retraction."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fact: int = Field(ge=1)
    retract: bool = False
    occurred_on: PartialDate | None = None
    content: dict[str, Any] | None = None


class Correct(BaseModel):
    """The body of a correction. `reason` is a code such as `mistake`, `late-letter`, `better-source`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    changes: list[Change] = Field(min_length=1, max_length=50)
    reason: Code
    source: UUID | None = None
    page: SafeStr | None = None


def correctors(lines: Iterable[CommandSpec]) -> tuple[Right, ...]:
    """Who may correct anything at all of what these lines state; which fact, is judged fact by fact."""
    return tuple(dict.fromkeys([right for line in lines for right in line.who] + [*_ONLY_SECRETARIAT]))


async def correct(
    work: Work,
    table: Sequence[CommandSpec],
    retraction: type[FactRetracted],
    kind: Kind[Any],
    id: UUID,
    wish: Correct,
    actor: Actor,
    now: datetime,
    expected: int,
) -> Outcome:
    """Apply the list in one work. Raises DomainError: unknown facts, stale version, whatever `apply` or a check refuses.

    Nothing is told of an object that is not the actor's, not even which facts it has (security.md I7).
    """
    loaded = await work.load(kind, id)
    require(actor, correctors(line for line in table if line.kind is kind), loaded.scopes)
    events = await work.events_of(loaded)
    first = {event.root: event for event in reversed(events)}
    last = {event.root: event for event in events}
    corrections, rights = [], set()
    for nth, change in enumerate(wish.changes):
        if change.fact not in first:
            raise RuleBroken("unknown-fact", field=f"changes/{nth}/fact", fact=change.fact)
        lines = lines_of(table, type(first[change.fact].event))
        who = lines[0].who if lines else _ONLY_SECRETARIAT
        require(actor, who, loaded.scopes)
        rights.add(who)
        corrections.append(_new_version(nth, change, first[change.fact], last[change.fact], retraction))
    if loaded.version != expected:
        raise Conflict("stale-version", version=loaded.version)
    today = today_at(now)
    for nth, one in enumerate(corrections):
        if one.said.occurred_on.counts_from > today:
            raise RuleBroken("in-the-future", field="occurred_on", on=str(one.said.occurred_on))
        lines = lines_of(table, type(one.said.event))
        said = await judged(work, id, one.said, lines[0].checks if lines else ())
        corrections[nth] = replace(one, said=said)
    return await finish(work, loaded, corrections, actor, rights)


def _new_version(
    nth: int, change: Change, first: Envelope, last: Envelope, retraction: type[FactRetracted]
) -> Correction:
    was_retracted = isinstance(last.event, FactRetracted)
    if change.retract:
        if was_retracted:
            raise Conflict.already_so(fact=change.fact)
        return Correction(change.fact, Dated(retraction(fact=first.event.type), last.occurred_on))
    if change.content is None and change.occurred_on is None and not was_retracted:
        raise RuleBroken("nothing-to-correct", field=f"changes/{nth}")
    event = first.event if was_retracted else last.event
    if change.content is not None:
        event = _content(nth, type(first.event), change.content)
    return Correction(change.fact, Dated(event, change.occurred_on or last.occurred_on))


def _content(nth: int, event: type[Event], content: dict[str, Any]) -> Event:
    if unknown := sorted(set(content) - set(event.model_fields)):
        raise RuleBroken("unknown-field", field=f"changes/{nth}/content/{unknown[0]}")
    try:
        return event.model_validate(content)
    except ValidationError as error:
        where = "/".join(str(part) for part in error.errors()[0]["loc"])
        raise RuleBroken("invalid-content", field=f"changes/{nth}/content/{where}") from error
