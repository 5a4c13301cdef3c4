"""Seminar: where and when it is held, and what became of it. Who came stands in the cohort's document."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.enrollment.seminar import (
    Part,
    SeminarCancelled,
    SeminarCompleted,
    SeminarPartAdded,
    SeminarPlanned,
    SeminarPostponed,
    SeminarReplanned,
    SeminarStarted,
)
from shared.contracts.event import Envelope


def fold(document: Document | None, fact: Envelope) -> Document:
    """The seminar's document after one more fact. `years` are those of its parts; `began` and `ended` are dates or null."""
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case SeminarPlanned() as event:
            after |= event.model_dump(mode="json", exclude={"parts"})
            after |= {"seminar": str(fact.subject), "status": "planned", "began": None, "ended": None}
            after |= _parts([_part(part) for part in event.parts])
        case SeminarPartAdded(part=part):
            after |= _parts([*after.get("parts", []), _part(part)])
        case SeminarReplanned(parts=parts):
            after |= _parts([_part(part) for part in parts])
            after["status"] = "planned" if after.get("status") == "postponed" else after.get("status")
        case SeminarPostponed():
            after |= {"status": "postponed", **_parts([])}
        case SeminarStarted():
            after |= {"status": "in_session", "began": str(fact.occurred_on)}
        case SeminarCompleted():
            after |= {"status": "completed", "ended": str(fact.occurred_on)}
        case SeminarCancelled():
            after |= {"status": "cancelled", "ended": str(fact.occurred_on)}
    return after


def _part(part: Part) -> Document:
    return {
        **part.model_dump(mode="json"),
        "precision": part.dates.precision,
        "earliest": part.dates.earliest.isoformat() if part.dates.earliest else None,
        "latest": part.dates.latest.isoformat(),
        "year": part.dates.counts_from.year,
    }


def _parts(parts: list[Document]) -> Document:
    return {"parts": parts, "years": sorted({part["year"] for part in parts})}


VIEW = View(kind="seminar", fold=fold)
