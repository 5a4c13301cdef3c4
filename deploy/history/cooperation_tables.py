"""The tables of meetings, agreements with partners, and national mechanisms."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from deploy.history.cells import Flag, Link, Links, StateCode, States
from deploy.history.network_tables import NetworkRecord
from deploy.history.record import Stage, id_of, link_id
from shared.contracts.text import Code, PublicText

Count = Annotated[int, Field(ge=1)]
AgreementKind = Literal[
    "host",
    "co-organiser",
    "provider",
    "chief-partner",
    "school",
    "supporter",
    "beneficiary",
    "agreement",
]


class MeetingRow(NetworkRecord):
    """A meeting of a network, held on its date, with the delegations or the number of states on record."""

    stage: ClassVar[Stage] = Stage.MEETINGS
    path: ClassVar[str] = "meetings/record"
    network: Link
    name: PublicText
    number: Count | None = None
    place: PublicText | None = None
    host: StateCode | None = None
    online: Flag = False
    delegations: States = ()
    counted: Count | None = None

    def content(self) -> dict[str, Any]:
        """The meeting's own fields."""
        return {
            "id": str(id_of(self.key)),
            "network": link_id(self.network),
            "name": self.name,
            "number": self.number,
            "place": self.place,
            "host": self.host,
            "online": self.online,
            "delegations": list(self.delegations),
            "counted": self.counted,
        }


class AgreementRow(NetworkRecord):
    """An agreement with a partner, in force from its date on, until the end of a day if it has one."""

    stage: ClassVar[Stage] = Stage.AGREEMENTS
    path: ClassVar[str] = "agreements/record"
    renamed: ClassVar[Mapping[str, str]] = {"body": "partner"}
    partner: Link
    network: Link | None = None
    kind: AgreementKind
    scope: Code
    title: PublicText
    until: date | None = None

    def content(self) -> dict[str, Any]:
        """The agreement's own fields."""
        return {
            "id": str(id_of(self.key)),
            "body": link_id(self.partner),
            "network": link_id(self.network),
            "kind": self.kind,
            "scope": self.scope,
            "title": self.title,
            "until": self.until.isoformat() if self.until else None,
        }


class MechanismRow(NetworkRecord):
    """A national mechanism, how far it came, and the institutions that a source names or counts."""

    stage: ClassVar[Stage] = Stage.MECHANISMS
    path: ClassVar[str] = "mechanisms/record"
    renamed: ClassVar[Mapping[str, str]] = {"stage": "reached"}
    network: Link
    state: StateCode
    name: PublicText
    reached: Literal["announced", "established"]
    counted: Count | None = None
    institutions: Links = ()

    def content(self) -> dict[str, Any]:
        """The mechanism's own fields."""
        return {
            "id": str(id_of(self.key)),
            "network": link_id(self.network),
            "state": self.state,
            "name": self.name,
            "stage": self.reached,
            "counted": self.counted,
            "institutions": [link_id(body) for body in self.institutions],
        }
