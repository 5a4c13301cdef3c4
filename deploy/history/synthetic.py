"""The synthetic rest: people, seats and graduations that the figures need and no source names.

The plans say which seminar, which states and how many; this module fills in the people. Every choice is taken from a
hash of the seed and the row's key: the same on every machine and with every Python.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import BaseModel

from deploy.history.cells import Link, StateCode
from deploy.history.enrollment_tables import (
    EditionRow,
    GraduationRow,
    ParticipationRow,
    PersonRow,
    ReturningGraduationRow,
    ReturningParticipationRow,
    SeminarRow,
)
from deploy.history.network_tables import InitiativeRow
from deploy.history.plans import CohortPlan, InstructorPlan, Plans
from deploy.history.record import Record
from deploy.history.tables import Fault, Located
from shared.contracts.dates import PartialDate

SEED = "lemkin-history-1"
NOMINATED_BEFORE = timedelta(days=60)
"""A person becomes known about two months before the seminar: the usual time for a ministry to name its people."""

LEVELS = {"junior": 10, "middle": 60, "senior": 25, "executive": 5}
GENDERS = {"female": 45, "male": 53, "unknown": 2}
MILITARY_GENDERS = {"female": 18, "male": 82}

T = TypeVar("T")


class Synthetic:
    """Fills plans: `rows` grow in load order; a plan that cannot be filled becomes a fault."""

    def __init__(self, seminars: Mapping[str, SeminarRow], editions: Mapping[str, EditionRow]) -> None:
        self.rows: list[Located[Record]] = []
        self.faults: list[Fault] = []
        self._seminars = seminars
        self._editions = editions
        self._graduates: dict[str, list[tuple[Link, PartialDate]]] = defaultdict(list)

    def fill(self, plans: Plans) -> None:
        """Generate all rows of the plans; cohorts in the order of the file, since people return."""
        for cohort in plans.cohorts:
            self._cohort(cohort)
        for instructor in plans.instructors:
            self._instructor(instructor)
        for initiative in plans.initiatives:
            self._initiative(initiative)

    def _cohort(self, plan: Located[CohortPlan]) -> None:
        cohort = plan.record
        seminar = self._seminar(plan, "seminar", cohort.seminar)
        if seminar is None:
            return
        back = list(cohort.returning)
        taken: set[Link] = set()
        for number in range(cohort.persons):
            state = cohort.states[number % len(cohort.states)]
            name = f"{cohort.key.rpartition('/')[2]}/{number + 1:02}"
            returns = state in back
            if returns:
                back.remove(state)
                person = next((known for known, _ in self._graduates[state] if known not in taken), None)
            else:
                person = self._person(plan, f"persons/{name}", state, seminar)
                self._graduates[state].append((person, cohort.graduated_on))
            if person is None:
                self._fault(plan, "returning", f"no earlier graduate of {state} can return")
                continue
            taken.add(person)
            seat = ReturningParticipationRow if returns else ParticipationRow
            end = ReturningGraduationRow if returns else GraduationRow
            came = {"seminar": cohort.seminar, "person": person}
            dates = seminar.parts[0].dates
            self._add(plan, seat, f"participations/{name}", date=dates, role="participant", state=state, **came)
            self._add(plan, end, f"graduations/{name}", date=cohort.graduated_on, **came)

    def _person(self, plan: Located[CohortPlan], name: str, state: StateCode, seminar: SeminarRow) -> Link:
        sectors = self._editions[seminar.edition.target].sectors
        dates = seminar.parts[0].dates
        return self._add(
            plan,
            PersonRow,
            name,
            date=PartialDate.of((dates.earliest or dates.latest) - NOMINATED_BEFORE),
            state=state,
            sector=pick(name, "sector", dict.fromkeys(sectors, 1)),
            level=pick(name, "level", LEVELS),
            gender=pick(name, "gender", MILITARY_GENDERS if sectors == ("military",) else GENDERS),
        )

    def _instructor(self, plan: Located[InstructorPlan]) -> None:
        teacher = plan.record
        known = teacher.model_dump(include={"date", "state", "sector", "gender"})
        number = teacher.key.rpartition("/")[2]
        person = self._add(plan, PersonRow, f"instructors/{number}", level="senior", **known)
        for link in teacher.seminars:
            if seminar := self._seminar(plan, "seminars", link):
                came = {"seminar": link, "person": person, "state": teacher.state}
                name = f"participations/{seminar.slug}/instructor-{number}"
                self._add(plan, ParticipationRow, name, date=seminar.parts[0].dates, role="instructor", **came)

    def _initiative(self, plan: Located[InitiativeRow]) -> None:
        initiative = plan.record
        proposers = [
            person
            for person, graduated_on in self._graduates[initiative.state]
            if graduated_on.latest < initiative.date.counts_from
        ]
        if not proposers:
            self._fault(plan, "state", "no synthetic alumnus of the state graduated before the date")
            return
        proposer = pick(initiative.key, "proposer", dict.fromkeys(proposers, 1))
        self.rows.append(Located(initiative.model_copy(update={"proposer": proposer}), plan.file, plan.line))

    def _seminar(self, plan: Located[BaseModel], column: str, link: Link) -> SeminarRow | None:
        seminar = self._seminars.get(link.target)
        if seminar is None or seminar.edition.target not in self._editions:
            self._fault(plan, column, f"no row has the key {link}, or its edition is wrong")
            return None
        return seminar

    def _add(self, plan: Located[BaseModel], row: type[Record], name: str, **cells: Any) -> Link:
        key = f"synthetic/{name}"
        record = row.model_validate({"key": key, "synthetic": True, **cells})
        self.rows.append(Located(record, plan.file, plan.line))
        return Link(key)

    def _fault(self, plan: Located[BaseModel], column: str, rule: str) -> None:
        self.faults.append(Fault(plan.file, plan.line, column, rule))


def pick(key: str, what: str, weights: Mapping[T, int]) -> T:
    """One of the choices, by weight; the same for the same seed, key and question."""
    number = int.from_bytes(sha256(f"{SEED}/{key}/{what}".encode()).digest()[:8], "big") % sum(weights.values())
    bounds = [(choice, sum(list(weights.values())[: place + 1])) for place, choice in enumerate(weights)]
    return next(choice for choice, bound in bounds if number < bound)
