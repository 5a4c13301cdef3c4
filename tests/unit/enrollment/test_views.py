"""What the gateway shows of enrollment: documents folded from facts, on any day, with their evidence."""

from typing import Any
from uuid import uuid4

import pytest

from services.gateway.application.views import alumnus, cohort, edition, person, seminar
from services.gateway.application.views.view import Document, View
from shared.contracts.dates import PartialDate
from shared.contracts.enrollment.alumnus import AlumnusRecognised, GraduationAdded
from shared.contracts.enrollment.cohort import (
    Attendance,
    AttendanceMarked,
    CapacityChanged,
    CohortConvened,
    CohortDissolved,
    CohortScheduled,
    DelegationRecorded,
    HeadCounted,
    ParticipantGraduated,
    ParticipationCompleted,
    Presence,
    SeatReleased,
)
from shared.contracts.enrollment.edition import EditionDefined, EditionRetired, Partner
from shared.contracts.enrollment.person import PersonRegistered, PostLeft, PostTakenUp
from shared.contracts.enrollment.seminar import (
    Part,
    SeminarCancelled,
    SeminarCompleted,
    SeminarPartAdded,
    SeminarPlanned,
    SeminarPostponed,
    SeminarReplanned,
    SeminarStarted,
)
from shared.contracts.enrollment.words import Gender, Level, PartnerRole, Role, Sector
from shared.contracts.event import Event
from tests.support.feed import Feed
from tests.unit.enrollment.cohorts import ANA, BEA, CAI, EDITION, OPENED, PARTS, SEMINAR, filled, seat

PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT


class Shown:
    """A document under way; facts are documented unless they are said to be made up."""

    def __init__(self, view: View) -> None:
        self.document: Document = {}
        self._feed, self._view = Feed(), view

    def after(self, *events: Event, on: str = "2012-01-01", synthetic: bool = False) -> "Shown":
        """The document goes through JSON after each fact, as it does in the gateway."""
        for event in events:
            fact = self._feed.say(self._view.kind, SEMINAR, event, on, synthetic=synthetic)
            self.document, _ = self._view.next(self.document or None, fact)
        return self

    def __getitem__(self, name: str) -> Any:
        return self.document[name]


def _cohort(*events: Event, synthetic: bool = False) -> Shown:
    return Shown(cohort.VIEW).after(OPENED, *events, synthetic=synthetic)


def _sent(presence: Presence = PRESENT, part: str | None = None, state: str = "ARG") -> DelegationRecorded:
    return DelegationRecorded(seminar=SEMINAR, state=state, part=part, presence=presence)


def _mark(attendance: Attendance, part: str = "poland") -> AttendanceMarked:
    return AttendanceMarked(**seat(ANA), part=part, attendance=attendance)


def test_a_person_shows_the_latest_post_and_all_before() -> None:
    first = PersonRegistered(state="ARG", sector=Sector.JUSTICE, level=Level.MIDDLE, gender=Gender.FEMALE)
    second = PostTakenUp(state="BRA", sector=Sector.DEFENCE, level=Level.SENIOR)
    shown = Shown(person.VIEW).after(first, on="2010").after(second, on="2012")
    shown.after(PostLeft(state="BRA", sector=Sector.DEFENCE), on="2013")
    assert (shown["state"], shown["sector"], shown["level"], shown["gender"]) == ("BRA", "defence", "senior", "female")
    assert [(post["since"], post["until"]) for post in shown["posts"]] == [("2010", "2012"), ("2012", "2013")]


def test_an_edition_shows_its_partners_and_its_end() -> None:
    partner = Partner(body=uuid4(), role=PartnerRole.HOST)
    defined = EditionDefined(slug="e", name="E", sectors=(Sector.MILITARY,), partners=(partner,))
    shown = Shown(edition.VIEW).after(defined, on="2010")
    assert (shown["slug"], shown["status"], shown["retired"]) == ("e", "open", None)
    assert shown["partners"] == [{"body": str(partner.body), "role": "host"}]
    shown.after(EditionRetired(slug="e"), on="2011-12-31")
    assert (shown["status"], shown["defined"], shown["retired"]) == ("retired", "2010", "2011-12-31")


