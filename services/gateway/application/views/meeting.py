"""Meeting: when and where a network met, and which delegations came. Who stayed away is computed when somebody asks."""

from services.gateway.application.views.view import Document, View, evidence
from shared.contracts.event import Envelope
from shared.contracts.network.meeting import (
    DelegationAttended,
    MeetingCancelled,
    MeetingConcluded,
    MeetingScheduled,
    MinutesAdopted,
)

_EMPTY: Document = {"delegations": [], "counted": None, "minutes": None, "reason": None}


def fold(document: Document | None, fact: Envelope) -> Document:
    """The meeting's document after one more fact.

    `day` is the day it counts from, by which its members are judged; `counted` how many states came, or null; `delegations`
    the states known by name, in alphabetical order; `minutes` the source where they stand, or null.
    """
    after: Document = {**_EMPTY, **(document or {}), **evidence(document, fact)}
    match fact.event:
        case MeetingScheduled() as event:
            after |= event.model_dump(mode="json")
            after |= {
                "status": "scheduled",
                "day": event.dates.counts_from.isoformat(),
                "precision": event.dates.precision,
            }
        case DelegationAttended(state=state):
            status = "convened" if after.get("status") == "scheduled" else after.get("status", "convened")
            after |= {"status": status, "delegations": sorted({*after["delegations"], state})}
        case MeetingConcluded(counted=counted):
            after |= {"status": "concluded", "counted": counted}
        case MinutesAdopted(document=minutes):
            after |= {"status": "minutes_adopted", "minutes": str(minutes)}
        case MeetingCancelled(reason=reason):
            after |= {"status": "cancelled", "reason": reason}
    return after


VIEW = View(kind="meeting", fold=fold)
