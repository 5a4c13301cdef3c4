"""RegionalNetwork: states that work together, from the first idea to the end."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.aggregate import SECRETARIAT, Aggregate, Command, Context, Dated, Kind, Lifecycle, RecordCommand, Said, step
from shared.contracts.dates import PartialDate
from shared.contracts.event import Envelope
from shared.contracts.network.regional_network import (
    AccessionRule,
    AccessionRuleSet,
    NetworkConceived,
    NetworkConcluded,
    NetworkDevelopmentStarted,
    NetworkHosted,
    NetworkInitiated,
    NetworkLaunched,
    SecretariatAppointed,
)
from shared.contracts.text import Iso3, PublicText, Slug
from shared.errors import Conflict, RuleBroken


class Status(StrEnum):
    """Where a network stands."""

    CONCEIVED = "conceived"
    UNDER_DEVELOPMENT = "under_development"
    LAUNCHED = "launched"
    CONCLUDED = "concluded"


_DETAILS = (NetworkInitiated, AccessionRuleSet, SecretariatAppointed, NetworkHosted)
STATES: Lifecycle = {
    None: {NetworkConceived: Status.CONCEIVED},
    Status.CONCEIVED: {
        **dict.fromkeys(_DETAILS, Status.CONCEIVED),
        NetworkDevelopmentStarted: Status.UNDER_DEVELOPMENT,
        NetworkLaunched: Status.LAUNCHED,
        NetworkConcluded: Status.CONCLUDED,
    },
    Status.UNDER_DEVELOPMENT: {
        **dict.fromkeys(_DETAILS, Status.UNDER_DEVELOPMENT),
        NetworkLaunched: Status.LAUNCHED,
        NetworkConcluded: Status.CONCLUDED,
    },
    Status.LAUNCHED: {**dict.fromkeys(_DETAILS, Status.LAUNCHED), NetworkConcluded: Status.CONCLUDED},
}


class Host(BaseModel):
    """A body that hosts a network."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: UUID
    state: Iso3 | None = None


class RegionalNetwork(Aggregate):
    """A regional network; `id` is what its scope is made of."""

    id: UUID
    slug: Slug
    name: PublicText
    status: Status
    rule: AccessionRule | None = None
    secretariat: UUID | None = None
    hosts: tuple[Host, ...] = ()
    initiators: tuple[Iso3, ...] = ()
    launched: PartialDate | None = None


class ConceiveNetwork(Command):
    """Give a network its name."""

    id: UUID | None = None
    slug: Slug
    name: PublicText


class StartDevelopment(Command):
    """Begin to build it."""


class SetAccessionRule(Command):
    """Say how states join from that day on."""

    rule: AccessionRule


class AppointSecretariat(Command):
    """Say which body runs its secretariat."""

    body: UUID


class HostNetwork(Command):
    """Say which body of a state hosts it."""

    body: UUID
    state: Iso3 | None = None


class LaunchNetwork(Command):
    """From that day on it has members."""


class ConcludeNetwork(Command):
    """End it."""


class RecordNetwork(RecordCommand):
    """Write down a network with what is known of its beginning; `occurred_on` is the date of the latest known stage."""

    id: UUID
    slug: Slug
    name: PublicText
    conceived: PartialDate | None = None
    development_started: PartialDate | None = None
    launched: PartialDate | None = None
    accession_rule: AccessionRule | None = None
    secretariat: UUID | None = None
    hosts: tuple[Host, ...] = Field(default=(), max_length=20)
    initiators: tuple[Iso3, ...] = Field(default=(), max_length=50)


def conceive_network(state: RegionalNetwork | None, command: ConceiveNetwork, context: Context) -> Sequence[Said]:
    """A slug names one network (a claim)."""
    if state is not None:
        raise Conflict("exists-already", slug=state.slug)
    return [NetworkConceived(slug=command.slug, name=command.name)]


def start_development(state: RegionalNetwork, command: StartDevelopment, context: Context) -> Sequence[Said]:
    """Once."""
    return [NetworkDevelopmentStarted()]


