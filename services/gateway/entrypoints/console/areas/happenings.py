"""Happenings: the items of a timeline, each with its event, who recorded it and where it stands written (console.md 5)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from services.gateway.application.access import REGISTRY, Reader, sees
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
    """A page of it; `places`: what networks and seminars are called, with the path of their page, by id; `open`: the items
    whose object's history the viewer may see."""

    places: dict[UUID, tuple[str, str]]
    open: frozenset[UUID]


def timeline(
    told: Mapping[str, Any],
    reader: Reader,
    networks: Iterable[Mapping[str, Any]],
    seminars: Iterable[Mapping[str, Any]],
) -> Timeline:
    """The timeline of an answer; `networks` and `seminars` are answers about those it may mention."""
    places = {one["id"]: (one["name"], f"/networks/{one['slug']}") for one in networks}
    places |= {one["id"]: (one["title"], f"/seminars/{one['slug']}") for one in seminars}
    seen = sees(reader, "people-history")
    opened = {one["event_id"] for one in told["items"] if one["id"] and _may_open(one, seen)}
    return Timeline.model_validate({**told, "places": places, "open": opened})


def _may_open(one: Mapping[str, Any], seen: frozenset[str] | None) -> bool:
    if one["object"] in REGISTRY or seen is None:
        return True
    return not seen.isdisjoint({f"network:{one['network']}", f"state:{one['state']}"})
