"""Checks: the invariants of the design's chapter on the checker, over the history and the evidence of one run.

Each check returns what it finds wrong, in sentences; an empty list is the promise kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from shared import history as facts
from shared.contracts.ids import SYSTEM
from shared.contracts.network.focal_point_seat import FocalPointSeatOpened
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.network.regional_network import AccessionRuleSet
from shared.routes import stored_key
from shared.service import Service
from tests.chaos.evidence import Store
from tests.chaos.history import Asked, History

REPEATS_A_FAULT = 50
"""A relay sends again what it had in hand: at this rate of commands never more."""
MOST = 5
"""Findings of one sort that are told in full."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was not kept: the invariant (I1 to I10), what was seen, and how often.

    `sort`: `lost`, `doubled`, `out of order`, or anything else.
    """

    invariant: str
    seen: str
    sort: str = ""
    number: int = 1


def commands(asked: Iterable[Asked], store: Store) -> list[Violation]:
    """I1: every granted command is in its owner's journal, exactly once; a refused one is not; nothing is in doubt."""
    stated: dict[UUID, list[str]] = defaultdict(list)
    for event in store.journal:
        if event.causation is None:
            stated[event.correlation].append(str(event.id))
    found: list[str] = []
    lost: list[str] = []
    doubled: list[str] = []
    for one in asked:
        events, kept = stated.pop(one.id, []), store.idempotency.get(stored_key(one.key))
        if one.outcome == "pending":
            found.append(f"{one.path} was never settled: {one.status} after {one.tries} tries")
        elif one.outcome == "ok" and events != one.answer["events"]:
            sort = doubled if len(events) > len(one.answer["events"]) else lost
            sort.append(f"{one.path} was granted with {one.answer['events']}, and the journal has {events}")
        elif one.outcome == "ok" and kept != one.answer:
            found.append(f"{one.path} was answered {one.answer}, and kept for its key is {kept}")
        elif one.outcome == "fail" and (events or kept is not None):
            found.append(f"{one.path} was refused ({one.code}), and left {events} and the answer {kept}")
        if one.status == 500:
            found.append(f"{one.path} was answered with 500")
    return [*told("I1", found), *told("I1", lost, "lost"), *told("I1", doubled, "doubled")]


def repeats(seen: int, injected: int, history: History) -> list[Violation]:
    """I4: what stands in the topic more than once is what we put there, or a relay that lost its place sent again."""
    deaths = [line for line in history.of("exit") if "worker" in line.data["part"] or "all" in line.data["part"]]
    outages = [name for line in history.of("fault") for name in line.data["names"] if "kafka" in name or "lead" in name]
    more, causes = seen - injected, len(deaths) + len(outages)
    if 0 <= more <= REPEATS_A_FAULT * causes:
        return []
    return [
        Violation("I4", f"{seen} repeats in the topic; {injected} were injected, and {causes} faults explain no {more}")
    ]


def deadlines(history: History, store: Store) -> list[Violation]:
    """I2 for what time causes: each deadline that was put there had its effect once, and waits no longer."""
    put = Counter(line.data["id"] for line in history.of("deadline"))
    ours = (event for event in store.journal if isinstance(event.event, AccessionRuleSet))
    done = Counter(event.subject for event in ours if event.actor == SYSTEM)
    found = [
        f"network/{id}: {put[id]} deadlines, {done[id]} effects"
        for id in put.keys() | done.keys()
        if put[id] != done[id]
    ]
    waiting = [key for _, _, key in store.deadlines if key.startswith("chaos-")]
    return told("I2", [*found, *(f"the deadline {key} was not run" for key in waiting)])


def reactions(store: Store) -> list[Violation]:
    """I2 for what events cause: a founding member that owes a focal point has had its seat opened, once."""
    opened = Counter(event.causation for event in store.journal if isinstance(event.event, FocalPointSeatOpened))
    found = [
        f"{event.kind}/{event.subject} {event.sequence} opened {opened[event.id]} seats"
        for event in store.journal
        if isinstance(event.event, MembershipActivated) and event.event.focal_point_due and event.corrects is None
        if opened[event.id] != 1
    ]
    times = Counter((event.causation, event.kind, event.subject, event.event.type) for event in store.journal)
    twice = [
        f"{n} {type} of {kind}/{id} have one cause" for (cause, kind, id, type), n in times.items() if cause and n > 1
    ]
    return [*told("I2", found, "lost"), *told("I2", twice, "doubled")]


def states(service: Service, store: Store) -> list[Violation]:
    """I2: version, state, scopes and claims of every aggregate are those that its journal folds to, today."""
    kinds = {line.kind.name: line.kind for line in service.commands}
    journal = defaultdict(list)
    for event in store.journal:
        journal[event.kind, event.subject].append(event)
    found, claims = [], set()
    for row in store.aggregates:
        kind, events = kinds[row["kind"]], journal.pop((row["kind"], row["id"]), [])
        state = facts.state_at(kind.apply, events)
        stored = kind.state.model_validate(row["state"]) if row["state"] is not None else None
        where = f"{row['kind']}/{row['id']}"
        if [event.sequence for event in events] != list(range(1, row["version"] + 1)):
            found.append(f"{where} is at version {row['version']} with {len(events)} events in the journal")
        if stored != state:
            found.append(f"{where} is stored as {stored}, and its journal folds to {state}")
        if state is not None:
            claims |= {(name, row["kind"], row["id"]) for name in kind.claims(state)}
            if frozenset(row["scopes"]) != kind.scopes(state):
                found.append(f"{where} has the scopes {row['scopes']}, not {sorted(kind.scopes(state))}")
        if any(one.recorded >= two.recorded for one, two in pairwise(events)):
            found.append(f"{where} was recorded in another order than its sequence")
    found += [f"{key[0]}/{key[1]} has a journal and no row" for key in journal]
    if claims != store.claims:
        found.append(
            f"{service.name} holds the claims {sorted(store.claims ^ claims, key=str)[:MOST]} too many or too few"
        )
    return told("I2", found)


def told(invariant: str, found: Sequence[str], sort: str = "") -> list[Violation]:
    """The findings of one sort, the first few in full."""
    more = len(found) - MOST
    first = [Violation(invariant, seen, sort) for seen in found[:MOST]]
    return [*first, *([Violation(invariant, f"and {more} more of that sort", sort, more)] if more > 0 else [])]
