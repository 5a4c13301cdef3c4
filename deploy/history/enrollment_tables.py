"""The tables of facts that the service enrollment owns."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from deploy.history.cells import Items, Link, Links, Numbers, Partners, Parts, StateCode
from deploy.history.record import Record, Stage, id_of, link_id
from shared.contracts.dates import PartialDate
from shared.contracts.text import Code, PublicText, Slug

Role = Literal["participant", "fellow", "instructor", "observer", "evaluator", "staff", "guest"]
Sector = Literal[
    "justice",
    "defence",
    "foreign-affairs",
    "human-rights",
    "interior",
    "military",
    "academia",
    "civil-society",
    "other",
]
Count = Annotated[int, Field(ge=1, le=10_000)]


class EnrollmentRecord(Record):
    """A record that enrollment takes."""

    service: ClassVar[str] = "enrollment"


class EditionRow(EnrollmentRecord):
    """A line of seminars with its partners, of one network or of none; retired when it is no longer held."""

    stage: ClassVar[Stage] = Stage.EDITIONS
    path: ClassVar[str] = "editions/record"
    slug: Slug
    name: PublicText
    sectors: Annotated[tuple[Sector, ...], Items]
    partners: Partners = ()
    retired_on: PartialDate | None = None
    network: Link | None = None

    def content(self) -> dict[str, Any]:
        """The edition's own fields."""
        return {
            "id": str(id_of(self.key)),
            "slug": self.slug,
            "name": self.name,
            "sectors": list(self.sectors),
            "partners": [{"body": link_id(partner.body), "role": partner.role} for partner in self.partners],
            "retired_on": str(self.retired_on) if self.retired_on else None,
            "network": link_id(self.network),
        }


class SeminarRow(EnrollmentRecord):
    """A seminar that was held: its parts, its seats by role and who organised it."""

    stage: ClassVar[Stage] = Stage.SEMINARS
    path: ClassVar[str] = "seminars/record"
    slug: Slug
    edition: Link
    title: PublicText
    parts: Annotated[Parts, Field(min_length=1)]
    capacity: Annotated[dict[Role, Count], Numbers]
    organisers: Links = ()

    def content(self) -> dict[str, Any]:
        """The seminar's own fields."""
        return {
            "id": str(id_of(self.key)),
            "slug": self.slug,
            "edition": link_id(self.edition),
            "title": self.title,
            "parts": [part.model_dump(mode="json") for part in self.parts],
            "capacity": dict(self.capacity),
            "organisers": [link_id(body) for body in self.organisers],
        }


class CohortRecord(EnrollmentRecord):
    """A record about who came to a seminar."""

    stage: ClassVar[Stage] = Stage.PARTICIPATION
    seminar: Link

    @property
    def lane(self) -> str:
        """The cohort of the seminar."""
        return f"cohort/{self.seminar}"


class DelegationRow(CohortRecord):
    """A state or a regional organisation that sent somebody, or was expected and did not."""

    path: ClassVar[str] = "cohorts/record-delegation"
    renamed: ClassVar[Mapping[str, str]] = {"body": "organisation"}
    state: StateCode | None = None
    organisation: Link | None = None
    part: Code | None = None
    presence: Literal["present", "absent"]
    persons: Count | None = None

    @model_validator(mode="after")
    def _names_who(self) -> "DelegationRow":
        if (self.state is None) is (self.organisation is None):
            raise ValueError("either a state or an organisation is given")
        return self

    def content(self) -> dict[str, Any]:
        """The delegation's own fields."""
        who = {"state": self.state, "body": link_id(self.organisation)}
        came = {"part": self.part, "presence": self.presence, "persons": self.persons}
        return {"seminar": link_id(self.seminar), **who, **came}


class HeadcountRow(CohortRecord):
    """How many people came in a role, and from how many states, when no list of them is on record."""

    path: ClassVar[str] = "cohorts/record-headcount"
    role: Role
    persons: Count
    states: Count | None = None

    def content(self) -> dict[str, Any]:
        """The head count's own fields."""
        return {
            "seminar": link_id(self.seminar),
            "role": self.role,
            "persons": self.persons,
            "states": self.states,
        }


class PersonRow(EnrollmentRecord):
    """Somebody who came to a seminar; without a name, since nobody real is invented into the data."""

    stage: ClassVar[Stage] = Stage.PEOPLE
    path: ClassVar[str] = "persons/record"
    state: StateCode
    sector: Sector
    level: Literal["junior", "middle", "senior", "executive", "unknown"]
    gender: Literal["female", "male", "unknown"]

    def content(self) -> dict[str, Any]:
        """The person's own fields."""
        own = {
            "state": self.state,
            "sector": self.sector,
            "level": self.level,
            "gender": self.gender,
        }
        return {"id": str(id_of(self.key)), **own}


class ParticipationRow(CohortRecord):
    """A person's seat in a cohort."""

    path: ClassVar[str] = "cohorts/record-participation"
    person: Link
    role: Role
    state: StateCode

    def content(self) -> dict[str, Any]:
        """The participation's own fields."""
        who = {"person": link_id(self.person), "role": self.role, "state": self.state}
        return {"seminar": link_id(self.seminar), **who}


class GraduationRow(CohortRecord):
    """A participant who completed the seminar."""

    path: ClassVar[str] = "cohorts/record-graduation"
    person: Link

    def content(self) -> dict[str, Any]:
        """The graduation's own fields."""
        return {"seminar": link_id(self.seminar), "person": link_id(self.person)}


class ReturningParticipationRow(ParticipationRow):
    """A seat of somebody who graduated before, sent after all first graduations have arrived everywhere."""

    stage: ClassVar[Stage] = Stage.RETURNING


class ReturningGraduationRow(GraduationRow):
    """A later graduation of somebody who is an alumnus already."""

    stage: ClassVar[Stage] = Stage.RETURNING
