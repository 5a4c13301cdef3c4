"""What one command does, from the loaded aggregate to the saved events; the same for callers and for deadlines."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.access import Actor, require
from shared.aggregate import Command, Context, Dated, RecordCommand, Right
from shared.commands import CommandSpec, judged
from shared.contracts.dates import PartialDate
from shared.contracts.event import Entry, Provenance
from shared.contracts.ids import new_id
from shared.errors import Conflict, RuleBroken
from shared.store.work import Work
from shared.works import Cause, Loaded

_DAY_BEGINS_AT = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: the aggregate's version afterwards and the events it stated."""

    kind: str
    id: UUID
    version: int
    events: tuple[UUID, ...]
    unchanged: bool = False


def today_at(now: datetime) -> date:
    """The latest day anywhere on Earth (UTC+14): a fact of that day is not in the future."""
    return (now + _DAY_BEGINS_AT).date()


def cause_of(command: Command, actor: Actor, now: datetime, correlation: UUID, traceparent: str | None = None) -> Cause:
    """What the events of this command will carry."""
    record = isinstance(command, RecordCommand)
    provenance = Provenance(source=command.source, page=command.page)
    if isinstance(command, RecordCommand):
        provenance = provenance.model_copy(
            update={"synthetic": command.synthetic, "inferred": command.inferred, "row": command.row}
        )
    return Cause(
        actor=actor.id,
        correlation=correlation,
        occurred_on=command.occurred_on or PartialDate.of(now.date()),
        entry=Entry.RECORD if record else Entry.LIVE,
        provenance=provenance.model_copy(update={"digest": digest_of(command)}),
        traceparent=traceparent,
    )


def digest_of(command: Command) -> str:
    """The hash of a command's content: the same row of a data set has the same."""
    return hashlib.sha256(command.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:32]


def target_of(line: CommandSpec, command: Command, path_id: UUID | None) -> UUID:
    """The aggregate a command is for: from the path, from its body, or a new one."""
    if path_id is not None:
        return path_id
    if line.identify is not None:
        return line.identify(command)
    given: UUID | None = getattr(command, "id", None)
    return given or new_id()


async def execute(
    work: Work, line: CommandSpec, id: UUID, command: Command, actor: Actor, now: datetime, expected: int | None = None
) -> Outcome:
    """Load, authorise, decide, check, save. Raises DomainError.

    `expected` is the version the caller saw. A creation or a row that is already there with the same content changes
    nothing; with another content it is a Conflict.
    """
    loaded = await work.load(line.kind, id, create="{id}" not in line.path)
    if loaded.version:
        require(actor, line.who, loaded.scopes)
        if expected is not None and loaded.version != expected:
            raise Conflict("stale-version", version=loaded.version)
        if await _is_there(work, line, loaded, command):
            return Outcome(line.kind.name, id, loaded.version, (), unchanged=True)
    today = today_at(now)
    _refuse_the_future(work.cause.occurred_on, today)
    state = await work.state_on(loaded, work.cause.occurred_on)
    if state is None and "{id}" in line.path:
        raise Conflict("not-there-yet", on=str(work.cause.occurred_on))
    status = line.kind.status(state) if state is not None else None
    if line.states and status not in line.states:
        raise Conflict("not-in-state", status=status, allowed=list(line.states))
    said = line.decide(state, command, Context(actor.id, now, today))
    passed = []
    for one in said:
        dated = one if isinstance(one, Dated) else Dated(one, work.cause.occurred_on)
        _refuse_the_future(dated.occurred_on, today)
        passed.append(await judged(work, id, dated, line.checks))
    return await finish(work, loaded, passed, actor, [line.who])


async def finish(
    work: Work, loaded: Loaded[Any], said: Sequence[Any], actor: Actor, rights: Iterable[Sequence[Right]]
) -> Outcome:
    """Save, and make sure each right the actor used reaches the scopes that the aggregate has now (security.md A5)."""
    saved = await work.save(loaded, said)
    for who in rights:
        require(actor, who, saved.scopes)
    return Outcome(loaded.kind.name, loaded.id, saved.version, tuple(event.id for event in work.saved))


def _refuse_the_future(on: PartialDate, today: date) -> None:
    if on.counts_from > today:
        raise RuleBroken("in-the-future", field="occurred_on", on=str(on))


async def _is_there(work: Work, line: CommandSpec, loaded: Loaded[Any], command: Command) -> bool:
    """Whether this very row, or this very creation, was recorded before. Raises Conflict when its content differs."""
    if isinstance(command, RecordCommand) and command.row is not None:
        query, about = "event->>'row' = $3", command.row
        code = "recorded-differently"
    elif "{id}" not in line.path and line.identify is None:
        query, about = "sequence::text = $3", "1"
        code = "exists-differently"
    else:
        return False
    found = await work.connection.fetchval(
        f"select event->>'digest' from journal where kind = $1 and id = $2 and {query} limit 1",  # noqa: S608 (constants)
        loaded.kind.name,
        loaded.id,
        about,
    )
    if found is None:
        return False
    if found != work.cause.provenance.digest:
        raise Conflict(code, id=loaded.id)
    return True
