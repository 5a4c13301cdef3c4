"""Person: somebody we met, known by an opaque id and the posts they held. Names stand elsewhere (security.md D2)."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.person import PersonRegistered, PostLeft, PostTakenUp
from shared.contracts.enrollment.words import Gender, Level, Sector
from shared.contracts.event import Envelope
from shared.contracts.text import Iso3
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a person stands."""

    KNOWN = "known"


STATES: Lifecycle = {
    None: {PersonRegistered: Status.KNOWN},
    Status.KNOWN: {PostTakenUp: Status.KNOWN, PostLeft: Status.KNOWN},
}


class Post(BaseModel):
    """A post, as coarse as it may be told: state, sector and level; held now while `until` is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Iso3
    sector: Sector
    level: Level
    since: PartialDate
    until: PartialDate | None = None


class Person(Aggregate):
    """A person and the posts on record, the latest last; never without one."""

    status: Status
    gender: Gender
    posts: tuple[Post, ...]


class RegisterPerson(Command):
    """Make somebody known, in the post they hold."""

    state: Iso3
    sector: Sector
    level: Level
    gender: Gender = Gender.UNKNOWN


class RecordPost(Command):
    """The person works in this post from that day on."""

    state: Iso3
    sector: Sector
    level: Level


class LeavePost(Command):
    """The person leaves the post they hold."""


class RecordPerson(RecordCommand):
    """Write down somebody from a row, under the id that the data set gives them."""

    id: UUID
    state: Iso3
    sector: Sector
    level: Level
    gender: Gender


def register_person(state: Person | None, command: RegisterPerson, context: Context) -> Sequence[Said]:
    """Everybody gets a fresh id; who is a duplicate of whom is for people to say later."""
    return [_registered(command)]


def record_post(state: Person, command: RecordPost, context: Context) -> Sequence[Said]:
    """The post held so far ends where this one begins."""
    last = state.posts[-1]
    if last.until is None and (last.state, last.sector, last.level) == (command.state, command.sector, command.level):
        raise Conflict.already_so(since=str(last.since))
    return [PostTakenUp(state=command.state, sector=command.sector, level=command.level)]


def leave_post(state: Person, command: LeavePost, context: Context) -> Sequence[Said]:
    """Without saying what comes next."""
    last = state.posts[-1]
    return [PostLeft(state=last.state, sector=last.sector)]


def record_person(state: Person | None, command: RecordPerson, context: Context) -> Sequence[Said]:
    """Known from the date of the row on."""
    if state is not None:
        raise Conflict("exists-already", field="id")
    return [_registered(command)]


def _registered(command: RegisterPerson | RecordPerson) -> PersonRegistered:
    return PersonRegistered(state=command.state, sector=command.sector, level=command.level, gender=command.gender)


def apply(state: Person | None, fact: Envelope) -> Person:
    """The person after one more fact."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    match fact.event:
        case PersonRegistered(state=sent_by, sector=sector, level=level, gender=gender):
            first = Post(state=sent_by, sector=sector, level=level, since=fact.occurred_on)
            return Person(status=status, gender=gender, posts=(first,))
        case PostTakenUp(state=sent_by, sector=sector, level=level) if state is not None:
            post = Post(state=sent_by, sector=sector, level=level, since=fact.occurred_on)
            return state.model_copy(update={"posts": (*_ended(state, fact.occurred_on), post)})
        case PostLeft(state=sent_by, sector=sector) if state is not None:
            last = state.posts[-1]
            if last.until is not None or (last.state, last.sector) != (sent_by, sector):
                raise RuleBroken("no-such-post", field="sector", state=sent_by, sector=sector)
            return state.model_copy(update={"posts": _ended(state, fact.occurred_on)})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def _ended(state: Person, on: PartialDate) -> tuple[Post, ...]:
    *earlier, last = state.posts
    return (*earlier, last if last.until else last.model_copy(update={"until": on}))


def scopes(state: Person) -> frozenset[str]:
    """The state they work for, or last worked for."""
    return frozenset({SECRETARIAT, f"state:{state.posts[-1].state}"})


PERSON = Kind("person", Person, apply, scopes)
