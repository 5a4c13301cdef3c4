"""The catalog of everything that is published: one line for each module of events."""

from shared.contracts.catalog import Catalog
from shared.contracts.enrollment import alumnus, cohort, edition, person, seminar
from shared.contracts.enrollment import facts as enrollment_facts
from shared.contracts.gateway import access_grant
from shared.contracts.gateway import facts as gateway_facts
from shared.contracts.network import (
    agreement,
    body,
    dispute,
    focal_point_seat,
    initiative,
    mechanism,
    meeting,
    membership,
    milestone,
    regional_network,
    source,
    state,
    statement,
)
from shared.contracts.network import facts as network_facts
from shared.contracts.notifications import contact_point, dispatch, task
from shared.contracts.notifications import facts as notifications_facts

CATALOG = Catalog(
    (
        *enrollment_facts.EVENTS,
        *person.EVENTS,
        *edition.EVENTS,
        *seminar.EVENTS,
        *cohort.EVENTS,
        *alumnus.EVENTS,
        *network_facts.EVENTS,
        *source.EVENTS,
        *state.EVENTS,
        *body.EVENTS,
        *statement.EVENTS,
        *dispute.EVENTS,
        *regional_network.EVENTS,
        *membership.EVENTS,
        *focal_point_seat.EVENTS,
        *initiative.EVENTS,
        *milestone.EVENTS,
        *meeting.EVENTS,
        *agreement.EVENTS,
        *mechanism.EVENTS,
        *notifications_facts.EVENTS,
        *contact_point.EVENTS,
        *dispatch.EVENTS,
        *task.EVENTS,
        *gateway_facts.EVENTS,
        *access_grant.EVENTS,
    )
)
