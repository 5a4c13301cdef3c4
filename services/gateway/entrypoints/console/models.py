"""Models: what templates are given: the parts of the public API's answers that a page shows, frozen."""

from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ViewModel(BaseModel):
    """Read from an answer; what the page does not show is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Figure(ViewModel):
    """A number of the API, with the parts that documented and made-up objects have in it."""

    total: int
    documented: int
    synthetic: int


class Period(ViewModel):
    """A time in which something was so; `until` None: it still is."""

    since: str
    until: str | None


class Evidence(ViewModel):
    """A document that supports a fact."""

    source: UUID
    page: str | None = None


class Item(ViewModel):
    """A row that has an address: its id, the version that a change of it names, and where its facts come from."""

    id: UUID
    version: int
    synthetic: bool = False
    sources: tuple[Evidence, ...] = ()


Row = TypeVar("Row", bound=ViewModel)


class Listing(ViewModel, Generic[Row]):
    """A page of a list: `total` rows in all, `next` is the cursor of the page after."""

    items: tuple[Row, ...]
    total: int
    next: str | None = None