def test_a_seminar_shows_its_parts_with_their_precision_and_its_life() -> None:
    ours = {"edition": EDITION}
    plan = SeminarPlanned(**ours, slug="s", title="S", parts=PARTS[:1], capacity={Role.PARTICIPANT: 2})
    shown = Shown(seminar.VIEW).after(plan, SeminarPartAdded(**ours, part=PARTS[1]))
    assert [part["precision"] for part in shown["parts"]] == ["interval", "month"]
    assert (shown["parts"][1]["earliest"], shown["parts"][1]["latest"]) == ("2013-05-01", "2013-05-31")
    assert (shown["years"], shown["status"], shown["edition"]) == ([2012, 2013], "planned", str(EDITION))
    shown.after(SeminarPostponed(**ours))
    assert (shown["parts"], shown["years"], shown["status"]) == ([], [], "postponed")
    shown.after(SeminarReplanned(**ours, parts=PARTS[:1]))
    assert (shown["years"], shown["status"]) == ([2012], "planned")
    shown.after(SeminarStarted(**ours), on="2012-05-01").after(SeminarReplanned(**ours, parts=PARTS), on="2012-05-02")
    assert (shown["status"], shown["began"], shown["ended"]) == ("in_session", "2012-05-01", None)
    shown.after(SeminarCompleted(**ours), on="2013-05 from 2013-05-31")
    assert (shown["status"], shown["ended"]) == ("completed", "2013-05 from 2013-05-31")


def test_a_part_known_to_a_latest_day_has_no_earliest() -> None:
    part = Part(code="a", place="A", dates=PartialDate.parse("by 2012-11-30"))
    shown = Shown(seminar.VIEW).after(
        SeminarPlanned(edition=EDITION, slug="s", title="S", parts=(part,), capacity={}),
        SeminarCancelled(edition=EDITION),
    )
    assert (shown["parts"][0]["earliest"], shown["parts"][0]["precision"]) == (None, "by")
    assert shown["status"] == "cancelled"


def test_an_alumnus_shows_every_graduation_and_what_is_documented() -> None:
    content: dict[str, Any] = {"person": ANA, "sector": Sector.JUSTICE}
    first, second = uuid4(), uuid4()
    shown = Shown(alumnus.VIEW).after(AlumnusRecognised(**content, state="ARG", seminar=first), on="2010")
    shown.after(GraduationAdded(**content, state="BRA", seminar=second), on="2012-05", synthetic=True)
    assert (shown["person"], shown["state"], shown["recognised"]) == (str(ANA), "BRA", "2010")
    assert (shown["years"], shown["seminars"]) == ([2010, 2012], [str(first), str(second)])
    assert [one["documented"] for one in shown["graduations"]] == [True, False]
    assert (shown["documented"], shown["synthetic"]) == (True, False)


def test_seats_are_counted_by_role_and_state() -> None:
    shown = _cohort(filled(ANA), filled(BEA, state="BRA"), filled(CAI, Role.FELLOW), synthetic=True)
    assert shown["counts"]["participant"] == {"total": 2, "documented": 0, "synthetic": 2}
    assert shown["counts_by_state"] == {"ARG": {"fellow": 1, "participant": 1}, "BRA": {"participant": 1}}
    shown.after(SeatReleased(**seat(ANA), reason="withdrawn")).after(filled(ANA, state="BRA"))
    assert shown["counts"]["participant"] == {"total": 2, "documented": 1, "synthetic": 1}


def test_graduations_are_counted_by_the_origin_of_the_graduation() -> None:
    shown = _cohort(filled(ANA), filled(BEA), synthetic=True)
    shown.after(ParticipationCompleted(**seat(ANA)), ParticipantGraduated(**seat(ANA)), on="2012-05-03")
    shown.after(ParticipationCompleted(**seat(BEA)), ParticipantGraduated(**seat(BEA)), synthetic=True)
    assert shown["graduations"] == {"total": 2, "documented": 1, "synthetic": 1}
    assert shown["seats"][str(ANA)]["graduated"] == "2012-05-03"


