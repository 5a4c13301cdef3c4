"""Person: somebody we met, known by an opaque id and the posts they held. Names stand elsewhere (security.md D2)."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.person import (
    AddressRecorded,
    AddressRemoved,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageChosen,
    NameRecorded,
    PersonRegistered,
    PostDetailsRecorded,
    PostLeft,
    PostTakenUp,
)
from shared.contracts.enrollment.words import Channel, Gender, Language, Level, Purpose, Sector
from shared.contracts.event import Envelope
from shared.contracts.text import Iso3
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a person stands."""

    KNOWN = "known"


STATES: Lifecycle = {
    None: {PersonRegistered: Status.KNOWN},
    Status.KNOWN: dict.fromkeys(
        (
            PostTakenUp,
            PostLeft,
            NameRecorded,
            PostDetailsRecorded,
            AddressRecorded,
            AddressRemoved,
            ConsentGiven,
            ConsentWithdrawn,
            LanguageChosen,
        ),
        Status.KNOWN,
    ),
}


class Post(BaseModel):
    """A post, as coarse as it may be told: state, sector and level; held now while `until` is missing.

    `details` is the fact (its root) that said that body, rank or title are in the people store.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Iso3
    sector: Sector
    level: Level
    since: PartialDate
    until: PartialDate | None = None
    details: int | None = None


class Person(Aggregate):
    """A person and the posts on record, the latest last; never without one.

    `name` is the fact (its root) under which the name to use stands in the people store.
    """

    id: UUID
    status: Status
    gender: Gender
    posts: tuple[Post, ...]
    name: int | None = None
    contacts: dict[UUID, Channel] = Field(default_factory=dict)
    consents: tuple[Purpose, ...] = ()
    language: Language | None = None


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
            return Person(id=fact.subject, status=status, gender=gender, posts=(first,))
        case PostTakenUp(state=sent_by, sector=sector, level=level) if state is not None:
            post = Post(state=sent_by, sector=sector, level=level, since=fact.occurred_on)
            return state.model_copy(update={"posts": (*_ended(state, fact.occurred_on), post)})
        case PostLeft(state=sent_by, sector=sector) if state is not None:
            last = state.posts[-1]
            if last.until is not None or (last.state, last.sector) != (sent_by, sector):
                raise RuleBroken("no-such-post", field="sector", state=sent_by, sector=sector)
            return state.model_copy(update={"posts": _ended(state, fact.occurred_on)})
    if state is None or getattr(fact.event, "person", None) != fact.subject:
        raise RuleBroken("wrong-aggregate", event=fact.event.type)
    return state.model_copy(update=_kept(state, fact) or _wished(state, fact))


def _kept(state: Person, fact: Envelope) -> dict[str, object]:
    """What a fact changes that tells of values in the people store; nothing for another fact."""
    match fact.event:
        case NameRecorded():
            return {"name": fact.root}
        case PostDetailsRecorded(state=sent_by, sector=sector):
            *earlier, last = state.posts
            if (last.state, last.sector) != (sent_by, sector):
                raise RuleBroken("no-such-post", field="sector", state=sent_by, sector=sector)
            return {"posts": (*earlier, last.model_copy(update={"details": fact.root}))}
        case AddressRecorded(contact=contact, channel=channel):
            return {"contacts": {**state.contacts, contact: channel}}
        case AddressRemoved(contact=contact):
            if contact not in state.contacts:
                raise RuleBroken("no-such-contact", field="contact")
            return {"contacts": {id: channel for id, channel in state.contacts.items() if id != contact}}
    return {}


def _wished(state: Person, fact: Envelope) -> dict[str, object]:
    """What a fact changes of what the person wants."""
    match fact.event:
        case ConsentGiven(purpose=purpose):
            return {"consents": tuple(sorted({*state.consents, purpose}))}
        case ConsentWithdrawn(purpose=purpose):
            if purpose not in state.consents:
                raise RuleBroken("no-such-consent", field="purpose")
            return {"consents": tuple(given for given in state.consents if given != purpose)}
        case LanguageChosen(language=language):
            return {"language": language}
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def _ended(state: Person, on: PartialDate) -> tuple[Post, ...]:
    *earlier, last = state.posts
    return (*earlier, last if last.until else last.model_copy(update={"until": on}))


def scopes(state: Person) -> frozenset[str]:
    """The state they work for, or last worked for."""
    return frozenset({SECRETARIAT, f"state:{state.posts[-1].state}"})


def claims(state: Person) -> Sequence[str]:
    """A contact point is one person's."""
    return [f"contact:{contact}" for contact in state.contacts]


PERSON = Kind("person", Person, apply, scopes, claims=claims)
