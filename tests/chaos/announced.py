"""Announced: that whoever is to be told of a fact was told, from the journals of network and of notifications (I7)."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from shared.contracts.event import Entry, Envelope, Event
from shared.contracts.ids import SYSTEM
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    SeatVacancyOverdue,
)
from shared.contracts.network.initiative import InitiativeProposed
from shared.contracts.network.membership import MembershipActivated
from shared.contracts.notifications.dispatch import DispatchRequested, Template
from shared.contracts.notifications.task import TaskKind, TaskRaised
from tests.chaos.checks import Violation, told

E = TypeVar("E", bound=Event)
TOLD: Mapping[type[Event], Template] = {
    MembershipActivated: Template.MEMBERSHIP_ACTIVATED,
    FocalPointDesignated: Template.FOCAL_POINT_DESIGNATED,
    FocalPointLeavingAnnounced: Template.FOCAL_POINT_LEAVING,
    InitiativeProposed: Template.INITIATIVE_PROPOSED,
}
"""What is told of, as a message."""
RAISED: Mapping[type[Event], TaskKind] = {
    FocalPointLeavingAnnounced: TaskKind.HAND_OVER,
    SeatVacancyOverdue: TaskKind.SEAT_VACANT,
}
"""What is somebody's task."""


def check(owner: Sequence[Envelope], journal: Sequence[Envelope], admins: Mapping[UUID, UUID]) -> list[Violation]:
    """Each live fact in a network whose admin stays (`admins`: the person by network) was told to that person, or it is a
    task that they cannot be reached; and each fact that is a task is one. That neither is so twice is for messages.py."""
    letters = {(said.cause, said.recipient, said.template) for said in _said(journal, DispatchRequested)}
    tasks = {(said.cause, said.kind, said.person) for said in _said(journal, TaskRaised)}
    lost = []
    for fact in (one for one in owner if one.corrects is None):
        where = f"{fact.kind}/{fact.subject} {fact.sequence}"
        kind, template = RAISED.get(type(fact.event)), TOLD.get(type(fact.event))
        if kind is not None and (fact.id, kind, None) not in tasks:
            lost.append(f"{where} raised no task {kind}")
        admin = admins.get(getattr(fact.event, "network", UUID(int=0)))
        if template is None or admin is None or fact.entry is Entry.RECORD or fact.actor == SYSTEM:
            continue
        if (fact.id, admin, template) not in letters and (fact.id, TaskKind.NO_CONTACT, admin) not in tasks:
            lost.append(f"{where} was not told to {admin}")
    return told("I7", lost, "lost")


def _said(journal: Sequence[Envelope], type: type[E]) -> list[E]:
    return [one.event for one in journal if isinstance(one.event, type)]
