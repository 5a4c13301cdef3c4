"""Record: one row of a table, which is one record command of the public API."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, ConfigDict

from deploy.history.cells import Flag, Link, links
from shared.contracts.dates import PartialDate
from shared.contracts.text import RowKey, SafeStr

DATA_SET = uuid5(NAMESPACE_URL, "https://lemkin.example/history")


def id_of(key: str) -> UUID:
    """The id of the object that a row creates: the same in every installation, so loading twice meets it again."""
    return uuid5(DATA_SET, str(key))


def link_id(link: Link | None) -> str | None:
    """The id behind a reference, as the API takes it."""
    return str(id_of(link.target)) if link else None


COLUMNS = {"occurred_on": "date", "row": "key"}
"""Fields of every command whose column has another name."""


class Stage(StrEnum):
    """What is loaded together; all consumers catch up before the next stage begins."""

    SOURCES = "sources"
    STATES = "states"
    BODIES = "bodies"
    NETWORKS = "networks"
    MEMBERSHIPS = "memberships"
    EDITIONS = "editions"
    SEMINARS = "seminars"
    PEOPLE = "people"
    PARTICIPATION = "participation"
    RETURNING = "returning"
    INITIATIVES = "initiatives"
    MEETINGS = "meetings"
    AGREEMENTS = "agreements"
    MECHANISMS = "mechanisms"
    STATEMENTS = "statements"


class Record(BaseModel, ABC):
    """The columns that every table has, and what a subclass says about its command.

    `date` is when the fact was true. `inferred`: the source does not say it in so many words. `synthetic`: made up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    stage: ClassVar[Stage]
    service: ClassVar[str]
    path: ClassVar[str]
    renamed: ClassVar[Mapping[str, str]] = {}
    """Fields of the command whose column has another name, besides those of `COLUMNS`."""

    key: RowKey
    date: PartialDate
    source: Link | None = None
    page: SafeStr | None = None
    inferred: Flag = False
    synthetic: Flag = False

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """The fields of the command that only this kind of record has, ready for JSON."""

    @property
    def lane(self) -> str:
        """The aggregate it writes to: records of one lane are sent in order."""
        return str(self.key)

    def body(self) -> dict[str, Any]:
        """The whole command, ready for JSON."""
        return {
            "occurred_on": str(self.date),
            "source": link_id(self.source),
            "page": self.page,
            "row": self.key,
            "synthetic": self.synthetic,
            "inferred": self.inferred,
            **self.content(),
        }

    def references(self) -> Iterator[tuple[str, Link]]:
        """Each column that names another row, with that name."""
        for column in type(self).model_fields:
            for link in links(getattr(self, column)):
                yield column, link
