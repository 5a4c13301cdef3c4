"""Legality: every prefix of the facts is legal, a list is judged once, and who is in the way is named."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

from shared import history
from shared.aggregate import Dated
from shared.errors import Conflict, DomainError, RuleBroken
from shared.works import Cause, Correction
from tests.support.memory import Memory, MemoryWork, run
from tests.unit.history.door import (
    DOOR,
    ID,
    START,
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
