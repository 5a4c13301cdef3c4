"""Facts at two times: whatever the order of recording, correcting and retracting, the same facts give the same answers.

The work under test is the real one (shared/store/work.py) over facts in memory; what it must agree with is computed here
from the definition, without the shared code.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from shared import history
from shared.aggregate import step
from shared.contracts.event import Envelope, Event, FactRetracted
from shared.errors import DomainError
from shared.works import Cause
from tests.support.memory import Memory, MemoryWork, run
from tests.unit.history.door import (
    DOOR,
    ID,
    START,
    STATES,
    Closed,
    Door,
    Noted,
    Opened,
    Retracted,
    apply,
    day,
    journal,
    live,
)

NUMBERS = st.integers(0, 30)
EVENTS = st.one_of(st.builds(Noted, word=st.integers(0, 5)), st.builds(Opened), st.builds(Closed))
STATED = st.tuples(st.just("state"), EVENTS, NUMBERS)
MOVED = st.tuples(st.just("move"), st.integers(0, 9), NUMBERS)
TAKEN_BACK = st.tuples(st.just("retract"), st.integers(0, 9), NUMBERS)
LIVES = st.lists(st.one_of(STATED, STATED, MOVED, TAKEN_BACK), max_size=20)


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
