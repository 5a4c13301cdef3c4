"""Cohorts to test with: two parts in 2012 and 2013, two participants' seats, one fellow's, one instructor's."""

from typing import Any
from uuid import UUID

from services.enrollment.domain.cohort import COHORT, Cohort
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.cohort import CohortOpened, SeatFilled
from shared.contracts.enrollment.seminar import Part
from shared.contracts.enrollment.words import Role
from tests.support.given import Given, given

SEMINAR, EDITION = UUID(int=100), UUID(int=200)
ANA, BEA, CAI, DEE = (UUID(int=number) for number in range(1, 5))
PARTS = (
    Part(code="poland", place="Oświęcim", country="POL", dates=PartialDate.parse("2012-05-01/2012-05-02")),
    Part(code="region", place="Buenos Aires", country="ARG", dates=PartialDate.parse("2013-05")),
)
OPENED = CohortOpened(
    seminar=SEMINAR,
    edition=EDITION,
    capacity={Role.PARTICIPANT: 2, Role.FELLOW: 1, Role.INSTRUCTOR: 1},
    parts=PARTS,
    graduating=(Role.PARTICIPANT,),
)


def seat(person: UUID, role: Role = Role.PARTICIPANT, state: str = "ARG") -> dict[str, Any]:
    """What every fact about a seat says."""
    return {"seminar": SEMINAR, "person": person, "role": role, "state": state}


def filled(person: UUID, role: Role = Role.PARTICIPANT, state: str = "ARG") -> SeatFilled:
    """A seat."""
    return SeatFilled(**seat(person, role, state))


def cohort(*facts: Any, on: str = "2012-01-01") -> Given[Cohort]:
    """The cohort, opened at the beginning of 2012, with more facts."""
    opened = given(COHORT, OPENED, on="2012-01-01", id=SEMINAR)
    return opened.also(*facts, on=on) if facts else opened


def state_of(facts: Given[Cohort], day: str = "2026-06-01") -> Cohort:
    """Its state as of a day."""
    state = facts.as_of(day)
    assert state is not None
    return state
