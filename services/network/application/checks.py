"""Looks across aggregates: that what an event names is there (shared.commands.Check), for commands and corrections alike."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.network.domain.agreement import AGREEMENT
from services.network.domain.body import BODY
from services.network.domain.dispute import DISPUTE
from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from services.network.domain.initiative import INITIATIVE
from services.network.domain.mechanism import MECHANISM
from services.network.domain.meeting import MEETING
from services.network.domain.membership import MEMBERS, MEMBERSHIP
from services.network.domain.regional_network import REGIONAL_NETWORK, Status
from services.network.domain.source import SOURCE
from services.network.domain.state import STATE
from services.network.domain.statement import STATEMENT
from shared.aggregate import Kind
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.ids import membership_id, state_id
from shared.contracts.network.body import BodyClosed, BodyRenamed
from shared.contracts.network.dispute import FactDisputed
from shared.contracts.network.focal_point_seat import SeatVacancyOverdue
from shared.contracts.network.mechanism import InstitutionJoinedMechanism, MechanismAnnounced
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.network.statement import StatementRecorded
from shared.errors import Conflict, RuleBroken
from shared.works import Reads

_OURS: Mapping[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        AGREEMENT,
        BODY,
        DISPUTE,
        FOCAL_POINT_SEAT,
        INITIATIVE,
        MECHANISM,
        MEETING,
        MEMBERSHIP,
        REGIONAL_NETWORK,
        SOURCE,
        STATE,
        STATEMENT,
    )
}
_SOURCES = ("document", "letter", "report")


async def evidence_is_registered(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The sources that the event and its provenance name stand in the register, from whatever day."""
    named = {"source": look.cause.provenance.source, **{name: getattr(event, name, None) for name in _SOURCES}}
    for field, source in named.items():
        if source is not None and await look.state_of(SOURCE, source) is None:
            raise RuleBroken("unknown-source", field=field, source=source)


async def states_are_listed(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The states that the event names stand in the register at that date."""
    named = (getattr(event, "state", None), getattr(event, "host", None), *getattr(event, "states", ()))
    for iso3 in named:
        if iso3 is not None and await look.state_of(STATE, state_id(iso3), on) is None:
            raise RuleBroken("unknown-state", field="state", state=iso3)


async def bodies_are_registered(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The body that the event names stands in the register, from whatever day: it is known by then at the latest."""
    body: UUID | None = getattr(event, "body", None)
    if body is not None and await look.state_of(BODY, body) is None:
        raise RuleBroken("unknown-body", field="body", body=body)


async def network_exists(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """The network that the event names is there at that date; it has members only once it is launched."""
    named: UUID | None = getattr(event, "network", None)
    if named is None:
        return
    network = await look.state_of(REGIONAL_NETWORK, named, on)
    if network is None:
        raise RuleBroken("unknown-network", field="network", network=named)
    if isinstance(event, MembershipActivated) and network.status != Status.LAUNCHED:
        raise RuleBroken("network-not-launched", field="network", status=network.status)


async def object_exists(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """What a statement or a dispute is about is there, where it is ours, and of the network and state that the event names.

    Whose an object is, is nothing that a caller says (security.md A5). Objects of other services are taken as named.
    """
    if not isinstance(event, StatementRecorded | FactDisputed) or event.about_id is None:
        return
    kind = _OURS.get(event.about_kind or "")
    if kind is None:
        return
    known = await look.state_of(kind, event.about_id)
    if known is None or not _named(event) <= kind.scopes(known):
        raise RuleBroken("unknown-object", field="about_id", about=f"{event.about_kind}/{event.about_id}")


def _named(event: StatementRecorded | FactDisputed) -> set[str]:
    return {f"{name}:{value}" for name in ("network", "state") if (value := getattr(event, name, None)) is not None}


async def whose_body_it_is(look: Reads, id: UUID, event: Event, on: PartialDate) -> Event | None:
    """The state that the event repeats is that of the body, not what a caller says (security.md A5)."""
    if not isinstance(event, BodyRenamed | BodyClosed):
        return None
    body = await look.state_of(BODY, id)
    return event.model_copy(update={"state": body.state}) if body else None


async def a_member_owes_it(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """Only a member owes a focal point: for a state that has left by then, the deadline is void."""
    if isinstance(event, SeatVacancyOverdue):
        membership = await look.state_of(MEMBERSHIP, membership_id(event.network, event.state), on)
        if membership is None or membership.status not in MEMBERS:
            raise Conflict.already_so(state=event.state)


async def a_member_has_it(look: Reads, id: UUID, event: Event, on: PartialDate) -> None:
    """A network knows the mechanisms of its members, and the institutions of a mechanism are those of its state."""
    if isinstance(event, MechanismAnnounced):
        membership = await look.state_of(MEMBERSHIP, membership_id(event.network, event.state), on)
        if membership is None or membership.status not in MEMBERS:
            raise RuleBroken("not-a-member", field="state", state=event.state, on=str(on))
    if isinstance(event, InstitutionJoinedMechanism):
        body = await look.state_of(BODY, event.body)
        if body is not None and body.state != event.state:
            raise RuleBroken("body-of-another-state", field="body", state=body.state)
