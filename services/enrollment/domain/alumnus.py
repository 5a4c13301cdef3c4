"""Alumnus: a person who graduated at least once. Alumni count people, graduations count events (invariant 14).

Nobody makes an alumnus by hand: these facts follow from graduations (application/reactions.py).
"""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.aggregate import SECRETARIAT, Aggregate, Kind, Lifecycle, step
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.alumnus import AlumnusRecognised, GraduationAdded
from shared.contracts.enrollment.words import Sector
from shared.contracts.event import Envelope
from shared.contracts.text import Iso3
from shared.errors import RuleBroken


class Status(StrEnum):
    """Where an alumnus stands."""

    RECOGNISED = "recognised"


STATES: Lifecycle = {
    None: {AlumnusRecognised: Status.RECOGNISED},
    Status.RECOGNISED: {GraduationAdded: Status.RECOGNISED},
}


class Graduation(BaseModel):
    """One graduation: where, when, and the state and sector of the person then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seminar: UUID
    on: PartialDate
    state: Iso3
    sector: Sector


class Alumnus(Aggregate):
    """An alumnus; the aggregate's id is the person's. The first graduation is what they are recognised for."""

    person: UUID
    status: Status
    graduations: tuple[Graduation, ...]


def apply(state: Alumnus | None, fact: Envelope) -> Alumnus:
    """The alumnus after one more fact: recognised once, and once for each seminar."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    match event:
        case AlumnusRecognised() | GraduationAdded() if event.person == fact.subject:
            before = state.graduations if state else ()
        case _:
            raise RuleBroken("wrong-aggregate", event=event.type)
    if any(graduation.seminar == event.seminar for graduation in before):
        raise RuleBroken("graduated-already", seminar=event.seminar)
    new = Graduation(seminar=event.seminar, on=fact.occurred_on, state=event.state, sector=event.sector)
    return Alumnus(person=event.person, status=status, graduations=(*before, new))


def scopes(state: Alumnus) -> frozenset[str]:
    """The state that sent them last."""
    return frozenset({SECRETARIAT, f"state:{state.graduations[-1].state}"})


ALUMNUS = Kind("alumnus", Alumnus, apply, scopes)
