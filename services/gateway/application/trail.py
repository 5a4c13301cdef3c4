"""Trail: the rows of one aggregate in snapshots, and what one more event changes in them. Pure; adapters/snapshots.py stores.

A row is one version of the document, valid for some days and known for some time. Events come by sequence, and each has its
own recorded time, so every row opens and closes at the time of an event, never at the time of arrival: a rebuild gives the
same rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import orjson

from services.gateway.application.views.view import Document, View
from shared import history
from shared.contracts.event import Envelope


@dataclass(slots=True)
class Row:
    """One version: `document` (canonical JSON) from `since` up to `until` (excluded; None: for ever), by the facts up to
    `sequence`; known from `opened` to `closed`. `stored`: it was there before this chunk."""

    since: date
    until: date | None
    sequence: int
    document: bytes
    opened: datetime
    closed: datetime | None = None
    stored: bool = False

    def same(self, other: "Row") -> bool:
        """Whether both say the same: what they were opened by does not matter."""
        return (self.since, self.until, self.sequence, self.document) == (
            other.since,
            other.until,
            other.sequence,
            other.document,
        )


@dataclass(slots=True)
class Trail:
    """The open rows of one aggregate by their first day, and the rows this chunk closed or opened.

    Without `facts` (all events before) only the last open row need be given, and only events that `appends` may be added.
    """

    view: View
    open: dict[date, Row]
    facts: list[Envelope] | None = None
    touched: list[Row] = field(default_factory=list)

    def add(self, fact: Envelope) -> None:
        """One more event: rows that no longer hold are closed at its recorded time, new ones opened."""
        if self.facts is None:
            self._append(fact)
            return
        self.facts.append(fact)
        wanted = {row.since: row for row in rows(self.view, history.effective(self.facts), fact.recorded)}
        for since, row in list(self.open.items()):
            if since not in wanted or not row.same(wanted[since]):
                self._close(row, fact.recorded)
        for since, row in wanted.items():
            if since not in self.open:
                self._open(row)

    def _append(self, fact: Envelope) -> None:
        """A fact that comes last in effective order: the last row is cut (or, on its own day, replaced) and a new one begins."""
        day = fact.occurred_on.counts_from
        last = next(iter(self.open.values()), None)
        before: Document | None = orjson.loads(last.document) if last else None
        if last is not None:
            self._close(last, fact.recorded)
            if last.since < day:
                self.touched.append(Row(last.since, day, last.sequence, last.document, fact.recorded))
        self._open(Row(day, None, fact.sequence, self.view.next(before, fact)[1], fact.recorded))

    def _open(self, row: Row) -> None:
        self.open[row.since] = row
        self.touched.append(row)

    def _close(self, row: Row, at: datetime) -> None:
        del self.open[row.since]
        row.closed = at
        if row.stored:
            self.touched.append(row)


def rows(view: View, facts: Sequence[Envelope], opened: datetime) -> Iterable[Row]:
    """The rows that effective facts (in order) make: several facts on one day leave one row, the last state."""
    document: Document | None = None
    made: list[Row] = []
    for fact in facts:
        day = fact.occurred_on.counts_from
        document, text = view.next(document, fact)
        if made and made[-1].since == day:
            made.pop()
        elif made:
            made[-1].until = day
        made.append(Row(day, None, fact.sequence, text, opened))
    return made


def appends(last: date | None, facts: Sequence[Envelope]) -> bool:
    """Whether these events only add at the end: no correction, and none before the day of the last row (None: no row)."""
    for fact in facts:
        day = fact.occurred_on.counts_from
        if fact.corrects is not None or (last is not None and day < last):
            return False
        last = day
    return True
