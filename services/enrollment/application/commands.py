"""What the enrollment service can do: the table of its commands."""

from services.enrollment.application.checks import cohort_fits, edition_is_there, person_is_known, state_is_listed
from services.enrollment.domain import edition, person, recording, seating, seminar
from services.enrollment.domain.cohort import COHORT
from shared.aggregate import SECRETARIAT, Right
from shared.commands import CommandSpec as Line
from shared.contracts.enrollment import cohort as cohorts
from shared.contracts.enrollment import edition as editions
from shared.contracts.enrollment import person as people
from shared.contracts.enrollment import seminar as seminars
from shared.contracts.ids import new_person_id

_SECRETARIAT = (Right(SECRETARIAT, "all"),)
_NETWORK_ADMIN = (*_SECRETARIAT, Right("regional_admin", "network"))
_STATE_ADMIN = (*_SECRETARIAT, Right("regional_admin", "state"))
_SEMINAR = (edition_is_there, cohort_fits)
_SEATED = (person_is_known, state_is_listed)

COMMANDS = (
    # people
    Line(
        path="persons",
        command=person.RegisterPerson,
        kind=person.PERSON,
        decide=person.register_person,
        makes=(people.PersonRegistered,),
        who=_STATE_ADMIN,
        checks=(state_is_listed,),
        identify=lambda _: new_person_id(),
    ),
    Line(
        path="persons/record",
        command=person.RecordPerson,
        kind=person.PERSON,
        decide=person.record_person,
        makes=(people.PersonRegistered,),
        who=_STATE_ADMIN,
        checks=(state_is_listed,),
    ),
    Line(
        path="persons/{id}/record-post",
        command=person.RecordPost,
        kind=person.PERSON,
        decide=person.record_post,
        makes=(people.PostTakenUp,),
        who=_STATE_ADMIN,
        checks=(state_is_listed,),
    ),
    Line(
        path="persons/{id}/leave-post",
        command=person.LeavePost,
        kind=person.PERSON,
        decide=person.leave_post,
        makes=(people.PostLeft,),
        who=_STATE_ADMIN,
    ),
    # editions
    Line(
        path="editions",
        command=edition.DefineEdition,
        kind=edition.EDITION,
        decide=edition.define_edition,
        makes=(editions.EditionDefined,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="editions/record",
        command=edition.RecordEdition,
        kind=edition.EDITION,
        decide=edition.record_edition,
        makes=editions.EVENTS,
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="editions/{id}/retire",
        command=edition.RetireEdition,
        kind=edition.EDITION,
        decide=edition.retire_edition,
        makes=(editions.EditionRetired,),
        who=_NETWORK_ADMIN,
        states=("open",),
    ),
    # seminars
    Line(
        path="seminars",
        command=seminar.PlanSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.plan_seminar,
        makes=(seminars.SeminarPlanned,),
        who=_NETWORK_ADMIN,
        checks=_SEMINAR,
    ),
    Line(
        path="seminars/record",
        command=seminar.RecordSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.record_seminar,
        makes=(seminars.SeminarPlanned, seminars.SeminarStarted, seminars.SeminarCompleted),
        who=_NETWORK_ADMIN,
        checks=_SEMINAR,
    ),
    Line(
        path="seminars/{id}/add-part",
        command=seminar.AddPart,
        kind=seminar.SEMINAR,
        decide=seminar.add_part,
        makes=(seminars.SeminarPartAdded,),
        who=_NETWORK_ADMIN,
        checks=_SEMINAR,
        states=("planned", "in_session"),
    ),
    Line(
        path="seminars/{id}/replan",
        command=seminar.ReplanSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.replan_seminar,
        makes=(seminars.SeminarReplanned,),
        who=_NETWORK_ADMIN,
        checks=_SEMINAR,
        states=("planned", "postponed", "in_session"),
        edit=True,
    ),
    Line(
        path="seminars/{id}/postpone",
        command=seminar.PostponeSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.postpone_seminar,
        makes=(seminars.SeminarPostponed,),
        who=_NETWORK_ADMIN,
        states=("planned",),
    ),
    Line(
        path="seminars/{id}/start-session",
        command=seminar.StartSession,
        kind=seminar.SEMINAR,
        decide=seminar.start_session,
        makes=(seminars.SeminarStarted,),
        who=_NETWORK_ADMIN,
        states=("planned",),
    ),
    Line(
        path="seminars/{id}/complete",
        command=seminar.CompleteSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.complete_seminar,
        makes=(seminars.SeminarCompleted,),
        who=_NETWORK_ADMIN,
        states=("in_session",),
    ),
    Line(
        path="seminars/{id}/cancel",
        command=seminar.CancelSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.cancel_seminar,
        makes=(seminars.SeminarCancelled,),
        who=_NETWORK_ADMIN,
        states=("planned", "postponed", "in_session"),
    ),
    # cohorts
    Line(
        path="cohorts/{id}/change-capacity",
        command=seating.ChangeCapacity,
        kind=COHORT,
        decide=seating.change_capacity,
        makes=(cohorts.CapacityChanged,),
        who=_NETWORK_ADMIN,
        edit=True,
    ),
    Line(
        path="cohorts/{id}/fill-seat",
        command=seating.FillSeat,
        kind=COHORT,
        decide=seating.fill_seat,
        makes=(cohorts.SeatFilled,),
        who=_NETWORK_ADMIN,
        checks=_SEATED,
    ),
    Line(
        path="cohorts/{id}/release-seat",
        command=seating.ReleaseSeat,
        kind=COHORT,
        decide=seating.release_seat,
        makes=(cohorts.SeatReleased,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="cohorts/{id}/mark-attendance",
        command=seating.MarkAttendance,
        kind=COHORT,
        decide=seating.mark_attendance,
        makes=(cohorts.AttendanceMarked,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="cohorts/{id}/complete-participation",
        command=seating.CompleteParticipation,
        kind=COHORT,
        decide=seating.complete_participation,
        makes=(cohorts.ParticipationCompleted,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="cohorts/{id}/graduate",
        command=seating.Graduate,
        kind=COHORT,
        decide=seating.graduate,
        makes=(cohorts.ParticipantGraduated,),
        who=_NETWORK_ADMIN,
    ),
    Line(
        path="cohorts/record-delegation",
        command=recording.RecordDelegation,
        kind=COHORT,
        decide=recording.record_delegation,
        makes=(cohorts.DelegationRecorded,),
        who=_NETWORK_ADMIN,
        checks=(state_is_listed,),
        identify=recording.identify,
    ),
    Line(
        path="cohorts/record-participation",
        command=recording.RecordParticipation,
        kind=COHORT,
        decide=recording.record_participation,
        makes=(cohorts.SeatFilled,),
        who=_NETWORK_ADMIN,
        checks=_SEATED,
        identify=recording.identify,
    ),
    Line(
        path="cohorts/record-graduation",
        command=recording.RecordGraduation,
        kind=COHORT,
        decide=recording.record_graduation,
        makes=(cohorts.ParticipationCompleted, cohorts.ParticipantGraduated),
        who=_NETWORK_ADMIN,
        identify=recording.identify,
    ),
    Line(
        path="cohorts/record-headcount",
        command=recording.RecordHeadcount,
        kind=COHORT,
        decide=recording.record_headcount,
        makes=(cohorts.HeadCounted,),
        who=_NETWORK_ADMIN,
        identify=recording.identify,
    ),
)
