"""Facts at two times: whatever the order of recording, correcting and retracting, the same facts give the same answers.

The work under test is the real one (shared/store/work.py) over facts in memory; what it must agree with is computed here
from the definition, without the shared code.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from shared import history
from shared.aggregate import Aggregate, Dated, Kind, Lifecycle, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.errors import Conflict, DomainError, RuleBroken
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


NUMBERS = st.integers(0, 30)
EVENTS = st.one_of(st.builds(Noted, word=st.integers(0, 5)), st.builds(Opened), st.builds(Closed))
STATED = st.tuples(st.just("state"), EVENTS, NUMBERS)
MOVED = st.tuples(st.just("move"), st.integers(0, 9), NUMBERS)
TAKEN_BACK = st.tuples(st.just("retract"), st.integers(0, 9), NUMBERS)
LIVES = st.lists(st.one_of(STATED, STATED, MOVED, TAKEN_BACK), max_size=20)


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


def by_definition(events: Sequence[Envelope], known_at: datetime | None = None) -> list[tuple[date, int, Event]]:
    """The effective facts: of each root the last version recorded by then, by day and root, without retracted ones."""
    last: dict[int, Envelope] = {}
    for event in events:
        if known_at is None or event.recorded <= known_at:
            last[event.corrects if event.corrects is not None else event.sequence] = event
    return sorted(
        (
            (version.occurred_on.counts_from, root, version.event)
            for root, version in last.items()
            if not isinstance(version.event, FactRetracted)
        ),
        key=lambda fact: fact[:2],
    )


@given(LIVES)
def test_the_answer_of_every_day_and_known_time_is_legal_and_the_one_of_the_definition(
    life: list[tuple[str, object, int]],
) -> None:
    memory, _ = live(life)
    for known_at in [None, *(event.recorded for event in journal(memory))]:
        facts = by_definition(journal(memory), known_at)
        for number in range(31):
            asked = START + timedelta(days=number)
            expected = None
            for _, _, event in (fact for fact in facts if fact[0] <= asked):
                status = step(STATES, expected.status if expected else None, event)
                words = (*(expected.words if expected else ()), *([event.word] if isinstance(event, Noted) else []))
                expected = Door(status=status, words=words)
            assert history.state_at(apply, journal(memory), asked, known_at) == expected


@given(LIVES)
def test_what_a_work_carries_on_is_what_a_fresh_one_finds(life: list[tuple[str, object, int]]) -> None:
    """The state a save returns, which the store keeps, whether it only added or went through all facts."""
    memory = Memory((), Retracted)
    kept = None
    for _, about, number in life:
        if isinstance(about, Event):
            work = MemoryWork(memory, Cause(ID, uuid4(), day(number)))
            try:
                kept = run(work.save(run(work.load(DOOR, ID, create=True)), [about])).state
            except DomainError:
                continue
            assert kept == memory.state(DOOR, ID)


@given(LIVES, NUMBERS)
def test_an_answer_for_a_past_known_time_never_changes(life: list[tuple[str, object, int]], as_of: int) -> None:
    asked = START + timedelta(days=as_of)
    answers: list[tuple[datetime, Door | None]] = []
    for length in range(1, len(life) + 1):
        memory, _ = live(life[:length])
        if journal(memory):
            answers.append((journal(memory)[-1].recorded, history.state_at(apply, journal(memory), asked)))
    whole, _ = live(life)
    for known_at, answer in answers:
        assert history.state_at(apply, journal(whole), asked, known_at) == answer


@given(LIVES)
def test_facts_count_by_their_day_and_root_at_every_known_time(life: list[tuple[str, object, int]]) -> None:
    memory, _ = live(life)
    for known_at in [None, *(event.recorded for event in journal(memory))]:
        found = history.effective(journal(memory), known_at)
        assert [(fact.occurred_on.counts_from, fact.root, fact.event) for fact in found] == by_definition(
            journal(memory), known_at
        )


@given(st.lists(st.tuples(st.integers(0, 99), NUMBERS), unique_by=lambda fact: fact[1], max_size=8), st.randoms())
def test_facts_of_different_days_may_be_recorded_in_any_order(facts: list[tuple[int, int]], chance: object) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, _ = live([("state", Noted(word=word), number) for word, number in facts])
    other, _ = live([("state", Noted(word=word), number) for word, number in shuffled])
    for number in range(31):
        asked = START + timedelta(days=number)
        assert history.state_at(apply, journal(one), asked) == history.state_at(apply, journal(other), asked)


@given(
    st.lists(st.tuples(NUMBERS, st.lists(st.tuples(st.booleans(), NUMBERS), max_size=4)), min_size=1, max_size=5),
    st.randoms(),
)
@settings(max_examples=200)
def test_the_order_does_not_depend_on_when_facts_were_corrected(
    facts: list[tuple[int, list[tuple[bool, int]]]], chance: object
) -> None:
    """Corrections of different facts may come in any order, as long as those of one fact keep theirs."""
    stated = [("state", Noted(word=nth), number) for nth, (number, _) in enumerate(facts)]
    corrections = [(nth, change) for nth, (_, changes) in enumerate(facts) for change in changes]
    turns = [nth for nth, _ in corrections]
    chance.shuffle(turns)  # type: ignore[attr-defined]
    queues = {nth: [change for of, change in corrections if of == nth] for nth in set(turns)}
    mixed = [(nth, queues[nth].pop(0)) for nth in turns]
    one, _ = live([*stated, *(_correction(*change) for change in corrections)])
    other, _ = live([*stated, *(_correction(*change) for change in mixed)])
    assert by_definition(journal(one)) == by_definition(journal(other))
    assert memory_words(one) == memory_words(other)


def _correction(nth: int, change: tuple[bool, int]) -> tuple[str, object, int]:
    retract, number = change
    return ("retract" if retract else "move", nth, number)


def memory_words(memory: Memory) -> tuple[int, ...]:
    state = memory.state(DOOR, ID)
    return state.words if state else ()


def test_a_retracted_fact_can_be_restored_by_a_later_correction() -> None:
    memory, states = live([("state", Noted(word=7), 3), ("retract", 0, 3), ("move", 0, 5)])
    assert [state.words if state else None for state in states] == [(7,), None, (7,)]
    assert history.state_at(apply, journal(memory), START + timedelta(days=4)) is None


def test_a_list_is_judged_once_after_all_of_it() -> None:
    """Swapping an opening and a closing is not reachable one by one."""
    memory, _ = live([("state", Opened(), 1), ("state", Closed(), 5), ("state", Opened(), 9)])
    swap = [Correction(1, Dated(Opened(), day(6))), Correction(2, Dated(Closed(), day(7)))]
    for one in swap[:1]:
        assert _refusal(memory, [one]) == "later-fact-conflicts"
    work = MemoryWork(memory, Cause(ID, uuid4(), day(0)))
    saved = run(work.save(run(work.load(DOOR, ID)), swap))
    assert (saved.version, memory.state(DOOR, ID).status) == (5, "open")


def test_what_is_said_together_counts_by_its_days_not_by_the_order_of_saying() -> None:
    memory = Memory((), Retracted)
    work = MemoryWork(memory, Cause(ID, uuid4(), day(0)))
    loaded = run(work.load(DOOR, ID, create=True))
    saved = run(work.save(loaded, [Dated(Closed(), day(5)), Dated(Opened(), day(1))]))
    assert (saved.state, saved.latest) == (Door(status="closed"), START + timedelta(days=5))


def test_a_new_fact_that_is_illegal_is_refused_for_itself_and_a_later_one_by_name() -> None:
    memory, _ = live([("state", Opened(), 1), ("state", Closed(), 9)])
    assert _refusal(memory, [Dated(Opened(), day(10)), Dated(Opened(), day(11))]) == "not-possible"
    refusal = _refused(memory, [Dated(Closed(), day(5))])
    assert isinstance(refusal, Conflict)
    assert (refusal.params["fact"], refusal.params["rule"]) == (2, "not-possible")
    assert isinstance(_refused(memory, [Dated(Opened(), day(5))]), RuleBroken)


def test_a_creation_with_later_facts_cannot_be_retracted_alone() -> None:
    memory, _ = live([("state", Opened(), 1), ("state", Closed(), 2)])
    gone = [Correction(root, Dated(Retracted(fact="test.opened"), day(1))) for root in (1, 2)]
    assert _refusal(memory, gone[:1]) == "later-fact-conflicts"
    work = MemoryWork(memory, Cause(ID, uuid4(), day(0)))
    saved = run(work.save(run(work.load(DOOR, ID)), gone))
    assert (saved.state, saved.latest, saved.version) == (None, date.min, 4)


def test_recorded_never_goes_back_and_sequences_have_no_gap() -> None:
    memory, _ = live([("state", Noted(word=n), n) for n in range(5)])
    events = journal(memory)
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5]
    assert all(one.recorded < other.recorded for one, other in pairwise(events))


def _refused(memory: Memory, said: Sequence[Dated | Correction]) -> DomainError:
    work = MemoryWork(memory, Cause(ID, uuid4(), day(0)))
    try:
        run(work.save(run(work.load(DOOR, ID)), said))
    except DomainError as error:
        return error
    raise AssertionError("it was not refused")


def _refusal(memory: Memory, said: Sequence[Dated | Correction]) -> str:
    return _refused(memory, said).code
