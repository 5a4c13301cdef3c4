"""Memory: a service's facts without a database. What commands and reactions do is the real thing; only the rows are not."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest

from shared import history
from shared.access import Actor
from shared.aggregate import Dated, Kind
from shared.commands import CommandSpec
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.contracts.ids import SYSTEM, ActorId
from shared.contracts.published import CATALOG
from shared.correct import Correct, correct
from shared.errors import DomainError, NotFound
from shared.execute import Outcome, cause_of, execute, target_of
from shared.reactions import Reaction, by_type
from shared.store.work import Work
from shared.works import Cause, Loaded, caused_by
from tests.support.given import NOW, Given, envelope

T = TypeVar("T")
Key = tuple[str, UUID]
SECRETARIAT = Actor(ActorId(UUID(int=1)), "secretariat", frozenset({"secretariat"}))


class Memory:
    """The facts of one service; post commands, correct facts, hear events."""

    def __init__(
        self, table: Sequence[CommandSpec], retraction: type[FactRetracted], reactions: Sequence[Reaction] = ()
    ) -> None:
        self.lines = {line.path: line for line in table}
        self.kinds: dict[str, Kind[Any]] = {line.kind.name: line.kind for line in table}
        self.events: dict[Key, list[Envelope]] = {}
        self.copies: dict[Key, list[Envelope]] = {}
        self.journal: list[Envelope] = []
        self._retraction = retraction
        self._reactions = by_type(reactions)

    def holds(self, *facts: Given[Any]) -> "Memory":
        """These aggregates are there."""
        for one in facts:
            assert one.id is not None
            self.events[one.kind.name, one.id] = list(one.events)
        return self

    def state(self, kind: Kind[Any], id: UUID) -> Any:
        return history.state_at(kind.apply, self.events.get((kind.name, id), []))

    def post(
        self, path: str, body: Mapping[str, Any], *, id: UUID | None = None, actor: Actor = SECRETARIAT
    ) -> Outcome:
        """What a caller's POST does. Raises DomainError."""
        line = self.lines[path]
        command = line.command.model_validate_json(json.dumps(dict(body)))
        work = MemoryWork(self, cause_of(command, actor, NOW, uuid4()))
        return self._commit(execute(work, line, target_of(line, command, id), command, actor, NOW))

    def correct(self, kind: Kind[Any], id: UUID, *changes: Mapping[str, Any], actor: Actor = SECRETARIAT) -> Outcome:
        """A correction of several facts of one aggregate. Raises DomainError."""
        wish = Correct.model_validate_json(json.dumps({"changes": changes, "reason": "mistake"}))
        work = MemoryWork(self, Cause(actor.id, uuid4(), PartialDate.of(NOW.date())))
        expected = len(self.events[kind.name, id])
        table = list(self.lines.values())
        return self._commit(correct(work, table, self._retraction, kind, id, wish, actor, NOW, expected))

    def hear(self, *heard: Envelope) -> None:
        """What the table of reactions does with events, ours or foreign."""
        for event in heard:
            about = event.event.fact if isinstance(event.event, FactRetracted) else event.event.type
            for line in self._reactions.get(about, ()):
                do = line.do if event.corrects is None else line.corrected
                if do is not None:
                    run(do(event, MemoryWork(self, caused_by(event, SYSTEM))))

    def hear_all(self) -> None:
        """React to everything of our own that was not heard yet, and to what that leads to."""
        while self.journal:
            self.hear(self.journal.pop(0))

    def _commit(self, doing: Awaitable[Outcome]) -> Outcome:
        before = {key: list(events) for key, events in self.events.items()}, list(self.journal)
        try:
            return run(doing)
        except DomainError:
            self.events, self.journal = before
            raise


class MemoryWork(Work):
    """The real work over rows in memory."""

    def __init__(self, memory: Memory, cause: Cause) -> None:
        super().__init__(_Rows(memory), CATALOG, cause)  # type: ignore[arg-type]
        self._memory = memory
        self._journal = _Journal(memory)  # type: ignore[assignment]

    async def load(self, kind: Kind[Any], id: UUID, *, create: bool = False) -> Loaded[Any]:
        events = self._memory.events.get((kind.name, id), [])
        if not events and not create:
            raise NotFound("not-found", kind=kind.name)
        facts = history.effective(events)
        state = history.fold(kind.apply, facts)
        scopes = [event.scopes for event in events][-1:] or [()]
        return Loaded(
            kind=kind,
            id=id,
            version=len(events),
            recorded=events[-1].recorded if events else None,
            latest=facts[-1].occurred_on.counts_from if facts else date.min,
            state=state,
            scopes=kind.scopes(state) if state is not None else frozenset(scopes[0]),
        )

    async def state_of(self, kind: Kind[Any], id: UUID, on: PartialDate | None = None) -> Any:
        events = self._memory.events.get((kind.name, id), [])
        return history.state_at(kind.apply, events, on.latest if on else None)

    async def keep(self, event: Envelope) -> None:
        self._memory.copies.setdefault((event.kind, event.subject), []).append(event)

    async def copy_of(self, kind: str, id: UUID) -> Sequence[Envelope]:
        return self._memory.copies.get((kind, id), [])

    async def find(self, kind: Kind[Any], **having: object) -> list[UUID]:
        wanted = {name: str(value) for name, value in having.items()}
        states = {id: self._memory.state(kind, id) for name, id in self._memory.events if name == kind.name}
        documents = {id: state.model_dump(mode="json") for id, state in states.items() if state is not None}
        return sorted(id for id, document in documents.items() if wanted.items() <= document.items())

    async def holder_of(self, claim: str) -> UUID | None:
        for name, id in self._memory.events:
            kind = self._memory.kinds[name]
            state = self._memory.state(kind, id)
            if state is not None and claim in kind.claims(state):
                return id
        return None

    async def _write(self, loaded: Loaded[Any], *_: Any) -> None:
        """The rows of aggregates, claims and deadlines follow from the events."""


class _Journal:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def of(self, kind: str, id: UUID) -> list[Envelope]:
        return list(self._memory.events.get((kind, id), []))

    async def append(self, events: Sequence[Envelope]) -> None:
        for event in events:
            self._memory.events.setdefault((event.kind, event.subject), []).append(event)
            self._memory.journal.append(event)


class _Rows:
    """What the work and `execute` ask the database for by themselves: the clock, and whether a row is there."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def fetchval(self, query: str, *given: Any) -> Any:
        if "clock_timestamp" in query:
            return NOW
        kind, id, about = given
        events = self._memory.events.get((kind, id), [])
        same = [one for one in events if about == (one.provenance.row if "'row'" in query else str(one.sequence))]
        return same[0].provenance.digest if same else None


def run(doing: Awaitable[T]) -> T:
    """Run what never waits."""
    try:
        next(doing.__await__())
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("it waits for something")


def refused(code: str, act: Callable[..., object], *args: Any, **kwargs: Any) -> DomainError:
    """The refusal, by that rule, of an act."""
    with pytest.raises(DomainError) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code, caught.value
    return caught.value


def heard(kind: str, id: UUID, sequence: int, event: Event, on: str, corrects: int | None = None) -> Envelope:
    """A foreign event as it comes from the log."""
    return envelope(kind, id, sequence, Dated(event, PartialDate.parse(on)), corrects)
