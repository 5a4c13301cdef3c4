"""Lines of the table: focal-point seats."""

from services.network.application.checks import (
    a_member_owes_it,
    bodies_are_registered,
    evidence_is_registered,
    network_exists,
    states_are_listed,
)
from services.network.application.persons import person_is_of_the_state
from services.network.application.who import ANYBODY_THERE, NETWORK_ADMIN, ONLY_SECRETARIAT
from services.network.domain import focal_point_seat as seat
from services.network.domain.focal_point_seat import FOCAL_POINT_SEAT
from shared.commands import CommandSpec as Line
from shared.contracts.network.focal_point_seat import (
    FocalPointDesignated,
    FocalPointLeavingAnnounced,
    FocalPointStoodDown,
    SeatVacancyOverdue,
)

_SEAT = (evidence_is_registered, states_are_listed, network_exists, bodies_are_registered)
_DESIGNATION = (*_SEAT, person_is_of_the_state)

LINES = (
    Line(
        path="seats/designate",
        command=seat.DesignateFocalPoint,
        kind=FOCAL_POINT_SEAT,
        decide=seat.designate_focal_point,
        makes=(FocalPointDesignated,),
        who=NETWORK_ADMIN,
        checks=_DESIGNATION,
        identify=seat.identify,
    ),
    Line(
        path="seats/record",
        command=seat.RecordSeat,
        kind=FOCAL_POINT_SEAT,
        decide=seat.designate_focal_point,
        makes=(FocalPointDesignated,),
        who=NETWORK_ADMIN,
        checks=_DESIGNATION,
        identify=seat.identify,
    ),
    Line(
        path="seats/{id}/announce-leaving",
        command=seat.AnnounceLeaving,
        kind=FOCAL_POINT_SEAT,
        decide=seat.announce_leaving,
        makes=(FocalPointLeavingAnnounced,),
        who=ANYBODY_THERE,
        checks=_SEAT,
    ),
    Line(
        path=seat.ACTING_ENDS,
        command=seat.StandDown,
        kind=FOCAL_POINT_SEAT,
        decide=seat.stand_down,
        makes=(FocalPointStoodDown,),
        who=NETWORK_ADMIN,
        checks=_SEAT,
    ),
    Line(
        path=seat.VACANCY_ENDS,
        command=seat.StateOverdue,
        kind=FOCAL_POINT_SEAT,
        decide=seat.state_overdue,
        makes=(SeatVacancyOverdue,),
        who=ONLY_SECRETARIAT,
        checks=(*_SEAT, a_member_owes_it),
    ),
)
