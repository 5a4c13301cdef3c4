"""What the enrollment service can do: the table of its commands."""

from services.enrollment.application import lines_cohorts, lines_people
from services.enrollment.application.checks import cohort_fits, edition_is_there, whose_it_is
from services.enrollment.application.who import NETWORK_ADMIN
from services.enrollment.domain import edition, seminar
from shared.commands import CommandSpec as Line
from shared.contracts.enrollment import edition as editions
from shared.contracts.enrollment import seminar as seminars

_SEMINAR = (edition_is_there, cohort_fits)

COMMANDS = (
    *lines_people.LINES,
    # editions
    Line(
        path="editions",
        command=edition.DefineEdition,
        kind=edition.EDITION,
        decide=edition.define_edition,
        makes=(editions.EditionDefined,),
        who=NETWORK_ADMIN,
    ),
    Line(
        path="editions/record",
        command=edition.RecordEdition,
        kind=edition.EDITION,
        decide=edition.record_edition,
        makes=editions.EVENTS,
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
    ),
    Line(
        path="editions/{id}/retire",
        command=edition.RetireEdition,
        kind=edition.EDITION,
        decide=edition.retire_edition,
        makes=(editions.EditionRetired,),
        who=NETWORK_ADMIN,
        checks=(whose_it_is,),
        states=("open",),
    ),
    # seminars
    Line(
        path="seminars",
        command=seminar.PlanSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.plan_seminar,
        makes=(seminars.SeminarPlanned,),
        who=NETWORK_ADMIN,
        checks=_SEMINAR,
    ),
    Line(
        path="seminars/record",
        command=seminar.RecordSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.record_seminar,
        makes=(seminars.SeminarPlanned, seminars.SeminarStarted, seminars.SeminarCompleted),
        who=NETWORK_ADMIN,
        checks=_SEMINAR,
    ),
    Line(
        path="seminars/{id}/add-part",
        command=seminar.AddPart,
        kind=seminar.SEMINAR,
        decide=seminar.add_part,
        makes=(seminars.SeminarPartAdded,),
        who=NETWORK_ADMIN,
        checks=_SEMINAR,
        states=("planned", "in_session"),
    ),
    Line(
        path="seminars/{id}/replan",
        command=seminar.ReplanSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.replan_seminar,
        makes=(seminars.SeminarReplanned,),
        who=NETWORK_ADMIN,
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
        who=NETWORK_ADMIN,
        states=("planned",),
    ),
    Line(
        path="seminars/{id}/start-session",
        command=seminar.StartSession,
        kind=seminar.SEMINAR,
        decide=seminar.start_session,
        makes=(seminars.SeminarStarted,),
        who=NETWORK_ADMIN,
        states=("planned",),
    ),
    Line(
        path="seminars/{id}/complete",
        command=seminar.CompleteSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.complete_seminar,
        makes=(seminars.SeminarCompleted,),
        who=NETWORK_ADMIN,
        states=("in_session",),
    ),
    Line(
        path="seminars/{id}/cancel",
        command=seminar.CancelSeminar,
        kind=seminar.SEMINAR,
        decide=seminar.cancel_seminar,
        makes=(seminars.SeminarCancelled,),
        who=NETWORK_ADMIN,
        states=("planned", "postponed", "in_session"),
    ),
    *lines_cohorts.LINES,  # cohorts: seats, attendance, graduations, and what is on record of them
)
