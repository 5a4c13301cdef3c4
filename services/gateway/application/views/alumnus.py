"""Alumnus: a person who graduated, and every graduation. The id is the person's: it never leaves by a public route."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.enrollment.alumnus import AlumnusRecognised, GraduationAdded
from shared.contracts.event import Envelope


def fold(document: Document | None, fact: Envelope) -> Document:
    """The alumnus' document after one more fact.

    `graduations` oldest first, each with its seminar, date, year, state, sector and whether it is documented; `state` and
    `sector` of the latest one; `seminars` and `years` of all of them, for filters.
    """
    after: Document = {**(document or {}), **evidence(document, fact)}
    match fact.event:
        case AlumnusRecognised() | GraduationAdded() as event:
            graduation = {
                "seminar": str(event.seminar),
                "on": str(fact.occurred_on),
                "year": fact.occurred_on.counts_from.year,
                "state": event.state,
                "sector": event.sector,
                "documented": not fact.provenance.synthetic,
            }
            graduations = [*after.get("graduations", []), graduation]
            after |= {
                "person": str(event.person),
                "status": "recognised",
                "state": event.state,
                "sector": event.sector,
                "recognised": graduations[0]["on"],
                "graduations": graduations,
                "seminars": [one["seminar"] for one in graduations],
                "years": sorted({one["year"] for one in graduations}),
            }
    return after


VIEW = View(kind="alumnus", fold=fold)
