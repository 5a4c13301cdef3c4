"""Seminar: what is to be held where and when, and what became of it. Who has a seat in it is the cohort's business."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.enrollment.domain.days import begins, ends
from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.seminar import (
    Capacity,
    Part,
    SeminarCancelled,
    SeminarCompleted,
    SeminarPartAdded,
    SeminarPlanned,
    SeminarPostponed,
    SeminarReplanned,
    SeminarStarted,
)
from shared.contracts.event import Envelope
from shared.contracts.text import PublicText, Slug
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a seminar stands."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    IN_SESSION = "in_session"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


STATES: Lifecycle = {
    None: {SeminarPlanned: Status.PLANNED},
    Status.PLANNED: {
        SeminarPartAdded: Status.PLANNED,
        SeminarReplanned: Status.PLANNED,
        SeminarPostponed: Status.POSTPONED,
        SeminarStarted: Status.IN_SESSION,
        SeminarCancelled: Status.CANCELLED,
    },
    Status.POSTPONED: {SeminarReplanned: Status.PLANNED, SeminarCancelled: Status.CANCELLED},
    Status.IN_SESSION: {
        SeminarPartAdded: Status.IN_SESSION,
        SeminarReplanned: Status.IN_SESSION,
        SeminarCompleted: Status.COMPLETED,
        SeminarCancelled: Status.CANCELLED,
    },
}
Parts = tuple[Part, ...]


class Seminar(Aggregate):
    """A seminar. `parts` are empty while it is postponed; `capacity` is what was planned."""

    slug: Slug
    title: PublicText
    edition: UUID
    network: UUID | None = None
    status: Status
    parts: Parts
    capacity: Capacity
    organisers: tuple[UUID, ...] = ()


class PlanSeminar(Command):
    """Plan a seminar of an edition; it belongs to the network that the edition belongs to."""

    id: UUID | None = None
    slug: Slug
    edition: UUID
    title: PublicText
    parts: Parts = Field(min_length=1, max_length=20)
    capacity: Capacity = Field(min_length=1)
    organisers: tuple[UUID, ...] = Field(default=(), max_length=50)


class AddPart(Command):
    """Add a part."""

    part: Part


class ReplanSeminar(Command):
    """Hold it in these parts instead."""

    parts: Parts = Field(min_length=1, max_length=20)


class PostponeSeminar(Command):
    """Do not hold it when it was planned; when instead is not known yet."""


class StartSession(Command):
    """Its first part begins."""


class CompleteSeminar(Command):
    """Its last part ended."""


class CancelSeminar(Command):
    """Do not hold it, or break it off."""


class RecordSeminar(RecordCommand):
    """Write down a seminar of the past, or one that is under way."""

    id: UUID
    slug: Slug
    edition: UUID
    title: PublicText
    parts: Parts = Field(min_length=1, max_length=20)
    capacity: Capacity = Field(min_length=1)
    organisers: tuple[UUID, ...] = Field(default=(), max_length=50)


def plan_seminar(state: Seminar | None, command: PlanSeminar, context: Context) -> Sequence[Said]:
    """A slug names one seminar (a claim)."""
    return [_planned(command)]


def add_part(state: Seminar, command: AddPart, context: Context) -> Sequence[Said]:
    """Also when it is in session: a cycle grows."""
    return [SeminarPartAdded(edition=state.edition, network=state.network, part=command.part)]


def replan_seminar(state: Seminar, command: ReplanSeminar, context: Context) -> Sequence[Said]:
    """The parts before stay true for the time before."""
    if state.parts == command.parts:
        raise Conflict.already_so(status=state.status)
    return [SeminarReplanned(edition=state.edition, network=state.network, parts=command.parts)]


def postpone_seminar(state: Seminar, command: PostponeSeminar, context: Context) -> Sequence[Said]:
    """Only before it began."""
    return [SeminarPostponed(edition=state.edition, network=state.network)]


def start_session(state: Seminar, command: StartSession, context: Context) -> Sequence[Said]:
    """Only as planned."""
    return [SeminarStarted(edition=state.edition, network=state.network)]


def complete_seminar(state: Seminar, command: CompleteSeminar, context: Context) -> Sequence[Said]:
    """Only one in session."""
    return [SeminarCompleted(edition=state.edition, network=state.network)]


def cancel_seminar(state: Seminar, command: CancelSeminar, context: Context) -> Sequence[Said]:
    """Any time before it is completed."""
    return [SeminarCancelled(edition=state.edition, network=state.network)]


def record_seminar(state: Seminar | None, command: RecordSeminar, context: Context) -> Sequence[Said]:
    """Its whole life with the dates of its parts, as far as they are past.

    When it was planned is not on record: it takes the date of the row, or that of its beginning if that is earlier.
    """
    if state is not None:
        raise Conflict("exists-already", slug=state.slug)
    start = min((begins(part.dates) for part in command.parts), key=_day)
    end = max((ends(part.dates) for part in command.parts), key=_day)
    said: list[Said] = [Dated(_planned(command), min(command.occurred_on, start, key=_day), inferred=True)]
    if start.counts_from <= context.today:
        said += [Dated(SeminarStarted(edition=command.edition), start)]
    if end.counts_from <= context.today:
        said += [Dated(SeminarCompleted(edition=command.edition), end)]
    return said


def _day(on: PartialDate) -> date:
    return on.counts_from


def _planned(command: PlanSeminar | RecordSeminar) -> SeminarPlanned:
    return SeminarPlanned(
        slug=command.slug,
        title=command.title,
        edition=command.edition,
        parts=command.parts,
        capacity=command.capacity,
        organisers=command.organisers,
    )


def apply(state: Seminar | None, fact: Envelope) -> Seminar:
    """The seminar after one more fact. The code of a part is unique in it."""
    event = fact.event
    status = Status(step(STATES, state.status if state else None, event))
    if isinstance(event, SeminarPlanned):
        content = event.model_dump(exclude={"parts"})
        return Seminar(**content, status=status, parts=_distinct(event.parts))
    if state is None or event.edition != state.edition:  # type: ignore[attr-defined]
        raise RuleBroken("wrong-aggregate", event=event.type)
    changes: dict[str, object] = {"status": status}
    match event:
        case SeminarPartAdded(part=part):
            changes["parts"] = _distinct((*state.parts, part))
        case SeminarReplanned(parts=parts):
            changes["parts"] = _distinct(parts)
        case SeminarPostponed():
            changes["parts"] = ()
    return state.model_copy(update=changes)


def _distinct(parts: Parts) -> Parts:
    if len({part.code for part in parts}) < len(parts):
        raise RuleBroken("named-twice", field="parts/code")
    return parts


def scopes(state: Seminar) -> frozenset[str]:
    """The network of its edition, if it is one network's own."""
    return frozenset({SECRETARIAT} | ({f"network:{state.network}"} if state.network else set()))


def claims(state: Seminar) -> Sequence[str]:
    """Its slug, which is unique among all seminars."""
    return [f"seminar-slug:{state.slug}"]


SEMINAR = Kind("seminar", Seminar, apply, scopes, claims=claims)
