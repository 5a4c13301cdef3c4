"""Edition: a line of seminars for the same kind of officials, with the partners that hold it."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.edition import EditionDefined, EditionRetired, Partner
from shared.contracts.enrollment.words import Role, Sector
from shared.contracts.event import Envelope
from shared.contracts.text import PublicText, Slug
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where an edition stands."""

    OPEN = "open"
    RETIRED = "retired"


STATES: Lifecycle = {
    None: {EditionDefined: Status.OPEN},
    Status.OPEN: {EditionRetired: Status.RETIRED},
}


class Edition(Aggregate):
    """An edition. `graduating` are the roles whose holders graduate from its seminars."""

    slug: Slug
    name: PublicText
    status: Status
    sectors: tuple[Sector, ...]
    partners: tuple[Partner, ...] = ()
    network: UUID | None = None
    graduating: tuple[Role, ...]


class DefineEdition(Command):
    """Say what the seminars of a new edition are like; `network` when it is that network's own."""

    id: UUID | None = None
    slug: Slug
    name: PublicText
    sectors: tuple[Sector, ...] = Field(min_length=1, max_length=len(Sector))
    partners: tuple[Partner, ...] = Field(default=(), max_length=50)
    network: UUID | None = None
    fellows_graduate: bool = False


class RetireEdition(Command):
    """Plan no seminar of it any more."""


class RecordEdition(RecordCommand):
    """Write down an edition; `occurred_on` is since when it is known."""

    id: UUID
    slug: Slug
    name: PublicText
    sectors: tuple[Sector, ...] = Field(min_length=1, max_length=len(Sector))
    partners: tuple[Partner, ...] = Field(default=(), max_length=50)
    retired_on: PartialDate | None = None
    network: UUID | None = None
    fellows_graduate: bool = False


def define_edition(state: Edition | None, command: DefineEdition, context: Context) -> Sequence[Said]:
    """A slug names one edition (a claim)."""
    return [_defined(command)]


def retire_edition(state: Edition, command: RetireEdition, context: Context) -> Sequence[Said]:
    """Seminars that are planned stay so."""
    return [EditionRetired(slug=state.slug, network=state.network)]


def record_edition(state: Edition | None, command: RecordEdition, context: Context) -> Sequence[Said]:
    """From its definition to its retirement, as far as the dates are known."""
    if state is not None:
        raise Conflict("exists-already", slug=state.slug)
    said: list[Said] = [_defined(command)]
    if command.retired_on is not None:
        said += [Dated(EditionRetired(slug=command.slug, network=command.network), command.retired_on)]
    return said


def _defined(command: DefineEdition | RecordEdition) -> EditionDefined:
    if len(set(command.sectors)) < len(command.sectors):
        raise RuleBroken("named-twice", field="sectors")
    return EditionDefined(
        slug=command.slug,
        name=command.name,
        sectors=command.sectors,
        partners=command.partners,
        network=command.network,
        fellows_graduate=command.fellows_graduate,
    )


def apply(state: Edition | None, fact: Envelope) -> Edition:
    """The edition after one more fact."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    match fact.event:
        case EditionDefined() as event:
            return Edition(
                slug=event.slug,
                name=event.name,
                status=status,
                sectors=event.sectors,
                partners=event.partners,
                network=event.network,
                graduating=(Role.PARTICIPANT, Role.FELLOW) if event.fellows_graduate else (Role.PARTICIPANT,),
            )
        case EditionRetired() if state is not None:
            return state.model_copy(update={"status": status})
    raise RuleBroken("wrong-aggregate", event=fact.event.type)


def scopes(state: Edition) -> frozenset[str]:
    """Its network, if it is one network's own."""
    return frozenset({SECRETARIAT} | ({f"network:{state.network}"} if state.network else set()))


def claims(state: Edition) -> Sequence[str]:
    """Its slug."""
    return [f"edition-slug:{state.slug}"]


EDITION = Kind("edition", Edition, apply, scopes, claims=claims)
