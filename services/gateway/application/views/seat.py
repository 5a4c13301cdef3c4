"""Seat: all focal-point seats of a state in a network, filled, due or vacant. Persons are ids."""

from datetime import date

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointSeatOpened,
    FocalPointStoodDown,
    SeatVacancyOverdue,
)

_EMPTY: Document = {"owed": False, "due": None, "overdue": False, "seats": []}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The document of a pair's seats after one more fact.

    `status` is the national seat's: seated, due (it is `owed`) or vacant; `due` the last day to fill it, or null. `seats` has
    an entry for the national seat, also while it is empty (person null), and one for each other person seated.
    """
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    day = fact.occurred_on.counts_from
    sitting = [one for one in after["seats"] if one["status"] == "seated"]
    match fact.event:
        case FocalPointSeatOpened() as event:
            after |= {
                "network": str(event.network),
                "state": event.state,
                **_owing(sitting, event.due, after, owed=True),
            }
        case FocalPointDesignated() as event:
            after |= {"network": str(event.network), "state": event.state}
            sitting = [*_seated(sitting, day), _entry(event, fact)]
            if event.kind == "national" and event.acting_until is None:
                after |= {"owed": False, "due": None, "overdue": False}
        case FocalPointLeavingAnnounced() as event:
            leaves = event.leaves_on.isoformat()
            sitting = [{**one, "leaves_on": leaves} if _is_of(one, event) else one for one in sitting]
        case FocalPointStoodDown() as event:
            sitting = [one for one in sitting if not _is_of(one, event)]
            if event.kind == "national":
                due = event.successor_due or (max(date.fromisoformat(after["due"]), day) if after["due"] else None)
                after |= _owing(sitting, due, after, owed=after["owed"] or due is not None)
        case SeatVacancyOverdue(due=due):
            after["overdue"] = after["overdue"] or after["due"] == due.isoformat()
    return {**after, **_shown(sitting, owed=after["owed"])}


def _entry(event: FocalPointDesignated, fact: Envelope) -> Document:
    said = event.model_dump(mode="json", exclude={"network", "state"})
    return {**said, "status": "seated", "since": str(fact.occurred_on), "leaves_on": None}


def _seated(sitting: list[Document], day: date) -> list[Document]:
    """Without those who acted and whose time is over."""
    return [one for one in sitting if one["acting_until"] is None or day.isoformat() < one["acting_until"]]


def _is_of(entry: Document, event: FocalPointStoodDown | FocalPointLeavingAnnounced) -> bool:
    said = event.model_dump(mode="json", include={"kind", "person", "body"})
    return all(entry[name] == value for name, value in said.items())


def _owing(sitting: list[Document], due: date | None, before: Document, *, owed: bool) -> Document:
    """What is due from now on: nothing new while somebody sits in the national seat who does not only act."""
    if any(one["kind"] == "national" and one["acting_until"] is None for one in sitting):
        return {name: before[name] for name in ("owed", "due", "overdue")}
    return {"owed": owed, "due": due.isoformat() if due else None, "overdue": False}


def _shown(sitting: list[Document], *, owed: bool) -> Document:
    national = [one for one in sitting if one["kind"] == "national"]
    others = [one for one in sitting if one["kind"] != "national"]
    status = "seated" if national else "due" if owed else "vacant"
    empty = {"kind": "national", "status": status, "person": None, "body": None, "since": None}
    return {"status": status, "seats": [*(national or [empty]), *others]}


VIEW = View(kind="seat", fold=fold)
