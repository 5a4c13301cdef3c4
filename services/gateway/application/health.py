"""Health of the whole: which services answer, how far each is behind, what waits for a person. Pure figures."""

from collections.abc import Mapping
from typing import Any

Status = Mapping[str, Any]
Statuses = Mapping[str, Status | None]


def behind(status: Status) -> int | None:
    """Events that a service still has to send or to hear; None while the log's ends are not known."""
    places = status["consumers"]
    if any(place["end"] is None for place in places):
        return None
    return int(status["outbox"]) + sum(max(0, int(place["end"]) - int(place["next"])) for place in places)


def merged(first: Statuses, second: Statuses) -> dict[str, Any]:
    """What /health tells, from two looks one after the other.

    One look cannot tell that all is quiet, since the services are not asked at the same instant: an event may have left the
    one asked late for the one asked early. What a service recorded between the looks counts as on its way.
    """
    told: dict[str, Any] = {"services": {}, "lag": {}, "dead_letters": {}, "parked": {}}
    for service, status in second.items():
        told["services"][service] = "down" if status is None else "up"
        told["lag"][service] = _lag(first.get(service), status)
        if status is not None:
            told["dead_letters"][service] = status["dead_letters"]
            told["parked"][service] = status["parked"]
    is_well = all(told["lag"].values()) and not any(told["dead_letters"].values())
    return {"status": "up" if is_well else "degraded", **told}


def _lag(first: Status | None, second: Status | None) -> dict[str, int]:
    """`events_behind`, left out when it cannot be told: nobody may take silence for quiet."""
    late = behind(second) if second is not None else None
    if first is None or second is None or late is None:
        return {}
    return {"events_behind": late + int(second["journal"]) - int(first["journal"])}
