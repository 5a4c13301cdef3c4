"""Lines of the table: cohorts, their seats, and what is on record of past ones."""

from services.enrollment.application.checks import person_is_known, state_is_listed, whose_it_is
from services.enrollment.application.who import NETWORK_ADMIN
from services.enrollment.domain import recording, seating
from services.enrollment.domain.cohort import COHORT
from shared.commands import CommandSpec as Line
from shared.contracts.enrollment import cohort as cohorts

_SEATED = (whose_it_is, person_is_known, state_is_listed)

LINES = (
    Line(
        path="cohorts/{id}/change-capacity",
        command=seating.ChangeCapacity,
        kind=COHORT,
        decide=seating.change_capacity,
        makes=(cohorts.CapacityChanged,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
        edit=True,
    ),
    Line(
        path="cohorts/{id}/fill-seat",
        command=seating.FillSeat,
        kind=COHORT,
        decide=seating.fill_seat,
        makes=(cohorts.SeatFilled,),
        who=NETWORK_ADMIN,
        checks=_SEATED,
    ),
    Line(
        path="cohorts/{id}/release-seat",
        command=seating.ReleaseSeat,
        kind=COHORT,
        decide=seating.release_seat,
        makes=(cohorts.SeatReleased,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
    ),
    Line(
        path="cohorts/{id}/mark-attendance",
        command=seating.MarkAttendance,
        kind=COHORT,
        decide=seating.mark_attendance,
        makes=(cohorts.AttendanceMarked,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
    ),
    Line(
        path="cohorts/{id}/complete-participation",
        command=seating.CompleteParticipation,
        kind=COHORT,
        decide=seating.complete_participation,
        makes=(cohorts.ParticipationCompleted,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
    ),
    Line(
        path="cohorts/{id}/graduate",
        command=seating.Graduate,
        kind=COHORT,
        decide=seating.graduate,
        makes=(cohorts.ParticipantGraduated,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
    ),
    Line(
        path="cohorts/record-delegation",
        command=recording.RecordDelegation,
        kind=COHORT,
        decide=recording.record_delegation,
        makes=(cohorts.DelegationRecorded,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is, state_is_listed),
        identify=recording.identify,
    ),
    Line(
        path="cohorts/record-participation",
        command=recording.RecordParticipation,
        kind=COHORT,
        decide=recording.record_participation,
        makes=(cohorts.SeatFilled,),
        who=NETWORK_ADMIN,
        checks=_SEATED,
        identify=recording.identify,
    ),
    Line(
        path="cohorts/record-graduation",
        command=recording.RecordGraduation,
        kind=COHORT,
        decide=recording.record_graduation,
        makes=(cohorts.ParticipationCompleted, cohorts.ParticipantGraduated),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
        identify=recording.identify,
    ),
    Line(
        path="cohorts/record-headcount",
        command=recording.RecordHeadcount,
        kind=COHORT,
        decide=recording.record_headcount,
        makes=(cohorts.HeadCounted,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
        identify=recording.identify,
    ),
)
