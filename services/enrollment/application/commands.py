"""What the enrollment service can do: the table of its commands."""

from services.enrollment.application import lines_cohorts
from services.enrollment.application.checks import (
    cohort_fits,
    edition_is_there,
    state_is_listed,
    whose_it_is,
)
from services.enrollment.application.who import NETWORK_ADMIN, STATE_ADMIN
from services.enrollment.domain import edition, person, seminar
from shared.commands import CommandSpec as Line
from shared.contracts.enrollment import edition as editions
from shared.contracts.enrollment import person as people
from shared.contracts.enrollment import seminar as seminars
from shared.contracts.ids import new_person_id

_SEMINAR = (edition_is_there, cohort_fits)

COMMANDS = (
    # people
    Line(
        path="persons",
        command=person.RegisterPerson,
        kind=person.PERSON,
        decide=person.register_person,
        makes=(people.PersonRegistered,),
        who=STATE_ADMIN,
        checks=(state_is_listed,),
        identify=lambda _: new_person_id(),
    ),
    Line(
        path="persons/record",
        command=person.RecordPerson,
        kind=person.PERSON,
        decide=person.record_person,
        makes=(people.PersonRegistered,),
        who=STATE_ADMIN,
        checks=(state_is_listed,),
    ),
    Line(
        path="persons/{id}/record-post",
        command=person.RecordPost,
        kind=person.PERSON,
        decide=person.record_post,
        makes=(people.PostTakenUp,),
        who=STATE_ADMIN,
        checks=(state_is_listed,),
    ),
    Line(
        path="persons/{id}/leave-post",
        command=person.LeavePost,
        kind=person.PERSON,
        decide=person.leave_post,
        makes=(people.PostLeft,),
        who=STATE_ADMIN,
    ),
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
