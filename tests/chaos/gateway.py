"""What the gateway holds after a run, against a pure fold of the owners' journals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson

from services.gateway.application.views.view import Document, View
from shared import history
from shared.contracts.event import Envelope
from shared.records import Key
from tests.chaos.checks import Violation, told
from tests.chaos.ground import Ground
from tests.chaos.watch import Watch


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the snapshots: from when it was true, from when until when it was what was known, and what it says."""

    since: date
    opened: datetime
    closed: datetime | None
    document: bytes


@dataclass(frozen=True)
class Shown:
    """The gateway's tables by aggregate: sequences of the facts kept, in order of arrival, and all rows ever shown."""

    facts: Mapping[Key, Sequence[int]]
    rows: Mapping[Key, Sequence[Kept]]


async def read(ground: Ground) -> Shown:
    """Read everything."""
    arrivals: dict[Key, list[int]] = defaultdict(list)
    for row in await ground.rows("gateway", "select kind, id, sequence from facts order by arrival"):
        arrivals[row["kind"], row["id"]].append(row["sequence"])
    rows: dict[Key, list[Kept]] = defaultdict(list)
    found = await ground.rows(
        "gateway",
        """
        select kind, id, lower(valid) as since, lower(known) as opened, upper(known) as closed, document::text as document
        from snapshots order by kind, id, lower(valid), lower(known)
        """,
    )
    for row in found:
        document = orjson.dumps(orjson.loads(row["document"]), option=orjson.OPT_SORT_KEYS)
        rows[row["kind"], row["id"]].append(Kept(row["since"], row["opened"], row["closed"], document))
    return Shown(arrivals, rows)


def check(shown: Shown, journal: Sequence[Envelope], views: Mapping[str, View]) -> list[Violation]:
    """I2: each event was kept once and in order, and at every known time the rows are the fold of what was known then."""
    events: dict[tuple[str, UUID], list[Envelope]] = defaultdict(list)
    for event in journal:
        events[event.kind, event.subject].append(event)
    found, orders = [], []
    for key, known in events.items():
        kept = list(shown.facts.get(key, ()))
        if sorted(kept) != list(range(1, len(known) + 1)):
            found.append(f"the gateway keeps {len(kept)} of {len(known)} facts of {key[0]}/{key[1]}")
        if kept != sorted(kept):
            orders.append(f"the gateway kept the facts of {key[0]}/{key[1]} in the order {kept}")
        for number, event in enumerate(known if key[0] in views else (), start=1):
            there = {
                row.since: row.document
                for row in shown.rows.get(key, ())
                if row.opened <= event.recorded and (row.closed is None or event.recorded < row.closed)
            }
            if there != fold(views[key[0]], known[:number]):
                found.append(
                    f"the gateway's rows of {key[0]}/{key[1]} at version {number} are not the fold of its facts"
                )
    return [*told("I2", found), *told("I5", orders, "out of order")]


def fold(view: View, events: Sequence[Envelope]) -> dict[date, bytes]:
    """The document from each day on, in canonical JSON."""
    document: Document | None = None
    days: dict[date, bytes] = {}
    for fact in history.effective(events):
        document, days[fact.occurred_on.counts_from] = view.next(document, fact)
    return days


def explained(watch: Watch, journal: Sequence[Envelope], views: Mapping[str, View]) -> list[Violation]:
    """I9: whatever was shown of an aggregate at a version is the fold of its first so many events; none went back."""
    events: dict[Key, list[Envelope]] = defaultdict(list)
    for event in journal:
        events[event.kind, event.subject].append(event)
    found = list(watch.went_back)
    for key, shown in watch.shown.items():
        folds = {version: fold(views[key[0]], events[key][:version]) for version, _, _ in shown if key in events}
        for version, since, document in shown:
            if version in folds and folds[version].get(since) != document:
                found.append(f"the gateway showed {key[0]}/{key[1]} at {version} from {since} as no prefix explains")
    return told("I9", found)
