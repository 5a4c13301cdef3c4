"""A door: the smallest aggregate in which facts can be out of order, and its life in memory."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from shared.aggregate import Aggregate, Dated, Kind, Lifecycle, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.errors import DomainError
from shared.works import Cause, Correction
from tests.support.memory import Memory, MemoryWork, run

ID = UUID(int=1)
START = date(2012, 1, 1)


class Noted(Event, type="test.noted"):
    """Always legal: what remains is the order."""

    word: int


class Opened(Event, type="test.opened"):
    """Legal while it is closed."""


class Closed(Event, type="test.closed"):
    """Legal while it is open."""


class Retracted(FactRetracted, type="test.fact-retracted"):
    """A fact is taken back."""


class Door(Aggregate):
    """Opens and closes in turn, and remembers what was noted, in order."""

    status: str
    words: tuple[int, ...] = ()


STATES: Lifecycle = {
    None: {Opened: "open", Noted: "closed"},
    "open": {Closed: "closed", Noted: "open"},
    "closed": {Opened: "open", Noted: "closed"},
}


def apply(state: Door | None, fact: Envelope) -> Door:
    status = step(STATES, state.status if state else None, fact.event)
    words = state.words if state else ()
    return Door(status=status, words=(*words, fact.event.word) if isinstance(fact.event, Noted) else words)


DOOR = Kind("door", Door, apply, lambda _: frozenset({"secretariat"}))


def day(number: int) -> PartialDate:
    return PartialDate.of(START + timedelta(days=number))


def live(life: Sequence[tuple[str, object, int]]) -> tuple[Memory, list[Door | None]]:
    """Do it all; what is refused changes nothing. Returns the memory, and the state that each step left behind."""
    memory, states = Memory((), Retracted), []
    for what, about, number in life:
        work = MemoryWork(memory, Cause(ID, uuid4(), day(number)))
        loaded = run(work.load(DOOR, ID, create=True))
        roots = [event.sequence for event in memory.events.get(("door", ID), []) if event.corrects is None]
        try:
            if isinstance(about, Event):
                run(work.save(loaded, [about]))
            elif roots and isinstance(about, int):
                root = roots[about % len(roots)]
                first = next(event for event in memory.events["door", ID] if event.sequence == root)
                event = first.event if what == "move" else Retracted(fact=first.event.type)
                run(work.save(loaded, [Correction(root, Dated(event, day(number)))]))
        except DomainError:
            assert run(work.load(DOOR, ID, create=True)).version == loaded.version
        states.append(memory.state(DOOR, ID))
    return memory, states


def journal(memory: Memory) -> list[Envelope]:
    return memory.events.get(("door", ID), [])
