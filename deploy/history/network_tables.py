"""The tables of facts that the service network owns."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import StringConstraints, model_validator

from deploy.history.cells import Flag, Hosts, Link, Milestones, StateCode, States
from deploy.history.record import Record, Stage, id_of, link_id
from shared.contracts.dates import PartialDate
from shared.contracts.text import Iso2, Iso3, PublicText, Slug

BodyKind = Literal[
    "ministry",
    "office",
    "regional-organisation",
    "museum",
    "military-college",
    "international-office",
    "institute",
    "foundation",
    "board",
]
Region = Literal[
    "africa",
    "asia-pacific",
    "eastern-europe",
    "latin-america-and-caribbean",
    "western-europe-and-others",
]
TONGUES = ("en", "es", "fr", "pt", "ar")
AccessionRule = Literal["participation-and-promise", "focal-point", "founding-document", "treaty"]


class NetworkRecord(Record):
    """A record that network takes."""

    service: ClassVar[str] = "network"


class SourceRow(NetworkRecord):
    """A document that supports facts."""

    stage: ClassVar[Stage] = Stage.SOURCES
    path: ClassVar[str] = "sources"
    renamed: ClassVar[Mapping[str, str]] = {"date": "published"}
    title: PublicText
    address: Annotated[PublicText, StringConstraints(max_length=200)]
    published: date | None = None

    def content(self) -> dict[str, Any]:
        """The source's own fields."""
        published = self.published.isoformat() if self.published else None
        return {
            "id": str(id_of(self.key)),
            "title": self.title,
            "address": self.address,
            "date": published,
        }


class StateRow(NetworkRecord):
    """A state of the register; its date is the one of its admission to the United Nations."""

    stage: ClassVar[Stage] = Stage.STATES
    path: ClassVar[str] = "states"
    renamed: ClassVar[Mapping[str, str]] = {f"names/{tongue}": f"name_{tongue}" for tongue in TONGUES}
    iso3: Iso3
    iso2: Iso2
    name_en: PublicText
    name_es: PublicText
    name_fr: PublicText
    name_pt: PublicText
    name_ar: PublicText
    region: Region

    def content(self) -> dict[str, Any]:
        """Codes, names by language and region."""
        names = {tongue: getattr(self, f"name_{tongue}") for tongue in TONGUES}
        return {
            "iso3": self.iso3,
            "iso2": self.iso2,
            "names": names,
            "region": self.region,
        }


class BodyRow(NetworkRecord):
    """An institution, under a state or above states."""

    stage: ClassVar[Stage] = Stage.BODIES
    path: ClassVar[str] = "bodies"
    kind: BodyKind
    name: PublicText
    state: StateCode | None = None

    def content(self) -> dict[str, Any]:
        """The body's own fields."""
        return {
            "id": str(id_of(self.key)),
            "kind": self.kind,
            "name": self.name,
            "state": self.state,
        }


class NetworkRow(NetworkRecord):
    """A regional network and how far it came."""

    stage: ClassVar[Stage] = Stage.NETWORKS
    path: ClassVar[str] = "networks/record"
    slug: Slug
    name: PublicText
    conceived: PartialDate | None = None
    development_started: PartialDate | None = None
    launched: PartialDate | None = None
    accession_rule: AccessionRule | None = None
    secretariat: Link | None = None
    hosts: Hosts = ()
    initiators: States = ()

    @model_validator(mode="after")
    def _has_a_date(self) -> "NetworkRow":
        if not (self.conceived or self.development_started or self.launched):
            raise ValueError("at least one of conceived, development_started and launched must be given")
        return self

    def content(self) -> dict[str, Any]:
        """The network's own fields."""
        stages = ("conceived", "development_started", "launched")
        return {
            "id": str(id_of(self.key)),
            "slug": self.slug,
            "name": self.name,
            **{stage: str(day) if (day := getattr(self, stage)) else None for stage in stages},
            "accession_rule": self.accession_rule,
            "secretariat": link_id(self.secretariat),
            "hosts": [{"body": link_id(host.body), "state": host.state} for host in self.hosts],
            "initiators": list(self.initiators),
        }


class MembershipRow(NetworkRecord):
    """The status of a state in a network from its date on; one membership may have several rows."""

    stage: ClassVar[Stage] = Stage.MEMBERSHIPS
    path: ClassVar[str] = "memberships/record"
    network: Link
    state: StateCode
    status: Literal["active", "inactive", "suspended", "withdrawn"]
    founding: Flag = False
    focal_point_due: date | None = None

    @property
    def lane(self) -> str:
        """The membership of the pair."""
        return f"{self.network}/{self.state}"

    def content(self) -> dict[str, Any]:
        """The membership's own fields."""
        due = self.focal_point_due.isoformat() if self.focal_point_due else None
        pair = {"network": link_id(self.network), "state": self.state}
        return {
            **pair,
            "status": self.status,
            "founding": self.founding,
            "focal_point_due": due,
        }


class InitiativeRow(NetworkRecord):
    """A national initiative, the stage it reached and its milestones."""

    stage: ClassVar[Stage] = Stage.INITIATIVES
    path: ClassVar[str] = "initiatives/record"
    renamed: ClassVar[Mapping[str, str]] = {"stage": "reached"}
    network: Link
    state: StateCode
    kind: Literal["training", "policy", "mechanism"]
    title: PublicText
    proposer_kind: Literal["alumnus", "focal-point"]
    proposer: Link | None = None
    reached: Literal["proposed", "endorsed", "underway", "completed"]
    milestones: Milestones = ()

    def content(self) -> dict[str, Any]:
        """The initiative's own fields."""
        return {
            "id": str(id_of(self.key)),
            "network": link_id(self.network),
            "state": self.state,
            "kind": self.kind,
            "title": self.title,
            "proposer_kind": self.proposer_kind,
            "proposer": link_id(self.proposer),
            "stage": self.reached,
            "milestones": [step.model_dump(mode="json") for step in self.milestones],
        }
