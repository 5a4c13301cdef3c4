"""The tables of what sources say without being counted, and of the sources that disagree."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import model_validator

from deploy.history.cells import Link, StateCode
from deploy.history.network_tables import NetworkRecord
from deploy.history.record import Stage, id_of, link_id
from shared.contracts.text import Code, PublicText


class StatementRow(NetworkRecord):
    """What a source says, kept as said, without being counted."""

    stage: ClassVar[Stage] = Stage.STATEMENTS
    path: ClassVar[str] = "statements"
    renamed: ClassVar[Mapping[str, str]] = {"about_id": "about"}
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
    renamed: ClassVar[Mapping[str, str]] = {"about_id": "about"}
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
