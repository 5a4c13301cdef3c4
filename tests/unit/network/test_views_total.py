"""A fold takes any fact, and changes no document that it was given."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.gateway.application.views import (
    agreement,
    body,
    dispute,
    initiative,
    mechanism,
    meeting,
    membership,
    network,
    seat,
    source,
    state,
    statement,
)
from services.gateway.application.views.view import View
from shared.aggregate import Dated
from shared.contracts.dates import PartialDate
from shared.contracts.event import Event
from shared.contracts.ids import PersonId
from shared.contracts.network.agreement import AgreementExpired, AgreementSigned, AgreementSuspended
from shared.contracts.network.body import BodyRenamed
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointStoodDown,
    SeatKind,
    SeatVacancyOverdue,
)
from shared.contracts.network.initiative import InitiativeEndorsed
from shared.contracts.network.mechanism import InstitutionJoinedMechanism
from shared.contracts.network.meeting import DelegationAttended, MeetingConcluded
from shared.contracts.network.membership import MembershipLapsed
from shared.contracts.network.milestone import MilestoneReached, MilestoneRescheduled
from shared.contracts.network.regional_network import NetworkLaunched
from tests.support.given import envelope
from tests.unit.network.test_membership import FOUNDER, INVITED

ID, ANA = UUID(int=40), PersonId(UUID(int=1))
PAIR: dict[str, Any] = {"network": UUID(int=10), "state": "ARG"}
VIEWS = (
    agreement,
    body,
    dispute,
    initiative,
    mechanism,
    meeting,
    membership,
    network,
    seat,
    source,
    state,
    statement,
)
EVENTS: Sequence[Event] = (
    FOUNDER,
    INVITED,
    MembershipLapsed(**PAIR),
    FocalPointDesignated(**PAIR, kind=SeatKind.NATIONAL, person=ANA),
    FocalPointLeavingAnnounced(**PAIR, kind=SeatKind.NATIONAL, person=ANA, leaves_on=date(2014, 1, 1)),
    FocalPointStoodDown(**PAIR, kind=SeatKind.NATIONAL, person=ANA),
    SeatVacancyOverdue(**PAIR, due=date(2013, 1, 1)),
    BodyRenamed(name="x"),
    NetworkLaunched(),
    MilestoneReached(**PAIR, code="x"),
    MilestoneRescheduled(**PAIR, code="x", planned=PartialDate.parse("2014"), reason="y"),
    InitiativeEndorsed(**PAIR),
    DelegationAttended(**PAIR),
    MeetingConcluded(network=ID),
    AgreementSigned(body=ID),
    AgreementSuspended(body=ID, reason="x"),
    AgreementExpired(body=ID),
    InstitutionJoinedMechanism(**PAIR, body=ID),
)


@pytest.mark.parametrize("view", [one.VIEW for one in VIEWS], ids=lambda view: view.kind)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_a_fold_takes_any_fact_first_and_changes_no_document_it_was_given(view: View, event: Event) -> None:
    fact = envelope(view.kind, ID, 1, Dated(event, PartialDate.parse("2012")))
    first, text = view.next(None, fact)
    view.next(first, fact)
    assert view.next(None, fact) == (first, text)
