"""What flowed: each topic against the journal it was sent from, and each consumer against the topics it heard."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from shared.contracts.topics import topic
from shared.records import Key
from shared.service import Service
from tests.chaos.checks import Violation, told
from tests.chaos.evidence import Evidence, Store
from tests.support.reader import LogRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """A topic after dropping repeats: the ids of its events by aggregate, in order, and how many repeats there were."""

    events: Mapping[Key, Sequence[str]]
    repeats: int
    violations: Sequence[Violation]


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
    return Reading(events, repeats, told("I5", found, "out of order"))


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
    return [
        *told("I2", lost, "lost"),
        *told("I2", twice, "doubled"),
        *told("I2", made_up),
        *told("I5", order, "out of order"),
    ]
