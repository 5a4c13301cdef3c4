"""Happenings: the items of a timeline, each with its event, who recorded it and where it stands written (console.md 5)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from services.gateway.entrypoints.console.models import Listing, ViewModel


class Source(ViewModel):
    """What a document is called, and where it is to be found."""

    title: str
    address: str | None = None


class Happening(ViewModel):
    """One fact. `id` is that of its object, None where it names a person; `actor`: for those who may know."""

    event_id: UUID
    occurred_on: str
    recorded_at: str
    kind: str
    object: str
    id: UUID | None
    network: UUID | None
    state: str | None
    source: UUID | None
    page: str | None
    source_told: Source | None
    synthetic: bool
    inferred: bool
    corrected: bool
    actor: UUID | None


class Timeline(Listing[Happening]):
    """A page of it; `places`: what networks and seminars are called, with the path of their page, by id."""

    places: dict[UUID, tuple[str, str]] = {}


def timeline(
    told: Mapping[str, Any], networks: Iterable[Mapping[str, Any]], seminars: Iterable[Mapping[str, Any]]
) -> Timeline:
    """The timeline of an answer; `networks` and `seminars` are answers about those it may mention."""
    places = {one["id"]: (one["name"], f"/networks/{one['slug']}") for one in networks}
    places |= {one["id"]: (one["title"], f"/seminars/{one['slug']}") for one in seminars}
    return Timeline.model_validate({**told, "places": places})
