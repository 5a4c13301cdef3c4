"""The operations of the network service on focal-point seats and initiatives, each at every place."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from shared.contracts.event import Event
from shared.contracts.network.focal_point_seat import FocalPointSeatOpened
from shared.contracts.network.initiative import (
    InitiativeCompleted,
    InitiativeEvaluated,
    InitiativePaused,
    InitiativeReturned,
)
from tests.contract.authorization import network_objects as objects
from tests.contract.authorization.network_scenes import redated
from tests.contract.authorization.world import INNER, OTHER, OWN, Given, Place, Scene

_PAIRS = (OWN, INNER, OTHER)


def _national(place: Place) -> dict[str, Any]:
    return {"kind": "national", "person": objects.person_of(place)}


def _letter(place: Place) -> list[Given]:
    return [*objects.member(place), *objects.source(place)]


def _seated(place: Place) -> list[Given]:
    opened = FocalPointSeatOpened(due=date(2030, 1, 1), **place.pair)
    return [*objects.seat(place, opened, objects.designated(place), objects.leaving(place))]


def _overdue(place: Place) -> list[Given]:
    return [*objects.seat(place, FocalPointSeatOpened(due=date(2012, 12, 31), **place.pair))]


SEATS = (
    Scene("DesignateFocalPoint", _PAIRS, _letter, lambda p: {**_national(p), "letter": p.id("source"), **p.pair}),
    Scene("RecordSeat", _PAIRS, _letter, lambda p: {**_national(p), "occurred_on": "2012-03-01", **p.pair}),
    Scene(
        "AnnounceLeaving",
        _PAIRS,
        _seated,
        lambda p: {**_national(p), "leaves_on": "2032-01-01"},
        id=objects.seat_at,
    ),
    Scene("StandDown", _PAIRS, _seated, _national, id=objects.seat_at),
    Scene("StateOverdue", _PAIRS, _overdue, id=objects.seat_at),
    *(
        Scene(
            "CorrectSeats",
            _PAIRS,
            _seated,
            redated(fact, on),
            id=objects.seat_at,
            fact=fact,
        )
        for fact, on in ((1, "2012-06-02"), (2, "2012-06-12"), (3, "2012-06-22"))
    ),
)


def _proposal(place: Place) -> dict[str, Any]:
    who = {"proposer_kind": "alumnus", "proposer": objects.ALUMNUS}
    return {"kind": "training", "title": place.text, **who, **place.pair}


def _past_proposal(place: Place) -> Mapping[str, Any]:
    return {**_proposal(place), "id": place.id("new"), "stage": "proposed", "occurred_on": "2013-01-01"}


def _returned(place: Place) -> tuple[Event, ...]:
    return (InitiativeReturned(reason=place.text, **place.pair),)


def _paused(place: Place) -> tuple[Event, ...]:
    return *objects.underway(place), InitiativePaused(reason=place.text, **place.pair)


def _completed(place: Place) -> tuple[Event, ...]:
    return *objects.underway(place), InitiativeCompleted(**place.pair)


def _evaluated(place: Place) -> tuple[Event, ...]:
    return *_completed(place), InitiativeEvaluated(**place.pair)


def _planned(place: Place) -> tuple[Event, ...]:
    return (objects.milestone(place),)


def _none(place: Place) -> tuple[Event, ...]:
    return ()


def _after(steps: Callable[[Place], Iterable[Event]]) -> Callable[[Place], Iterable[Given]]:
    return lambda place: objects.initiative(place, *steps(place))


def _says(body: Mapping[str, Any]) -> Callable[[Place], Mapping[str, Any]]:
    return lambda _: body


_MILESTONE = {"code": "first"}
_WHY = {"reason": "no means"}
_PLAN = {"code": "second", "title": "more", "planned": "2015"}
_STEPS: tuple[tuple[str, Any, Mapping[str, Any]], ...] = (
    ("ProposeAgain", _returned, {}),
    ("ReturnInitiative", _none, _WHY),
    ("StartInitiative", lambda p: objects.underway(p)[:1], {}),
    ("PauseInitiative", objects.underway, _WHY),
    ("ResumeInitiative", _paused, {}),
    ("CompleteInitiative", objects.underway, {}),
    ("EvaluateInitiative", _completed, {}),
    ("CloseInitiative", _evaluated, {}),
    ("AbandonInitiative", _none, _WHY),
    ("PlanMilestone", _none, _PLAN),
    ("ReachMilestone", _planned, _MILESTONE),
    ("MissMilestone", _planned, _MILESTONE),
    ("RescheduleMilestone", _planned, {**_MILESTONE, **_WHY, "planned": "2016"}),
    ("DropMilestone", _planned, {**_MILESTONE, **_WHY}),
)
INITIATIVES = (
    Scene("ProposeInitiative", _PAIRS, lambda p: objects.seat(p, objects.designated(p)), _proposal),
    Scene("RecordInitiative", _PAIRS, lambda p: objects.seat(p, objects.designated(p)), _past_proposal),
    Scene(
        "EndorseInitiative",
        _PAIRS,
        _after(_none),
        lambda p: {"endorser": objects.person_of(p)},
        id=lambda p: p.id("initiative"),
    ),
    *(
        Scene(
            operation,
            _PAIRS,
            _after(steps),
            _says(body),
            id=lambda p: p.id("initiative"),
        )
        for operation, steps, body in _STEPS
    ),
    *(
        Scene(
            "CorrectInitiatives",
            _PAIRS,
            lambda p: objects.initiative(p, *_evaluated(p)),
            redated(fact, on),
            id=lambda p: p.id("initiative"),
            fact=fact,
        )
        for fact, on in ((1, "2013-01-02"), (5, "2013-02-12"))
    ),
)
SCENES = (*SEATS, *INITIATIVES)
