"""Checks: the invariants of the design's chapter on the checker, over the history and the evidence of one run.

Each check returns what it finds wrong, in sentences; an empty list is the promise kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import orjson

from shared import history as facts
from shared.contracts.ids import SYSTEM
from shared.contracts.network.focal_point_seat import FocalPointSeatOpened
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.network.regional_network import AccessionRuleSet
from shared.contracts.topics import topic
from shared.kafka_admin import LogRecord
from shared.records import Key
from shared.service import Service
from tests.chaos.evidence import Evidence, Store
from tests.chaos.history import Asked, History

REPEATS_A_FAULT = 50
"""A relay sends again what it had in hand: at this rate of commands never more."""
MOST = 5
"""Findings of one sort that are told in full."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was not kept: the invariant (I1 to I10) and what was seen."""

    invariant: str
    seen: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A topic after dropping repeats: the ids of its events by aggregate, in order, and how many repeats there were."""

    events: Mapping[Key, Sequence[str]]
    repeats: int
    violations: Sequence[Violation]


def commands(asked: Iterable[Asked], store: Store) -> list[Violation]:
    """I1: every granted command is in its owner's journal, exactly once; a refused one is not; nothing is in doubt."""
    stated: dict[UUID, list[str]] = defaultdict(list)
    for event in store.journal:
        if event.causation is None:
            stated[event.correlation].append(str(event.id))
    found = []
    for one in asked:
        events, kept = stated.pop(one.id, []), store.idempotency.get(one.key)
        if one.outcome == "pending":
            found.append(f"{one.path} was never settled: {one.status} after {one.tries} tries")
        elif one.outcome == "ok" and events != one.answer["events"]:
            found.append(f"{one.path} was granted with {one.answer['events']}, and the journal has {events}")
        elif one.outcome == "ok" and kept != one.answer:
            found.append(f"{one.path} was answered {one.answer}, and kept for its key is {kept}")
        elif one.outcome == "fail" and (events or kept is not None):
            found.append(f"{one.path} was refused ({one.code}), and left {events} and the answer {kept}")
        if one.status == 500:
            found.append(f"{one.path} was answered with 500")
    return told("I1", found)


def read_topic(records: Sequence[LogRecord], injected: frozenset[Key]) -> Reading:
    """I5 in the log: sequences 1..n in each aggregate once repeats are dropped; a repeat is the same event again."""
    events: dict[Key, list[str]] = defaultdict(list)
    places: dict[Key, int] = {}
    repeats, found = 0, []
    for record in records:
        key = key_of(record)
        if key is None or key in injected:
            continue
        sequence, id = int(record.headers["ce_sequence"]), record.headers["ce_id"].decode()
        where = f"{record.topic}/{record.partition}@{record.offset}: {key[0]}/{key[1]} {sequence}"
        if places.setdefault(key, record.partition) != record.partition or record.key != str(key[1]).encode():
            found.append(f"{where} stands in another partition or under another key than its aggregate")
        if sequence <= len(events[key]):
            repeats += 1
            if events[key][sequence - 1] != id:
                found.append(f"{where} repeats another event")
        elif sequence == len(events[key]) + 1:
            events[key].append(id)
        else:
            found.append(f"{where} comes after {len(events[key])}")
    return Reading(events, repeats, told("I5", found))


def key_of(record: LogRecord) -> Key | None:
    """The aggregate that a record is about; None for one that does not say."""
    kind, _, id = record.headers.get("ce_subject", b"").decode().partition("/")
    try:
        return kind, UUID(id)
    except ValueError:
        return None


def log_of(store: Store, reading: Reading, records: Sequence[LogRecord]) -> list[Violation]:
    """I3: nothing is stranded on the way out: the outbox is empty and the topic is the journal, to the byte's meaning."""
    found = [f"{store.outbox} rows are left in the outbox of {store.service}"] if store.outbox else []
    journal: dict[Key, list[str]] = defaultdict(list)
    for event in store.journal:
        journal[event.kind, event.subject].append(str(event.id))
    for key in journal.keys() | reading.events.keys():
        if journal[key] != list(reading.events.get(key, ())):
            there = len(reading.events.get(key, ()))
            found.append(f"{key[0]}/{key[1]}: the journal has {len(journal[key])} events, the topic {there}")
    published = {record.headers.get("ce_id", b"").decode(): record.value for record in records}
    for event in store.journal:
        value = published.get(str(event.id))
        if value is not None and orjson.loads(value)["data"] != event.event.model_dump(mode="json", exclude_none=True):
            found.append(f"{event.kind}/{event.subject} {event.sequence} says something else in the topic")
    return told("I3", found)


def arrived(service: Service, evidence: Evidence) -> list[Violation]:
    """I3: nothing is stranded on the way in: positions at the end of the log, inboxes at the last event, nothing parked."""
    store, found = evidence.stores[service.name], []
    heard = {topic(name) for name in service.hears}
    for place, end in evidence.ends.items():
        if place[0] in heard and store.positions.get(place, 0) != end:
            found.append(f"{service.name} stands at {store.positions.get(place)} of {place}, which ends at {end}")
    for key, last in last_of(evidence, service.hears).items():
        if store.inbox.get(key) != last:
            found.append(f"{service.name} has handled {store.inbox.get(key)} of {last} of {key[0]}/{key[1]}")
    found += [
        f"{row['kind']}/{row['aggregate']} {row['sequence']} is parked in {service.name}: {row['reason']}"
        for row in store.parked
    ]
    return told("I3", found)


def last_of(evidence: Evidence, services: Sequence[str]) -> dict[Key, int]:
    """The last sequence of every aggregate of these services, from their journals."""
    last: dict[Key, int] = {}
    for name in services:
        for event in evidence.stores[name].journal if name in evidence.stores else ():
            last[event.kind, event.subject] = max(event.sequence, last.get((event.kind, event.subject), 0))
    return last


def effects(service: Service, evidence: Evidence, injected: Mapping[Key, Sequence[int]]) -> list[Violation]:
    """I2 and I5 in a store: each event of each topic heard was handled once, and in the order of its aggregate.

    `injected`: forged aggregates, with the sequences that must have been handled of each.
    """
    store = evidence.stores[service.name]
    if store.ledger is None:
        return []
    times = Counter(store.ledger)
    expected = {
        (*key, number) for key, last in last_of(evidence, service.hears).items() for number in range(1, last + 1)
    }
    expected |= {(*key, number) for key, numbers in injected.items() for number in numbers}
    lost = [f"{service.name} never handled {one[0]}/{one[1]} {one[2]}" for one in sorted(expected - times.keys())]
    twice = [f"{service.name} handled {one[0]}/{one[1]} {one[2]} {n} times" for one, n in times.items() if n > 1]
    made_up = [
        f"{service.name} handled {one[0]}/{one[1]} {one[2]}, which nobody stated" for one in times.keys() - expected
    ]
    order, last_seen = [], dict[Key, int]()
    for kind, id, sequence in store.ledger:
        if sequence < last_seen.get((kind, id), 0):
            order.append(f"{service.name} handled {kind}/{id} {sequence} after {last_seen[kind, id]}")
        last_seen[kind, id] = sequence
    return [*told("I2", lost), *told("I2", twice), *told("I2", made_up), *told("I5", order)]


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
    return told("I2", [*found, *twice])


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


def told(invariant: str, found: Sequence[str]) -> list[Violation]:
    """The findings of one sort, the first few in full."""
    more = [f"and {len(found) - MOST} more of that sort"] if len(found) > MOST else []
    return [Violation(invariant, seen) for seen in [*found[:MOST], *more]]
