"""The tables of facts that the service network owns."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import StringConstraints, model_validator

from deploy.history.cells import Flag, Hosts, Link, Milestones, StateCode, States
from deploy.history.record import Record, Stage, id_of, link_id
from shared.contracts.dates import PartialDate
from shared.contracts.text import Code, Iso2, Iso3, PublicText, Slug

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
AccessionRule = Literal["participation-and-promise", "focal-point", "founding-document", "treaty"]


class NetworkRecord(Record):
    """A record that network takes."""

    service: ClassVar[str] = "network"


class SourceRow(NetworkRecord):
    """A document that supports facts."""

    stage: ClassVar[Stage] = Stage.SOURCES
    path: ClassVar[str] = "sources"
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
        names = {tongue: getattr(self, f"name_{tongue}") for tongue in ("en", "es", "fr", "pt", "ar")}
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


class StatementRow(NetworkRecord):
    """What a source says, kept as said, without being counted."""

    stage: ClassVar[Stage] = Stage.STATEMENTS
    path: ClassVar[str] = "statements"
    text: PublicText
    about_kind: Code | None = None
    about: Link | None = None

    @model_validator(mode="after")
    def _names_kind_and_object(self) -> "StatementRow":
        if (self.about_kind is None) is not (self.about is None):
            raise ValueError("about_kind and about are given both or neither")
        return self

    def content(self) -> dict[str, Any]:
        """The statement's own fields."""
        about = {"about_kind": self.about_kind, "about_id": link_id(self.about)}
        return {"id": str(id_of(self.key)), "text": self.text, **about}


class DisputeRow(NetworkRecord):
    """A source that disagrees about an object; a membership is named by its network and state."""

    stage: ClassVar[Stage] = Stage.STATEMENTS
    path: ClassVar[str] = "disputes/record"
    about_kind: Code
    about: Link | None = None
    network: Link | None = None
    state: StateCode | None = None
    text: PublicText

    @model_validator(mode="after")
    def _names_one_object(self) -> "DisputeRow":
        if (self.about_kind == "membership") is not (self.network is not None and self.state is not None):
            raise ValueError("network and state are given for a membership, and only for one")
        if (self.about_kind == "membership") is (self.about is not None):
            raise ValueError("about is given for everything but a membership")
        return self

    @property
    def lane(self) -> str:
        """The object that is disputed."""
        return str(self.about or f"{self.network}/{self.state}")

    def content(self) -> dict[str, Any]:
        """The dispute's own fields, with only the names that its kind of object has."""
        own = {
            "id": str(id_of(self.key)),
            "about_kind": self.about_kind,
            "text": self.text,
        }
        if self.about:
            return {**own, "about_id": link_id(self.about)}
        return {**own, "network": link_id(self.network), "state": self.state}