def set_accession_rule(state: RegionalNetwork, command: SetAccessionRule, context: Context) -> Sequence[Said]:
    """An earlier rule stays true for accessions before."""
    return [AccessionRuleSet(rule=command.rule)]


def appoint_secretariat(state: RegionalNetwork, command: AppointSecretariat, context: Context) -> Sequence[Said]:
    """The latest appointment counts."""
    return [SecretariatAppointed(body=command.body)]


def host_network(state: RegionalNetwork, command: HostNetwork, context: Context) -> Sequence[Said]:
    """A network may have several hosts."""
    host = Host(body=command.body, state=command.state)
    if host in state.hosts:
        raise Conflict.already_so(body=host.body)
    return [NetworkHosted(body=host.body, state=host.state)]


def launch_network(state: RegionalNetwork, command: LaunchNetwork, context: Context) -> Sequence[Said]:
    """A network is launched once, with a rule by which states join it."""
    return [NetworkLaunched()]


def conclude_network(state: RegionalNetwork, command: ConcludeNetwork, context: Context) -> Sequence[Said]:
    """It had its time."""
    return [NetworkConcluded()]


def record_network(state: RegionalNetwork | None, command: RecordNetwork, context: Context) -> Sequence[Said]:
    """The whole legal chain with the known dates; the beginning takes the earliest known date, as inferred."""
    if state is not None:
        raise Conflict("exists-already", slug=state.slug)
    stages = (command.conceived, command.development_started, command.launched)
    known = sorted((stage for stage in stages if stage is not None), key=lambda date: date.counts_from)
    first = known[0] if known else command.occurred_on
    latest = known[-1] if known else command.occurred_on
    said: list[Said] = [
        Dated(
            NetworkConceived(slug=command.slug, name=command.name),
            command.conceived or first,
            command.conceived is None,
        )
    ]
    if command.initiators:
        said += [Dated(NetworkInitiated(states=command.initiators), first)]
    if command.development_started:
        said += [Dated(NetworkDevelopmentStarted(), command.development_started)]
    if command.accession_rule:
        said += [Dated(AccessionRuleSet(rule=command.accession_rule), latest)]
    if command.secretariat:
        said += [Dated(SecretariatAppointed(body=command.secretariat), latest)]
    said += [Dated(NetworkHosted(body=host.body, state=host.state), latest) for host in command.hosts]
    if command.launched:
        said += [Dated(NetworkLaunched(), command.launched)]
    return said


def apply(state: RegionalNetwork | None, fact: Envelope) -> RegionalNetwork:
    """The network after one more fact; it cannot be launched before there is a rule by which states join it."""
    status = Status(step(STATES, state.status if state else None, fact.event))
    if state is None:
        if not isinstance(fact.event, NetworkConceived):
            raise RuleBroken("wrong-aggregate", event=fact.event.type)
        return RegionalNetwork(id=fact.subject, slug=fact.event.slug, name=fact.event.name, status=status)
    changes: dict[str, object] = {"status": status}
    match fact.event:
        case AccessionRuleSet(rule=rule):
            changes["rule"] = rule
        case SecretariatAppointed(body=body):
            changes["secretariat"] = body
        case NetworkHosted(body=body, state=host_state):
            changes["hosts"] = (*state.hosts, Host(body=body, state=host_state))
        case NetworkInitiated(states=states):
            changes["initiators"] = states
        case NetworkLaunched() if state.rule is None:
            raise RuleBroken("accession-rule-missing")
        case NetworkLaunched():
            changes["launched"] = fact.occurred_on
    return state.model_copy(update=changes)


def scopes(state: RegionalNetwork) -> frozenset[str]:
    """Itself."""
    return frozenset({SECRETARIAT, f"network:{state.id}"})


def claims(state: RegionalNetwork) -> Sequence[str]:
    """Its slug."""
    return [f"network-slug:{state.slug}"]


REGIONAL_NETWORK = Kind("network", RegionalNetwork, apply, scopes, claims=claims)