def test_a_seat_makes_its_state_take_part_once_the_seminar_began() -> None:
    shown = _cohort(filled(ANA), filled(BEA, Role.INSTRUCTOR, "BRA"))
    assert shown["states"] == {}
    shown.after(CohortConvened(seminar=SEMINAR), on="2012-05-01")
    assert shown["states"] == {"ARG": {"presence": "present", "documented": True, "parts": {}}}
    assert (shown["status"], shown["convened"]) == ("in_session", "2012-05-01")
    shown.after(SeatReleased(**seat(ANA), reason="no-show"))
    assert shown["states"] == {}


@pytest.mark.parametrize(
    ("signs", "presence", "documented"),
    [
        ([(_sent(), True)], "present", True),
        ([(_sent(ABSENT), True)], "absent", True),
        ([(_sent(), False)], "present", False),
        ([(_sent(ABSENT, "poland"), True), (_sent(PRESENT, "region"), True)], "present", True),
        ([(_sent(ABSENT), True), (filled(ANA), False)], "absent", True),
        ([(_sent(ABSENT), False), (filled(ANA), True)], "present", True),
        ([(filled(ANA), True), (_mark(Attendance.ABSENT), True)], "absent", True),
        (
            [(filled(ANA), True), (_mark(Attendance.ABSENT), True), (_mark(Attendance.PRESENT, "region"), True)],
            "present",
            True,
        ),
        ([(filled(ANA), False), (_mark(Attendance.PRESENT), True)], "present", True),
        ([(_sent(ABSENT), True), (_sent(PRESENT), True)], "present", True),
    ],
)
def test_whether_a_state_took_part(signs: list[tuple[Event, bool]], presence: str, documented: bool) -> None:  # noqa: FBT001
    shown = _cohort(CohortConvened(seminar=SEMINAR))
    for event, known in signs:
        shown.after(event, synthetic=not known)
    told = shown["states"]["ARG"]
    assert (told["presence"], told["documented"]) == (presence, documented)


def test_attendance_is_told_by_part() -> None:
    shown = _cohort(_sent(ABSENT, "poland"), _sent(PRESENT, "region"))
    assert shown["states"]["ARG"]["parts"] == {"poland": "absent", "region": "present"}


def test_organisations_take_part_beside_the_states() -> None:
    body = uuid4()
    shown = _cohort(DelegationRecorded(seminar=SEMINAR, body=body, presence=PRESENT, persons=3))
    assert shown["bodies"] == {str(body): {"presence": "present", "documented": True, "parts": {}}}
    assert shown["states"] == {}
    assert shown["delegations"][f"{body}/"]["persons"] == 3


def test_head_counts_capacity_and_parts() -> None:
    shown = _cohort(CapacityChanged(seminar=SEMINAR, capacity={Role.PARTICIPANT: 30}))
    shown.after(HeadCounted(seminar=SEMINAR, role=Role.PARTICIPANT, persons=24, states=16), on="2015-11")
    counted = {"role": "participant", "persons": 24, "states": 16, "on": "2015-11", "documented": True}
    assert (shown["headcounts"], shown["capacity"]) == ([counted], {"participant": 30})
    shown.after(CohortScheduled(seminar=SEMINAR, parts=()), CohortDissolved(seminar=SEMINAR))
    assert (shown["parts"], shown["status"]) == ([], "dissolved")


@pytest.mark.parametrize("view", [person.VIEW, edition.VIEW, seminar.VIEW, cohort.VIEW, alumnus.VIEW])
def test_a_fact_that_a_view_does_not_know_adds_its_evidence_only(view: View) -> None:
    class Unheard(Event, type="enrollment.unheard-of"):
        pass

    shown = Shown(view).after(Unheard(), synthetic=True)
    assert shown["synthetic"] is True
