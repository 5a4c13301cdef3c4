"""Plans of the synthetic rest: which seminar, which states and how many, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from deploy.history.cells import Link, Links, StateCode, States
from deploy.history.enrollment_tables import Count, Sector
from deploy.history.network_tables import InitiativeRow
from deploy.history.tables import Located
from shared.contracts.dates import PartialDate

PlanKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9./-]{1,80}$")]
"""Shorter than a row's key, which is made from it."""


class CohortPlan(BaseModel):
    """Who fills the participants' seats of a seminar: at least one person of each state, in turn.

    `returning` names states whose first seat goes to somebody who graduated before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: PlanKey
    seminar: Link
    states: States
    persons: Count
    returning: States = ()
    graduated_on: PartialDate

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.persons < len(self.states):
            raise ValueError("persons must not be fewer than the states")
        if set(self.returning) - set(self.states):
            raise ValueError("returning must name states of the row only")
        return self


class InstructorPlan(BaseModel):
    """A scholar or practitioner and the seminars where they taught."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: PlanKey
    date: PartialDate
    state: StateCode
    sector: Sector
    gender: Literal["female", "male", "unknown"]
    seminars: Links


@dataclass(frozen=True, slots=True)
class Plans:
    """The rows of the synthetic tables."""

    cohorts: Sequence[Located[CohortPlan]]
    instructors: Sequence[Located[InstructorPlan]]
    initiatives: Sequence[Located[InitiativeRow]]
